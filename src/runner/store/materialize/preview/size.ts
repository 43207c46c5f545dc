/** Bytes of JSON that a preview may take. Its parts share a little less, for the words around them. */
export const previewBytes = 4096;
export const contentBytes = previewBytes - 700;

/** Bytes that a text takes as JSON: quotes, escapes and UTF-8 counted. */
export function jsonBytes(text: string): number {
  return Buffer.byteLength(JSON.stringify(text));
}

/** Bytes of the longest escape (`\u0000`), and of `…`. */
const escapeBytes = 6;
const ellipsisBytes = 3;

/** The text, or its beginning and `…`, so that it takes at most `budget` bytes as JSON (at least 8). Characters are not cut in half. */
export function cutText(text: string, budget: number): string {
  if (text.length * escapeBytes + 2 <= budget) return text;
  // Every UTF-16 unit takes at least a byte, so what lies beyond the budget need not be looked at, however long the text is.
  let head = text.slice(0, Math.max(budget, 8));
  if (head.length === text.length && jsonBytes(text) <= budget) return text;
  for (let bytes = jsonBytes(head); bytes + ellipsisBytes > budget && head !== ""; bytes = jsonBytes(head)) {
    const keep = Math.floor((head.length * (budget - ellipsisBytes)) / bytes);
    head = head.slice(0, Math.min(keep, head.length - 1));
  }
  return withoutHalf(head) + "…";
}

/** Drops the first half of a surrogate pair whose second half was cut off. */
function withoutHalf(text: string): string {
  const last = text.charCodeAt(text.length - 1);
  return last >= 0xd800 && last <= 0xdbff ? text.slice(0, -1) : text;
}
