import { closeSync, openSync, readdirSync, statSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";
import type { Store } from "../../src/runner/store/store.ts";
import type { Random } from "./random.ts";

/** Every file below a folder of the store that is not a link, with the time of its last change. */
export function filesBelow(store: Store, folder: string): { readonly path: string; readonly changedAt: number }[] {
  let entries;
  try {
    entries = readdirSync(join(store.root, folder), { recursive: true, withFileTypes: true });
  } catch {
    return [];
  }
  return entries
    .filter((entry) => entry.isFile() && !entry.name.includes(".damaged"))
    .map((entry) => join(entry.parentPath, entry.name))
    .map((path) => ({ path, changedAt: statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0 }));
}

/** Cuts a file at a random place, as a power cut does with what was not flushed. */
export function truncate(path: string, random: Random): void {
  truncateSync(path, random.below(statSync(path).size));
}

/** One of what disks do: a file that is cut, is empty, or holds zeros where there was something. `block`: in pieces of this many bytes. */
export function damage(path: string, random: Random, block = 1): void {
  const { size } = statSync(path);
  const way = random.below(3);
  if (way === 0 || size <= block) truncate(path, random);
  else if (way === 1) truncateSync(path, 0);
  else {
    const file = openSync(path, "r+");
    const start = random.below(Math.floor(size / block)) * block;
    writeSync(file, Buffer.alloc(Math.max(block, Math.min(64, size - start))), 0, undefined, start);
    closeSync(file);
  }
}
