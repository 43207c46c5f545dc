import { existsSync, lstatSync, readFileSync } from "node:fs";
import { onDisk, replaceFile } from "./disk.ts";
import { codeTextPath, isHash } from "./paths.ts";
import type { Store } from "./store.ts";

/**
 * The code of steps as it was, for people, under the hash that stands for it in cache keys: what changed between two runs can be shown
 * when the sources have long moved on.
 */

/** Keeps a text where there is none yet. Only an explanation misses it, so what cannot be written is no matter. */
export function keepCodeText(store: Store, hash: string, text: string): void {
  if (!isHash(hash)) return;
  const path = codeTextPath(store, hash);
  onDisk(path, () => {
    if (!existsSync(path)) replaceFile(store, path, text);
  });
}

/** Undefined where it was not kept. */
export function readCodeText(store: Store, hash: string): string | undefined {
  if (!isHash(hash)) return undefined;
  const path = codeTextPath(store, hash);
  const read = onDisk(path, () => (lstatSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path, "utf8") : undefined));
  return read.ok ? read.value : undefined;
}
