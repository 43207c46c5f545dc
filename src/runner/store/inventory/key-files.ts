import { join } from "node:path";
import { type KeyEntry, KeyFile } from "../../model/artifact.ts";
import { namesIn } from "../listing.ts";
import { keysFolder } from "../paths.ts";
import { readStored } from "../read.ts";
import type { Store } from "../store.ts";

/** A file where answers to cache keys are. `entry` is undefined where it cannot be read, or is not in its place. `path` is absolute. */
export interface StoredKey {
  readonly path: string;
  readonly entry: KeyEntry | undefined;
}

/** Every answer to a cache key, one after the other. */
export function* keyFiles(store: Store): Generator<StoredKey> {
  const root = keysFolder(store);
  for (const shard of namesIn(root))
    for (const name of namesIn(join(root, shard))) {
      const path = join(root, shard, name);
      const file = readStored(path, KeyFile);
      const inPlace = file.state === "good" && name === `${file.value.answer.key}.json` && name.startsWith(shard);
      yield { path, entry: inPlace ? file.value.answer : undefined };
    }
}
