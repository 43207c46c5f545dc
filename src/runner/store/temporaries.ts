import { lstatSync, rmSync } from "node:fs";
import { join } from "node:path";
import { onDisk } from "./disk.ts";
import { namesIn } from "./listing.ts";
import { temporaryFolder } from "./paths.ts";
import type { Store } from "./store.ts";
import { isLeftBehind } from "./writer.ts";

/** Unfinished files and folders that nobody goes on with, because their process is gone. Absolute paths. `now` in milliseconds since 1970. */
export function listLeftBehind(store: Store, now: number): string[] {
  const folder = temporaryFolder(store);
  return namesIn(folder).flatMap((name) => {
    const path = join(folder, name);
    const found = lstatSync(path, { throwIfNoEntry: false });
    return found !== undefined && isLeftBehind(name, found.mtimeMs, now) ? [path] : [];
  });
}

/** Removes them. One that cannot be removed is left for the next time: it is in nobody's way. */
export function sweepTemporaries(store: Store, now: number): void {
  for (const path of listLeftBehind(store, now))
    onDisk(path, () => {
      rmSync(path, { recursive: true, force: true });
    });
}
