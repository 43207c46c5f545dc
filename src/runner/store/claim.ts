import { linkSync, lstatSync, mkdirSync, renameSync, unlinkSync } from "node:fs";
import { dirname } from "node:path";
import { errorCode, inFolder, writeTemporary } from "./disk.ts";
import type { Store } from "./store.ts";

/**
 * Writes `data` to `path` unless something is there: false then. Of several processes that try at once exactly one gets true, and
 * nobody ever reads half of it, because the finished file is linked to its name.
 */
export function createFile(store: Store, path: string, data: string, flush = false): boolean {
  const temporary = writeTemporary(store, data, flush);
  try {
    return inFolder(dirname(path), () => claimByLink(temporary, path));
  } finally {
    removeTemporary(temporary);
  }
}

function removeTemporary(temporary: string): void {
  try {
    unlinkSync(temporary);
  } catch (error) {
    // Gone already where it was renamed instead of linked.
    if (errorCode(error) !== "ENOENT") throw error;
  }
}

/** What file systems without hard links answer, and those where a file has too many of them. */
const noLinks = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK"]);

function claimByLink(temporary: string, path: string): boolean {
  try {
    linkSync(temporary, path);
    return true;
  } catch (error) {
    const code = errorCode(error);
    if (code === "EEXIST") return false;
    if (code !== undefined && noLinks.has(code)) return claimByFolder(temporary, path);
    throw error;
  }
}

/**
 * Claims `path` where hard links fail: making a folder is exclusive everywhere. The folder stays as the mark of the claim, so a
 * process that dies between the two calls has used the name up, and nobody gets it a second time.
 */
export function claimByFolder(temporary: string, path: string): boolean {
  try {
    mkdirSync(markOf(path));
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
  if (isThere(path)) return false;
  renameSync(temporary, path);
  return true;
}

/** True where `createFile` would give false. A link that leads nowhere is something that is there, too. */
export function isClaimed(path: string): boolean {
  return isThere(path) || isThere(markOf(path));
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function markOf(path: string): string {
  return `${path}.claim`;
}
