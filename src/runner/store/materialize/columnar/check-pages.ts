import { snappyUncompress, type FileMetaData, type RowGroup } from "hyparquet";
import { parquetHeader } from "hyparquet/src/column.js";

/**
 * Whether the pages of a file say of themselves what they are: as many values as their row group has rows, no more bytes than compression can
 * have taken out, and runs no longer than the page. The reader believes them, so that a few forged bytes would make it ask for gigabytes.
 */
export function hasSoundPages(bytes: Uint8Array, { row_groups: groups, num_rows: rows }: FileMetaData, columns: number): boolean {
  const counts = groups.map((group) => (group.columns.length === columns ? soundRows(bytes, group) : undefined));
  return counts.reduce<number | undefined>((sum, count) => add(sum, count), 0) === Number(rows);
}

const add = (sum: number | undefined, count: number | undefined): number | undefined =>
  sum === undefined || count === undefined ? undefined : sum + count;

function soundRows(bytes: Uint8Array, { columns, num_rows }: RowGroup): number | undefined {
  const rows = Number(num_rows);
  const isSound = columns.every(({ meta_data: chunk }) => {
    if (chunk?.path_in_schema.length !== 1 || chunk.codec !== "SNAPPY") return false;
    const start = Number(chunk.dictionary_page_offset ?? chunk.data_page_offset);
    const end = start + Number(chunk.total_compressed_size);
    return start >= 0 && start < end && end <= bytes.byteLength && valuesIn(bytes.subarray(start, end)) === rows;
  });
  return isSound ? rows : undefined;
}

type Header = ReturnType<typeof parquetHeader>;

/** The number of values in the pages of one column chunk; undefined where a page contradicts itself. */
function valuesIn(chunk: Uint8Array): number | undefined {
  const reader = { view: new DataView(chunk.buffer, chunk.byteOffset, chunk.byteLength), offset: 0 };
  let values = 0;
  while (reader.offset < chunk.byteLength) {
    const header = parquetHeader(reader);
    const page = chunk.subarray(reader.offset, reader.offset + header.compressed_page_size);
    if (page.byteLength !== header.compressed_page_size || !isInflatable(header)) return undefined;
    const counted = header.type === "DICTIONARY_PAGE" ? entriesFit(header) && 0 : valuesOf(page, header);
    if (typeof counted !== "number") return undefined;
    values += counted;
    reader.offset += page.byteLength;
  }
  return values;
}

/** Snappy's shortest element, three bytes, stands for 64. */
const isInflatable = ({ compressed_page_size: packed, uncompressed_page_size: whole }: Header): boolean =>
  whole >= 0 && whole <= 64 + 24 * packed;

/** No value of a dictionary takes less than four bytes: a text has its length before it. */
const entriesFit = ({ dictionary_page_header: head, uncompressed_page_size: whole }: Header): boolean =>
  head !== undefined && head.num_values >= 0 && 4 * head.num_values <= whole;

function valuesOf(page: Uint8Array, { data_page_header_v2: head, uncompressed_page_size: whole }: Header): number | undefined {
  if (head?.repetition_levels_byte_length !== 0) return undefined;
  const { num_values: values, num_nulls: nulls, definition_levels_byte_length: levels } = head;
  if (nulls < 0 || nulls > values || levels < 0 || levels > Math.min(page.byteLength, whole)) return undefined;
  if (levels > 0 && !runsFit(page.subarray(0, levels), 1, values)) return undefined;
  if (head.encoding === "PLAIN") return values;
  if (head.encoding !== "RLE_DICTIONARY") return undefined;
  const indexes = new Uint8Array(whole - levels);
  snappyUncompress(page.subarray(levels), indexes);
  return runsFit(indexes.subarray(1), indexes[0] ?? 0, values - nulls) ? values : undefined;
}

/** Whether the runs of the run-length and bit-packed hybrid stay within so many values; the last of them is filled up to eight. */
function runsFit(runs: Uint8Array, width: number, values: number): boolean {
  let offset = 0;
  let seen = 0;
  while (seen < values && offset < runs.length) {
    let run = 0;
    for (let shift = 0, more = true; more; shift += 7) {
      const byte = runs[offset++] ?? 0;
      run += (byte & 0x7f) * 2 ** shift;
      more = byte >= 0x80 && shift < 28;
    }
    const length = Math.floor(run / 2);
    const isPacked = run % 2 === 1;
    seen += isPacked ? 8 * length : length;
    offset += isPacked ? width * length : Math.ceil(width / 8);
    if (seen > values + 7 || length === 0) return false;
  }
  return true;
}
