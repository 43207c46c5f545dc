import { type KeyEntry, KeyFile } from "../../model/artifact.ts";
import { keysFolder } from "../paths.ts";
import { readStored } from "../read.ts";
import type { Store } from "../store.ts";
import { nestedEntries } from "./nested-entries.ts";

/** A file where answers to cache keys are. `entry` is undefined where it cannot be read, or is not in its place. `path` is absolute. */
export interface StoredKey {
  readonly path: string;
  readonly entry: KeyEntry | undefined;
}

/** Every answer to a cache key, one after the other. */
export function* keyFiles(store: Store): Generator<StoredKey> {
  for (const { folder, name, path } of nestedEntries(keysFolder(store))) {
    const file = readStored(path, KeyFile);
    const inPlace = file.state === "good" && name === `${file.value.answer.key}.json` && name.startsWith(folder);
    yield { path, entry: inPlace ? file.value.answer : undefined };
  }
}
