import { lstatSync } from "node:fs";
import { join } from "node:path";
import { namesIn } from "../listing.ts";
import { codeTextsFolder, isHash } from "../paths.ts";
import type { Store } from "../store.ts";

/** The text of a step's code that was kept. `path` is absolute, `changedAt` in milliseconds since 1970. */
export interface CodeFile {
  readonly path: string;
  readonly hash: string;
  /** When it was kept, or last found to be the code of a run. */
  readonly changedAt: number;
}

/** Every code text in the store, one after the other. What is not called as we call them is not ours. */
export function* codeFiles(store: Store): Generator<CodeFile> {
  const root = codeTextsFolder(store);
  for (const shard of namesIn(root))
    for (const name of namesIn(join(root, shard))) {
      const path = join(root, shard, name);
      const hash = name.replace(/\.js$/, "");
      const found = lstatSync(path, { throwIfNoEntry: false });
      if (found?.isFile() === true && name !== hash && isHash(hash) && hash.startsWith(shard))
        yield { path, hash, changedAt: found.mtimeMs };
    }
}
