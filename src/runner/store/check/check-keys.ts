import { rmSync } from "node:fs";
import { keyFiles } from "../inventory/key-files.ts";
import { versionKey } from "../inventory/version-files.ts";
import type { Store } from "../store.ts";
import { placeIn } from "./aside.ts";
import type { Found } from "./finding.ts";

/** Looks through the answers to cache keys: each can be read, and what it answers with is `whole`. */
export function checkKeys(store: Store, whole: ReadonlySet<string>): { readonly keys: number; readonly found: readonly Found[] } {
  const found: Found[] = [];
  let keys = 0;
  for (const { path, entry } of keyFiles(store)) {
    keys += 1;
    // Without it the step is run again, so nothing is lost with it.
    const mend = (): void => rmSync(path, { recursive: true, force: true });
    const place = placeIn(store, path);
    if (entry === undefined) {
      const message = "This answer to a cache key cannot be read.";
      found.push({ kind: "damaged", path: place, message, help: "It is never used: the step is run again, which mends it.", mend });
    } else if (Object.values(entry.outputs).some((output) => !whole.has(versionKey(output)))) {
      const message = "This answer to a cache key names a version that is gone.";
      found.push({ kind: "stray", path: place, message, help: "It is never used. The next `stepwright prune` removes it.", mend });
    }
  }
  return { keys, found };
}
