import { ByteWriter, parquetWrite, type ColumnSource } from "hyparquet-writer";
import type { Column, ColumnKind } from "./kinds.ts";
import { columnsKey, groupRows } from "./layout.ts";

/**
 * The bytes of a Parquet file with these columns. Equal columns are equal bytes: nothing of the time, the machine or our version is in them.
 * Other work of the process gets its turn after each row group.
 */
export async function writeParquet(columns: readonly Column[]): Promise<Uint8Array> {
  const writer = new YieldingWriter(2 ** 16);
  await parquetWrite({
    writer,
    columnData: columns.map(columnSource),
    rowGroupSize: groupRows,
    createdBy: "stepwright",
    kvMetadata: [{ key: columnsKey, value: JSON.stringify(columns.map(({ name, kind }) => [name, kind])) }],
  });
  return writer.getBytes();
}

class YieldingWriter extends ByteWriter {
  flush(): Promise<void> {
    return new Promise((resolve) => setImmediate(resolve));
  }
}

function columnSource({ name, kind, nullable, cells }: Column): ColumnSource {
  return { name, ...forms[kind], nullable, data: kind === "int64" ? cells.map(asBigint) : [...cells] };
}

/** What the library writes 64 bits of. */
const asBigint = (cell: unknown): bigint | null => (typeof cell === "number" ? BigInt(cell) : null);

/**
 * How each kind is written. Only texts and whole numbers may be put in a dictionary: one would make `-0` a `0`, and give all equal dates as
 * one object.
 */
const forms: Readonly<Record<ColumnKind, Pick<ColumnSource, "type" | "encoding">>> = {
  null: { type: "BOOLEAN", encoding: "PLAIN" },
  boolean: { type: "BOOLEAN", encoding: "PLAIN" },
  text: { type: "STRING" },
  int32: { type: "INT32" },
  int64: { type: "INT64" },
  double: { type: "DOUBLE", encoding: "PLAIN" },
  bigint: { type: "INT64" },
  date: { type: "TIMESTAMP", encoding: "PLAIN" },
};
