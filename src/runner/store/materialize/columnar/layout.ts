import * as z from "zod/mini";
import { parseJson } from "../parse.ts";
import { columnKinds, type ColumnKind } from "./kinds.ts";

/** Where a file says what its columns hold, beyond what their Parquet types do: which 64-bit numbers were bigints, which column is all `null`. */
export const columnsKey = "stepwright.columns";

/** Rows of one row group: what is compressed, and read by other tools, at a time. */
export const groupRows = 100_000;

const Columns = z.array(z.tuple([z.string(), z.enum(columnKinds)]));

/** Name and kind of each column, in order; undefined where the text does not say. */
export function columnsIn(text: string | undefined): readonly (readonly [name: string, kind: ColumnKind])[] | undefined {
  const columns = Columns.safeParse(text === undefined ? undefined : parseJson(text));
  return columns.success ? columns.data : undefined;
}

/**
 * Whether a file of so many bytes may hold so many cells. Constant columns take next to no bytes, so a small file could ask for any amount of
 * memory: beyond this a table is neither written by column nor read.
 */
export function isPlausible(cells: number, bytes: number): boolean {
  return cells <= 2 ** 24 + 64 * bytes;
}
