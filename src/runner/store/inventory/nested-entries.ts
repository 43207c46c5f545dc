import { join } from "node:path";
import { namesIn } from "../listing.ts";

/** What lies in the folders of a folder, one after the other. `path` is absolute where `root` is. */
export function* nestedEntries(root: string): Generator<{ readonly folder: string; readonly name: string; readonly path: string }> {
  for (const folder of namesIn(root))
    for (const name of namesIn(join(root, folder))) yield { folder, name, path: join(root, folder, name) };
}
