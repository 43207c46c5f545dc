import { isOrdinaryList } from "../lists.ts";
import { commonKind, kindOfCell, type Column, type ColumnKind } from "./kinds.ts";

/**
 * Tables of at least so many cells are stored by column: JSON takes a megabyte for them and a columnar file a quarter of that, in which
 * other tools need not guess what a column holds. Writing one takes about twice as long as JSON does, and below this the first in a process
 * would take longer than the step; JSON also travels in messages where it is small, and any editor shows it.
 */
export const columnarCells = 100_000;

/** Wider rows are rather dictionaries. */
const mostColumns = 1000;

/** Whether a value looks like a table that is worth a columnar file: cheap to ask, of any value. `columnsOf` finds out whether it is one. */
export function isLargeTable(value: unknown): value is readonly unknown[] {
  // A row has at most `mostColumns`: of most lists not even the first is looked at.
  if (!Array.isArray(value) || value.length * mostColumns < columnarCells) return false;
  const first = Object.getOwnPropertyDescriptor(value, 0)?.value as unknown;
  return isRecord(first) && value.length * Object.keys(first).length >= columnarCells;
}

/**
 * The columns of a list of flat records; undefined where columns would not give it back exactly: rows with other keys or keys in another
 * order, cells that are objects or of different kinds in one column, an object that stands in two places. In one pass, which reads each
 * cell once.
 */
export function columnsOf(rows: readonly unknown[]): readonly Column[] | undefined {
  const [first] = rows;
  if (Object.getPrototypeOf(rows) !== Array.prototype || !isOrdinaryList(rows) || !isRecord(first)) return undefined;
  const names = Object.keys(first);
  if (names.length === 0 || names.length > mostColumns || !names.every(isColumnName)) return undefined;
  const columns = names.map((name) => new ColumnBuilder(name, rows.length));
  const seen = new Set<unknown>();
  for (const [index, row] of rows.entries()) {
    if (!isRecord(row) || seen.has(row) || !hasKeys(row, names)) return undefined;
    seen.add(row);
    for (const column of columns) {
      const cell = row[column.name];
      if (typeof cell === "object" && cell !== null && seen.size === seen.add(cell).size) return undefined;
      if (!column.put(index, cell)) return undefined;
    }
  }
  return columns.map((column) => column.finish());
}

type Row = Readonly<Record<string, unknown>>;

function isRecord(value: unknown): value is Row {
  if (typeof value !== "object" || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}

function hasKeys(row: Row, names: readonly string[]): boolean {
  const keys = Object.keys(row);
  if (keys.length !== names.length) return false;
  for (let i = 0; i < names.length; i++) if (keys[i] !== names[i]) return false;
  return Object.getOwnPropertySymbols(row).length === 0;
}

/** Not every tool opens a column without a name, readers drop a byte order mark, and `__proto__` cannot be set as other members are. */
function isColumnName(name: string): boolean {
  return name !== "" && name !== "__proto__" && name.isWellFormed() && !name.startsWith("\uFEFF");
}

class ColumnBuilder {
  readonly name: string;
  readonly #cells: unknown[];
  #kind: ColumnKind = "null";
  #nullable = false;

  constructor(name: string, length: number) {
    this.name = name;
    this.#cells = new Array<unknown>(length);
  }

  /** Whether the cell fits what the column holds so far. */
  put(index: number, cell: unknown): boolean {
    const kind = kindOfCell(cell);
    if (kind === "null") this.#nullable = true;
    if (kind !== this.#kind) {
      const common = kind === undefined ? undefined : commonKind(this.#kind, kind);
      if (common === undefined) return false;
      this.#kind = common;
    }
    // One of the many bit patterns of NaN, so that equal tables are equal bytes.
    this.#cells[index] = Number.isNaN(cell) ? NaN : cell;
    return true;
  }

  finish(): Column {
    return { name: this.name, kind: this.#kind, nullable: this.#nullable, cells: this.#cells };
  }
}
