import { parquetMetadata, parquetRead } from "hyparquet";
import { hasSoundPages } from "./check-pages.ts";
import type { ColumnKind } from "./kinds.ts";
import { columnsIn, columnsKey, isPlausible } from "./layout.ts";

type Row = Record<string, unknown>;

/**
 * The rows of a file that `writeParquet` made; undefined where it is another, such as one whose pages ask for more memory than its bytes
 * account for. Throws what the reader throws where it is none.
 */
export async function readParquet(bytes: Uint8Array): Promise<Row[] | undefined> {
  const metadata = parquetMetadata(bytes, { geoparquet: false });
  const columns = columnsIn(metadata.key_value_metadata?.find(({ key }) => key === columnsKey)?.value);
  const rows = Number(metadata.num_rows);
  if (columns === undefined || metadata.schema.length !== columns.length + 1) return undefined;
  if (!columns.every(([name], index) => metadata.schema[index + 1]?.name === name)) return undefined;
  if (!isPlausible(rows * columns.length, bytes.byteLength) || !hasSoundPages(bytes, metadata, columns.length)) return undefined;
  const cells = new Map(columns.map(([name]) => [name, new Array<unknown>(rows)]));
  await parquetRead({
    file: { byteLength: bytes.byteLength, slice: (start, end) => new Uint8Array(bytes.subarray(start, end)).buffer },
    metadata,
    parsers: { stringFromBytes: (text: Uint8Array | undefined) => text && decoder.decode(text) },
    onChunk: ({ columnName, columnData, rowStart }) => {
      const column = cells.get(columnName);
      if (column !== undefined) for (let i = 0; i < columnData.length; i++) column[rowStart + i] = columnData[i];
    },
  });
  return rowsOf(
    columns.map(([name, kind]) => ({ name, cells: restored(cells.get(name) ?? [], kind) })),
    rows,
  );
}

/** A byte order mark is part of a text. */
const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The cells as they were before they were written, in place. */
function restored(cells: unknown[], kind: ColumnKind): readonly unknown[] {
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? null;
    cells[i] = kind === "int64" && cell !== null ? Number(cell) : cell;
  }
  return cells;
}

function rowsOf(columns: readonly { readonly name: string; readonly cells: readonly unknown[] }[], count: number): Row[] {
  const rows: Row[] = [];
  for (let i = 0; i < count; i++) {
    const row: Row = {};
    for (const { name, cells } of columns) row[name] = cells[i];
    rows.push(row);
  }
  return rows;
}
