import { closeSync, fsyncSync, mkdirSync, openSync, renameSync, rmSync, writeFileSync, writeSync } from "node:fs";
import { dirname, join } from "node:path";
import type { Failure } from "../model/failure.ts";
import { err, ok, type Result } from "../model/result.ts";
import { temporaryFolder } from "./paths.ts";
import type { Store } from "./store.ts";
import { temporaryName } from "./writer.ts";

/**
 * How the store writes, and what an error of the disk means. The primitives throw what the system says; `onDisk` turns that into a failure
 * once, at the edge of each store function.
 */

interface SystemError extends Error {
  readonly code: string;
  readonly syscall: string;
}

/** True for what the operating system reports (`ENOSPC`, `EACCES` …); other errors are our own bugs. */
function isSystemError(error: unknown): error is SystemError {
  return error instanceof Error && "code" in error && typeof error.code === "string" && "syscall" in error;
}

/** The system's code of an error, such as `"ENOENT"`; undefined for other errors. */
export function errorCode(error: unknown): string | undefined {
  return isSystemError(error) ? error.code : undefined;
}

/** What an error of the system means for a person. `path` is the file or folder that was asked for. */
export function diskFailure(code: string, path: string): Failure {
  switch (code) {
    case "EROFS":
    case "EACCES":
    case "EPERM":
      return {
        code: "SW4001",
        message: `${path} cannot be accessed (${code}).`,
        help: "Make the workspace writable for this user, or choose another folder with --workspace.",
      };
    case "ENOSPC":
    case "EDQUOT":
    case "EFBIG":
      return {
        code: "SW4002",
        message: `There is no space left to write ${path} (${code}).`,
        help: "Free some space and run again. Steps that have finished are kept.",
      };
    default:
      return {
        code: "SW4005",
        message: `${path} cannot be used (${code}).`,
        help: "Check the file and the disk it is on; what is under .stepwright/ is written by Stepwright only.",
      };
  }
}

/** Runs `action` and gives an error of the system as a failure that names `path`. Anything else it throws is a bug and goes on. */
export function onDisk<T>(path: string, action: () => T): Result<T> {
  try {
    return ok(action());
  } catch (error) {
    return failedOnDisk(path, error);
  }
}

/** The same of an action that waits. */
export async function onDiskSoon<T>(path: string, action: () => Promise<T>): Promise<Result<T>> {
  try {
    return ok(await action());
  } catch (error) {
    return failedOnDisk(path, error);
  }
}

function failedOnDisk(path: string, error: unknown): Result<never> {
  if (!isSystemError(error)) throw error;
  return err(diskFailure(error.code, path));
}

/** Runs `action`, which writes into `folder`, and makes the folder only when it turns out to be missing: the usual case costs nothing. */
export function inFolder<T>(folder: string, action: () => T): T {
  try {
    return action();
  } catch (error) {
    if (errorCode(error) !== "ENOENT") throw error;
    mkdirSync(folder, { recursive: true });
    return action();
  }
}

/** A path for a file or folder that is not finished. On the same file system as what it becomes, so that a rename is enough. */
export function temporaryPath(store: Store): string {
  return join(temporaryFolder(store), temporaryName());
}

/** What is written: a text as UTF-8, or bytes, also from several places one after the other, so that large ones are not put together first. */
export type Data = string | Uint8Array | readonly Uint8Array[];

/** Writes `data` so that a reader of `path` sees what was there before or all of the new. `flush`: it also survives a power cut. */
export function replaceFile(store: Store, path: string, data: Data, flush = false): void {
  const temporary = writeTemporary(store, data, flush);
  try {
    inFolder(dirname(path), () => {
      renameSync(temporary, path);
    });
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}

/** More than this in one call is refused by Node (2³¹ bytes). */
export const largestTransfer = 2 ** 30;

/** Writes `data` to a temporary file and gives its path. Nothing is left behind where it fails. */
export function writeTemporary(store: Store, data: Data, flush = false): string {
  const path = temporaryPath(store);
  try {
    inFolder(temporaryFolder(store), () => {
      writeWhole(path, data, flush);
    });
  } catch (error) {
    rmSync(path, { force: true });
    throw error;
  }
  return path;
}

/** Writes a file that is not there yet. */
export function writeWhole(path: string, data: Data, flush = false): void {
  if (typeof data === "string" || (data instanceof Uint8Array && data.byteLength <= largestTransfer)) {
    // With the encoding said, Node writes a text in one call of its own, which is twice as fast.
    writeFileSync(path, data, { encoding: "utf8", flag: "wx", flush });
    return;
  }
  const file = openSync(path, "wx");
  try {
    for (const part of data instanceof Uint8Array ? [data] : data)
      for (let at = 0; at < part.byteLength;) at += writeSync(file, part, at, Math.min(largestTransfer, part.byteLength - at));
    if (flush) fsyncSync(file);
  } finally {
    closeSync(file);
  }
}
