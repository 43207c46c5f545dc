import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { logPath } from "../store/logs.ts";
import type { Store } from "../store/store.ts";

/** How much of a log is read, in bytes: its end. */
const most = 16_384;

export interface LogText {
  readonly path: string;
  readonly text: string;
  /** There is more before it. */
  readonly truncated: boolean;
}

/** The last lines of the log of one attempt; undefined where it printed nothing. */
export const logText = (store: Store, run: string, invocation: string, attempt: number, bytes = most): LogText | undefined => {
  const path = logPath(store, run, invocation, attempt);
  const read = readFrom(path, (size) => Math.max(0, size - bytes));
  if (read === undefined) return undefined;
  const { text, start } = read;
  // A line that is cut in the middle would be taken for a whole one.
  return start === 0 ? { path, text, truncated: false } : { path, text: text.slice(text.indexOf("\n") + 1), truncated: true };
};

/** What a file holds from a place on, which its size decides. Links are not followed: a store that came with a clone must not lead elsewhere. */
export const readFrom = (path: string, from: (size: number) => number): { text: string; start: number; end: number } | undefined => {
  let file: number | undefined;
  try {
    file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW);
    const { size } = fstatSync(file);
    const start = from(size);
    const bytes = Buffer.alloc(Math.max(0, size - start));
    const read = readSync(file, bytes, 0, bytes.length, start);
    return { text: bytes.toString("utf8", 0, read), start, end: start + read };
  } catch {
    return undefined;
  } finally {
    if (file !== undefined) closeSync(file);
  }
};
