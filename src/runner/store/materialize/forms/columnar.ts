import { ok, type Result } from "../../../model/result.ts";
import { readObject, writeObject } from "../../objects.ts";
import { columnsOf } from "../columnar/columns.ts";
import type { Column } from "../columnar/kinds.ts";
import { isPlausible } from "../columnar/layout.ts";
import { damaged } from "../failures.ts";
import type { Source, Target, Written } from "../written.ts";

/** A large table, by column; undefined where that would not give it back exactly, for another form to take. */
export async function saveColumnar({ store }: Target, rows: readonly unknown[]): Promise<Result<Written> | undefined> {
  const columns = readColumns(rows);
  if (columns === undefined) return undefined;
  const { writeParquet } = await import("../columnar/parquet.ts");
  const bytes = await writeParquet(columns);
  if (!isPlausible(rows.length * columns.length, bytes.byteLength)) return undefined;
  const content = writeObject(store, bytes, "parquet");
  return content.ok ? ok({ materializer: "parquet", content: content.value }) : content;
}

/** What a getter throws is told by the form that takes the value instead. */
function readColumns(rows: readonly unknown[]): readonly Column[] | undefined {
  try {
    return columnsOf(rows);
  } catch {
    return undefined;
  }
}

export async function loadColumnar({ store, materialized: { content } }: Source): Promise<Result<unknown>> {
  const bytes = readObject(store, content);
  if (!bytes.ok) return bytes;
  const { readParquet } = await import("../columnar/parquet.ts");
  try {
    const rows = await readParquet(bytes.value);
    return rows === undefined ? damaged(content.hash, "It holds no table of ours.") : ok(rows);
  } catch {
    return damaged(content.hash, "It is not a Parquet file.");
  }
}
