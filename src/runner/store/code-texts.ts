import { existsSync, lstatSync, lutimesSync, readFileSync } from "node:fs";
import { onDisk, replaceFile } from "./disk.ts";
import { codeTextPath, isHash } from "./paths.ts";
import type { Store } from "./store.ts";

/**
 * The code of steps as it was, for people, under the hash that stands for it in cache keys: what changed between two runs can be shown
 * when the sources have long moved on.
 */

/** Keeps a text where there is none yet, and says where there is that it is used. Only an explanation misses it, so what cannot be written is no matter. */
export function keepCodeText(store: Store, hash: string, text: string): void {
  if (!isHash(hash)) return;
  const path = codeTextPath(store, hash);
  onDisk(path, () => {
    const now = Date.now() / 1000;
    try {
      // Its time says to a prune that it is used.
      lutimesSync(path, now, now);
    } catch {
      if (!existsSync(path)) replaceFile(store, path, text);
    }
  });
}

/** Undefined where it was not kept. */
export function readCodeText(store: Store, hash: string): string | undefined {
  if (!isHash(hash)) return undefined;
  const path = codeTextPath(store, hash);
  const read = onDisk(path, () => (lstatSync(path, { throwIfNoEntry: false })?.isFile() === true ? readFileSync(path, "utf8") : undefined));
  return read.ok ? read.value : undefined;
}
