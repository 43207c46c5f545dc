const known = new Map<string, string>();
/** Durations tick, so old ones would pile up. */
const limit = 5000;

/** The beginning of a text that fits, with `…` where something was cut. What was measured once is remembered. */
export function cutText(text: string, maxWidth: number, font: string, measure: (text: string) => number): string {
  const key = `${font}|${String(Math.round(maxWidth))}|${text}`;
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= limit) known.clear();
  const cut = fitting(text, maxWidth, measure);
  known.set(key, cut);
  return cut;
}

function fitting(text: string, maxWidth: number, measure: (text: string) => number): string {
  if (measure(text) <= maxWidth) return text;
  const letters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  let low = 0;
  let high = letters.length;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(`${letters.slice(0, middle).join("").trimEnd()}…`) <= maxWidth) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? "" : `${letters.slice(0, low).join("").trimEnd()}…`;
}
