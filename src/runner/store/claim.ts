import { closeSync, linkSync, lstatSync, mkdirSync, openSync, renameSync, unlinkSync } from "node:fs";
import { dirname } from "node:path";
import { errorCode, inFolder, onDisk, replaceFile, writeTemporary } from "./disk.ts";
import type { Store } from "./store.ts";

export interface CreateOptions {
  /** It also survives a power cut. */
  readonly flush?: boolean;
  /**
   * A second path for the same file, which replaces what is there. A second name costs a fraction of a second file. What cannot be
   * written there is left out: the file itself is what counts.
   */
  readonly alias?: string;
}

/**
 * Writes `data` to `path` unless something is there: false then. Of several processes that try at once exactly one gets true, and
 * nobody ever reads half of it, because the finished file is linked to its name.
 */
export function createFile(store: Store, path: string, data: string, { flush = false, alias }: CreateOptions = {}): boolean {
  // Begun by somebody for whom hard links fail, perhaps on another machine. Asked first, because a link would not see it.
  if (isThere(markOf(path))) return false;
  const temporary = writeTemporary(store, data, flush);
  let left = true;
  try {
    const claimed = inFolder(dirname(path), () => claimByLink(temporary, path));
    left = claimed !== "moved";
    if (claimed === "taken") return false;
    if (alias === undefined) return true;
    if (claimed === "moved") onDisk(alias, () => replaceFile(store, alias, data));
    else left = !onDisk(alias, () => inFolder(dirname(alias), () => renameSync(temporary, alias))).ok;
    return true;
  } finally {
    if (left) unlinkSync(temporary);
  }
}

/**
 * What file systems without hard links answer, those where a file has too many of them, and those that allow them within one folder only.
 * `EISDIR` is what Node makes of Windows' answer on FAT and exFAT.
 */
const noLinks = new Set(["EPERM", "EACCES", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EMLINK", "EXDEV", "EISDIR"]);

/** `linked`: the temporary name is still there. `moved`: it is gone. `taken`: somebody else has the path. */
function claimByLink(temporary: string, path: string): "linked" | "moved" | "taken" {
  try {
    linkSync(temporary, path);
    return "linked";
  } catch (error) {
    const code = errorCode(error);
    if (code === "EEXIST") return "taken";
    if (code !== undefined && noLinks.has(code)) return claimByFolder(temporary, path) ? "moved" : "taken";
    throw error;
  }
}

/**
 * Claims `path` where hard links fail: making a folder is exclusive everywhere. The folder stays as the mark of the claim, so a
 * process that dies before the end has used the name up, and nobody gets it a second time. An empty file then holds the place for the
 * moment until the finished one is moved there: on another machine the same folder may take links, and a link gives way to nothing else.
 */
export function claimByFolder(temporary: string, path: string): boolean {
  try {
    mkdirSync(markOf(path));
    closeSync(openSync(path, "wx"));
  } catch (error) {
    if (errorCode(error) === "EEXIST") return false;
    throw error;
  }
  renameSync(temporary, path);
  return true;
}

/** True where `createFile` would give false. A link that leads nowhere is something that is there, too. */
export function isClaimed(path: string): boolean {
  return isThere(path) || isThere(markOf(path));
}

/** A number or name whose claim was begun where hard links fail, by a process that did not come to write what it is for. */
export function isUsedUp(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  return (found === undefined || (found.isFile() && found.size === 0)) && isThere(markOf(path));
}

function isThere(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false }) !== undefined;
}

function markOf(path: string): string {
  return `${path}.claim`;
}
