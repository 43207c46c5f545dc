import type { Json } from "../../../model/json.ts";
import type { Preview } from "../../../model/preview.ts";
import { describeColumn, type Column } from "./column.ts";
import { scalarText } from "./scalar.ts";
import { contentBytes, cutText } from "./size.ts";

type TablePreview = Extract<Preview, { kind: "table" }>;

/** Statistics look at so many rows at most, spread evenly over all. */
const sampleRows = 10_000;
/** A list of records with more different keys than this is rather a list of dictionaries. */
const mostColumns = 1000;
/** Rows shown at most. */
const shownRows = 20;
/** Bytes for the columns; the rows get what they leave. */
const columnsBytes = 2200;
const nameBytes = 60;
const cellBytes = 60;

/** The preview of a list of flat records, or of equally long rows of single values; undefined where the list is neither. */
export function previewTable(list: readonly unknown[]): TablePreview | undefined {
  const sample = list.length <= sampleRows ? list : evenly(list, sampleRows);
  const cellsOf = recordCells(sample) ?? rowCells(sample);
  if (cellsOf === undefined) return undefined;
  const shown = describeColumns(cellsOf, sample);
  const rows = showRows(list, shown.keys, contentBytes - shown.bytes);
  return { kind: "table", columns: shown.columns, rows, totalRows: list.length };
}

function evenly(list: readonly unknown[], count: number): unknown[] {
  return Array.from({ length: count }, (_, i) => list[Math.floor((i * list.length) / count)]);
}

/** The columns by their keys, in order of appearance; undefined where one of the rows is no flat record. */
function recordCells(sample: readonly unknown[]): readonly string[] | undefined {
  const keys = new Set<string>();
  for (const row of sample) {
    if (!isRecord(row)) return undefined;
    for (const key of Object.keys(row)) {
      if (!isCell(row[key])) return undefined;
      keys.add(key);
    }
    if (keys.size > mostColumns) return undefined;
  }
  return keys.size > 0 ? [...keys] : undefined;
}

/** The columns by their numbers; undefined where the rows are not arrays of one length or hold more than single values. */
function rowCells(sample: readonly unknown[]): readonly string[] | undefined {
  const [first] = sample;
  if (!Array.isArray(first) || first.length === 0 || first.length > mostColumns) return undefined;
  for (const row of sample) if (!Array.isArray(row) || row.length !== first.length || !row.every(isCell)) return undefined;
  return Array.from({ length: first.length }, (_, index) => String(index));
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function isCell(value: unknown): boolean {
  return typeof value !== "object" || value === null || value instanceof Date;
}

/** The cell of a row, which is a record or an array. Only own members count. */
function cell(row: unknown, key: string): unknown {
  return typeof row === "object" && row !== null && Object.hasOwn(row, key) ? (row as Readonly<Record<string, unknown>>)[key] : undefined;
}

/** The columns that are shown, their keys, and the bytes that they take. */
interface ShownColumns {
  readonly columns: Column[];
  readonly keys: readonly string[];
  readonly bytes: number;
}

/** As many columns as there is space for, with their statistics. */
function describeColumns(keys: readonly string[], sample: readonly unknown[]): ShownColumns {
  const columns: Column[] = [];
  let bytes = 0;
  for (const key of keys) {
    const column = describeColumn(
      cutText(key, nameBytes),
      sample.map((row) => cell(row, key)),
    );
    const more = Buffer.byteLength(JSON.stringify(column)) + 1;
    if (columns.length > 0 && bytes + more > columnsBytes) break;
    columns.push(column);
    bytes += more;
  }
  return { columns, keys: keys.slice(0, columns.length), bytes };
}

/** As many of the first rows as there is space for. */
function showRows(list: readonly unknown[], keys: readonly string[], budget: number): Json[][] {
  const rows: Json[][] = [];
  // Where the columns are many, their texts are cut shorter, so that there is always a row to see.
  const longest = Math.min(cellBytes, Math.floor(budget / keys.length) - 1);
  let left = budget;
  for (const row of list.slice(0, shownRows)) {
    const cells = keys.map((key) => showCell(cell(row, key), longest));
    left -= Buffer.byteLength(JSON.stringify(cells)) + 1;
    if (left < 0) break;
    rows.push(cells);
  }
  return rows;
}

function showCell(value: unknown, longest: number): Json {
  if (value === null || value === undefined) return null;
  if (typeof value === "boolean" || (typeof value === "number" && Number.isFinite(value))) return value;
  return cutText(typeof value === "string" ? value : (scalarText(value) ?? ""), longest);
}
