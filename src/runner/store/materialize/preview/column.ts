import type { Preview } from "../../../model/preview.ts";

/** One column of a table preview. */
export type Column = Extract<Preview, { kind: "table" }>["columns"][number];

/** Ranges of a histogram. */
const ranges = 10;

/** What can be said of a column from its cells. Missing cells (`null`, `undefined`, a key that a record lacks) count for nothing. */
export function describeColumn(name: string, cells: readonly unknown[]): Column {
  const present = cells.filter((cell) => cell !== null && cell !== undefined);
  const column: Column = { name, type: cellType(present), distinct: new Set(present.map(identity)).size };
  return column.type === "number" ? { ...column, ...describeNumbers(present.filter((cell) => typeof cell === "number")) } : column;
}

/** Two dates are the same where their time is, unlike other objects. */
const identity = (cell: unknown): unknown => (cell instanceof Date ? cell.getTime() : cell);

function cellType(cells: readonly unknown[]): Column["type"] {
  const types = new Set(cells.map((cell) => typeof cell));
  const [only] = types;
  return types.size === 1 && (only === "number" || only === "string" || only === "boolean") ? only : "mixed";
}

function describeNumbers(cells: readonly number[]): Partial<Column> {
  const numbers = cells.filter((cell) => Number.isFinite(cell));
  if (numbers.length === 0) return {};
  let min = Infinity;
  let max = -Infinity;
  let mean = 0;
  let count = 0;
  for (const number of numbers) {
    min = Math.min(min, number);
    max = Math.max(max, number);
    // Divided before it is added up: the sum of large numbers would overflow.
    count += 1;
    mean += number / count - mean / count;
  }
  const histogram = countRanges(numbers, min, max);
  return { min, max, mean: readable(mean), ...(histogram && { histogram }) };
}

/** Counts in ten equal ranges; undefined where all numbers are the same or so far apart that the distance is no number. */
function countRanges(numbers: readonly number[], min: number, max: number): number[] | undefined {
  const width = (max - min) / ranges;
  if (!(width > 0 && Number.isFinite(width))) return undefined;
  const counts = new Array<number>(ranges).fill(0);
  for (const number of numbers) {
    // The largest number belongs to the last range.
    const range = Math.min(ranges - 1, Math.floor((number - min) / width));
    counts[range] = (counts[range] ?? 0) + 1;
  }
  return counts;
}

/** A mean is an estimate to be read: rounding noise in its last digits would only take space. */
function readable(number: number): number {
  return Number(number.toPrecision(12));
}
