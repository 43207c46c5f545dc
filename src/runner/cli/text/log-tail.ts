import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { printable } from "./printable.ts";

const mostBytes = 8192;

/** The last lines of a log, safe to print. Only the end of the file is read. Empty where there is no such file, or a link to one elsewhere. */
export function logTail(path: string, lines: number): string[] {
  let file: number;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
  } catch {
    // A step that printed nothing may have no log.
    return [];
  }
  try {
    const { size } = fstatSync(file);
    const buffer = Buffer.alloc(Math.min(size, mostBytes));
    const read = readSync(file, buffer, 0, buffer.length, size - buffer.length);
    const text = printable(buffer.toString("utf8", 0, read)).trimEnd();
    return text === "" ? [] : text.split("\n").slice(-lines);
  } finally {
    closeSync(file);
  }
}
