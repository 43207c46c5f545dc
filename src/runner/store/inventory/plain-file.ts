import { lstatSync } from "node:fs";

/** Whether a file is there, and not a link to one. */
export function isPlainFile(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isFile() === true;
}
