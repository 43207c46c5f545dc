import type { Cut, Lettering } from "./pen.ts";

const cuts = new Map<string, string>();
const widths = new Map<string, number>();
/** Durations tick, so old ones would pile up. */
const limit = 5000;
/** What stands between the parts of a line. */
const between = " · ";

type Measure = (text: string) => number;

/** As much of a text as fits, with `…` where something was cut. What was measured once is remembered. */
export function cutText(
  text: string,
  { maxWidth, cut = "end" }: Pick<Lettering, "maxWidth" | "cut">,
  font: string,
  measure: Measure,
): string {
  return remembered(cuts, `${font}|${String(Math.round(maxWidth))}|${cut}|${text}`, () => fitting(text, maxWidth, cut, measure));
}

/** How wide a text is; remembered as well. */
export function textWidth(text: string, font: string, measure: Measure): number {
  return remembered(widths, `${font}|${text}`, () => measure(text));
}

function fitting(text: string, maxWidth: number, cut: Cut, measure: Measure): string {
  if (measure(text) <= maxWidth) return text;
  if (cut === "parts") {
    const parts = text.split(between);
    for (let count = parts.length - 1; count > 1; count -= 1) {
      const fewer = parts.slice(0, count).join(between);
      if (measure(fewer) <= maxWidth) return fewer;
    }
  }
  const letters = Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);
  const shortened = (kept: number): string => {
    const end = cut === "middle" ? Math.floor(kept / 2) : 0;
    return `${letters
      .slice(0, kept - end)
      .join("")
      .trimEnd()}…${letters
      .slice(letters.length - end)
      .join("")
      .trimStart()}`;
  };
  let low = 0;
  let high = letters.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (measure(shortened(middle)) <= maxWidth) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? "" : shortened(low);
}

function remembered<T>(known: Map<string, T>, key: string, make: () => T): T {
  const before = known.get(key);
  if (before !== undefined) return before;
  if (known.size >= limit) known.clear();
  const made = make();
  known.set(key, made);
  return made;
}
