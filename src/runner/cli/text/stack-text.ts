import { fileURLToPath } from "node:url";
import { isOwnFile } from "../own-files.ts";
import { oneLine } from "./printable.ts";
import { shownPath } from "./place.ts";

/** Deep recursions have thousands of frames; the first ones say where. */
const most = 12;

/**
 * The frames of a user's error, one a line and without indentation: `at train (src/train.ts:12:9)`. Frames of Node are left out, and the
 * stack ends where it enters Stepwright, because what called the step is no news to its author.
 * @param stack The `stack` of an error, in source positions.
 */
export function stackFrames(stack: string, cwd: string): string[] {
  const frames = allFrames(stack).filter((frame) => !frame.file?.startsWith("node:"));
  const first = frames.findIndex((frame) => !isOurs(frame));
  if (first === -1) return [];
  // Starting after leading frames of ours: an error that Stepwright threw into the user's code starts with them.
  const end = frames.findIndex((frame, index) => index > first && isOurs(frame));
  const own = frames.slice(first, end === -1 ? undefined : end).map((frame) => frameText(frame, cwd));
  const hidden = own.length - most;
  return hidden > 0 ? [...own.slice(0, most), `… ${hidden} more`] : own;
}

/** The frames of an error of ours, for a report of the bug: all of them. */
export function bugFrames(stack: string, cwd: string): string[] {
  return allFrames(stack).map((frame) => frameText(frame, cwd));
}

interface Frame {
  /** The line as V8 wrote it, from `at`. */
  readonly text: string;
  /** Path, or `node:…`; absent for frames without a place (`at new Promise (<anonymous>)`). */
  readonly file: string | undefined;
  /** How the place stands in the text. */
  readonly written: string | undefined;
}

const isOurs = (frame: Frame): boolean => frame.file !== undefined && isOwnFile(frame.file);

function allFrames(stack: string): Frame[] {
  return stack
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line.startsWith("at "))
    .map((text) => {
      const written = /(?:\(|^at (?:async )?)([^()]+):\d+:\d+\)?$/u.exec(text)?.[1];
      return { text, written, file: written === undefined ? undefined : toPath(written) };
    });
}

function toPath(written: string): string {
  return written.startsWith("file:") && URL.canParse(written) ? fileURLToPath(written) : written;
}

function frameText(frame: Frame, cwd: string): string {
  if (frame.written === undefined || frame.file === undefined || frame.file.startsWith("node:")) return oneLine(frame.text);
  return oneLine(frame.text.replace(frame.written, () => shownPath(frame.file ?? "", cwd)));
}
