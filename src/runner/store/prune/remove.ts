import { lstatSync, renameSync, rmSync } from "node:fs";
import { dirname, relative, sep } from "node:path";
import { inFolder, temporaryPath } from "../disk.ts";
import type { Store } from "../store.ts";

/**
 * Removes a file or a folder of the store. Nothing where it is gone already, or where a folder on the way to it is a link: what lies
 * behind one is not ours. Throws what the system says.
 */
export function removeFrom(store: Store, path: string): void {
  if (leadsOut(store, path)) return;
  rmSync(path, { recursive: true, force: true });
}

/**
 * Removes what is stored under its hash, unless somebody has used it since it was seen with the time `seenAt`: who stores the same again
 * sets its time. Times are compared for being the same and not for which is later, since clocks are set back, and differ between
 * machines. Moved away and looked at once more, so that whoever comes later does not find it and writes it anew. True where it is gone.
 */
export function removeUnused(store: Store, path: string, seenAt: number): boolean {
  if (leadsOut(store, path) || changedAt(path) !== seenAt) return false;
  const away = temporaryPath(store);
  inFolder(dirname(away), () => {
    renameSync(path, away);
  });
  if (changedAt(away) === seenAt) {
    rmSync(away, { recursive: true, force: true });
    return true;
  }
  if (lstatSync(path, { throwIfNoEntry: false }) === undefined) renameSync(away, path);
  else rmSync(away, { recursive: true, force: true });
  return false;
}

const changedAt = (path: string): number | undefined => lstatSync(path, { throwIfNoEntry: false })?.mtimeMs;

function leadsOut(store: Store, path: string): boolean {
  const outside = relative(store.root, path).split(sep)[0] === "..";
  for (let folder = dirname(path); !outside && folder.length > store.root.length; folder = dirname(folder))
    if (lstatSync(folder, { throwIfNoEntry: false })?.isDirectory() !== true) return true;
  return outside;
}
