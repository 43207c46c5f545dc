import { type KeyEntry, KeyFile } from "../model/artifact.ts";
import type { Result } from "../model/result.ts";
import { onDisk, replaceFile } from "./disk.ts";
import { isHash, keyPath } from "./paths.ts";
import { readStored } from "./read.ts";
import type { Store } from "./store.ts";

/**
 * The finished step that answers a cache key; undefined where there is none, or what is there cannot be read. Whether its contents
 * are still intact is for the caller to ask (`verifyObject`).
 */
export function readKey(store: Store, key: string): KeyEntry | undefined {
  if (!isHash(key)) return undefined;
  const file = readStored(keyPath(store, key), KeyFile);
  return file.state === "good" && file.value.answer.key === key ? file.value.answer : undefined;
}

/** Says that a finished step without outputs answers a cache key. The last one to say so stands. */
export function writeKey(store: Store, entry: KeyEntry): Result<void> {
  const path = keyPath(store, entry.key);
  return onDisk(path, () => {
    replaceFile(store, path, JSON.stringify({ answer: entry } satisfies KeyFile));
  });
}
