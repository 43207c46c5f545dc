import sliceAnsi from "slice-ansi";
import stringWidth from "string-width";

/** Fills up with spaces to a width in columns of the terminal, where wide letters (中, 🙂) take two. Colour codes take none. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - stringWidth(text)));
}

/** Cuts to a width in columns and says so with `…`; what fits is untouched. Colour codes survive and are closed. */
export function fit(text: string, width: number): string {
  if (stringWidth(text) <= width) return text;
  return width < 1 ? "" : `${sliceAnsi(text, 0, width - 1)}…`;
}

/** Columns that the widest of the texts takes, at most `limit`. */
export function widest(texts: Iterable<string>, limit: number): number {
  let width = 0;
  for (const text of texts) width = Math.max(width, stringWidth(text));
  return Math.min(width, limit);
}
