/**
 * What a column holds besides `null`. `int32` and `int64` are numbers that are whole, so that other tools see them as such; `bigint` is
 * JavaScript's own, of at most 64 bits; `null` is a column of nothing else.
 */
export const columnKinds = ["null", "boolean", "text", "int32", "int64", "double", "bigint", "date"] as const;
export type ColumnKind = (typeof columnKinds)[number];

/** One column of a table: its cells are all of its kind, or `null`. */
export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  /** Whether any cell is `null`. */
  readonly nullable: boolean;
  readonly cells: readonly unknown[];
}

/** The kind of one cell, as narrow as it can be; undefined for what a column cannot give back exactly as it was. */
export function kindOfCell(cell: unknown): ColumnKind | undefined {
  switch (typeof cell) {
    case "string":
      // Half a surrogate pair has no form in UTF-8.
      return cell.isWellFormed() ? "text" : undefined;
    case "number":
      if (!Number.isSafeInteger(cell) || Object.is(cell, -0)) return "double";
      return (cell | 0) === cell ? "int32" : "int64";
    case "boolean":
      return "boolean";
    case "bigint":
      return BigInt.asIntN(64, cell) === cell ? "bigint" : undefined;
    case "object":
      if (cell === null) return "null";
      return isOrdinaryDate(cell) ? "date" : undefined;
    case "undefined":
    case "function":
    case "symbol":
      return undefined;
  }
}

/** The kind that holds cells of both kinds exactly; undefined where there is none. */
export function commonKind(one: ColumnKind, other: ColumnKind): ColumnKind | undefined {
  if (one === other || other === "null") return one;
  if (one === "null") return other;
  const wider = [one, other].map((kind) => numberKinds.indexOf(kind));
  return wider.includes(-1) ? undefined : numberKinds[Math.max(...wider)];
}

/** Kinds of numbers: each holds all that those before it do. */
const numberKinds: readonly ColumnKind[] = ["int32", "int64", "double"];

/** A time, and nothing that somebody has added to it. */
function isOrdinaryDate(value: object): value is Date {
  return Object.getPrototypeOf(value) === Date.prototype && Reflect.ownKeys(value).length === 0 && !Number.isNaN((value as Date).getTime());
}
