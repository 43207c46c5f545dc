import { eastAsianWidth } from "get-east-asian-width";

/**
 * Widths in columns of a terminal, where wide letters (中, 🙂) take two and colour codes none.
 *
 * Emoji that are joined of several are counted by their parts, so they may come out too wide and never too narrow. To know better needs
 * `Intl.Segmenter`, which takes 20 ms to make (Node 24): a tenth of a short run, for every run.
 */

/** A colour code, or a letter with its combining marks. */
const token = /\p{Cc}\[[\d;]*m|\P{M}\p{M}*|\p{M}+/gsu;
const ascii = /^[ -~]*$/u;
const invisible = /^[\p{Cc}\p{Cf}\p{M}]/u;

/** Fills up with spaces to a width. */
export function pad(text: string, width: number): string {
  return text + " ".repeat(Math.max(0, width - widthOf(text)));
}

/** Cuts to a width and says so with `…`; what fits is untouched. Colours end where the text is cut. */
export function fit(text: string, width: number): string {
  // No letter takes more than two columns, so most texts need no look at their letters.
  if (text.length * 2 <= width || widthOf(text) <= width) return text;
  if (width < 1) return "";
  let kept = "";
  let used = 0;
  let colored = false;
  for (const [part] of text.matchAll(token)) {
    used += tokenWidth(part);
    if (used > width - 1) break;
    kept += part;
    colored ||= isColor(part);
  }
  return `${kept}…${colored ? "\u001b[0m" : ""}`;
}

/** Columns that the widest of the texts takes, at most `limit`. */
export function widest(texts: Iterable<string>, limit: number): number {
  let width = 0;
  for (const text of texts) width = Math.max(width, widthOf(text));
  return Math.min(width, limit);
}

function widthOf(text: string): number {
  if (ascii.test(text)) return text.length;
  let width = 0;
  for (const [part] of text.matchAll(token)) width += tokenWidth(part);
  return width;
}

function tokenWidth(part: string): number {
  return invisible.test(part) ? 0 : eastAsianWidth(part.codePointAt(0) ?? 0);
}

function isColor(part: string): boolean {
  return part.length > 1 && part.endsWith("m") && invisible.test(part);
}
