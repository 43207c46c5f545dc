import { inspect } from "node:util";

/** From here on, listing the keys of an array (150 ns an element) costs more than asking `inspect` (some microseconds). */
const long = 500;

/**
 * Whether an array without holes carries properties besides its elements, as the result of `RegExp.exec` (`index`, `input`) and of
 * d3's `csvParse` (`columns`) does. JSON would drop them without a word.
 *
 * `inspect` can list the named properties of an array without listing its elements; nothing public can. Only its saying "elements and
 * nothing else" is believed: any other text, also of a future Node, means that the keys are counted.
 */
export function hasNamedProperties(list: readonly unknown[]): boolean {
  if (list.length >= long && inspect(list, namedOnly) === `[ ... ${String(list.length)} more items ]`) return false;
  return Object.keys(list).length !== list.length;
}

const namedOnly = { maxArrayLength: 0, depth: 0, customInspect: false, colors: false, breakLength: Infinity } as const;

/** Whether the array is its elements and nothing else: no holes, no named properties. */
export function isOrdinaryList(list: readonly unknown[]): boolean {
  for (let i = 0; i < list.length; i++) if (!(i in list)) return false;
  return !hasNamedProperties(list);
}
