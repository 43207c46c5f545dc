import { readFileSync } from "node:fs";
import type { Position } from "../../model/range.ts";
import { printable } from "./printable.ts";

/** What is shown of a line that is longer than this is a window around the column. */
const window = 110;

/**
 * The source line of a place with a caret under its column, as two lines without indentation:
 *
 * ```text
 * 12 │ const model = fit(data, lables);
 *    │                         ^
 * ```
 *
 * Empty where the file or the line cannot be read: the place alone then says where.
 * @param path Absolute path of the file.
 * @param end Where the marked piece ends, exclusive; of a piece of several lines, its first line is marked.
 */
export function codeFrame(path: string, at: Position, end?: Position): string[] {
  const source = sourceLine(path, at.line);
  if (source === undefined) return [];
  const start = Math.max(0, at.column - 1 - Math.floor(window / 2));
  const from = source.length <= window ? 0 : start;
  const cut = from > 0 ? "…" : "";
  const shown = cut + printable(source.slice(from, from + window));
  // Tabs stay tabs, so that the caret stands right whatever their width is.
  const before = (cut + printable(source.slice(from, at.column - 1))).replace(/[^\t]/gu, " ");
  const number = String(at.line);
  const last = end === undefined ? at.column + 1 : end.line === at.line ? end.column : source.length + 1;
  const marked = printable(source.slice(at.column - 1, Math.min(last - 1, from + window))).length;
  return [`${number} │ ${shown.trimEnd()}`, `${" ".repeat(number.length)} │ ${before}${"^".repeat(Math.max(1, marked))}`];
}

function sourceLine(path: string, line: number): string | undefined {
  try {
    return readFileSync(path, "utf8").split(/\r\n|\r|\n/u)[line - 1];
  } catch {
    // Gone or unreadable since: a frame is a help, not a need.
    return undefined;
  }
}
