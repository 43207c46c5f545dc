import { endianness } from "node:os";
import type { ArrayKind } from "./kinds.ts";

/**
 * The head of a `.npy` file, format 1.0: magic, version, length of what follows, and the text of a Python dict, padded so that the data
 * starts at a multiple of 64 bytes.
 *
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
const magic = Buffer.from("\x93NUMPY\x01\x00", "latin1");
const lengthAt = magic.length;
const dictAt = lengthAt + 2;
const alignment = 64;

/** Arrays are written as they lie in memory, which is little endian on everything but a few mainframes. */
const nativeOrder = endianness() === "LE" ? "<" : ">";
const typeCode = (kind: ArrayKind): string => (kind.type.BYTES_PER_ELEMENT === 1 ? "|" : nativeOrder) + kind.code;

/** Bytes of every header that we write: the dict of a one-dimensional array fits, whatever its length. */
export const headerBytes = 128;

/** The header of a one-dimensional array. */
export function writeHeader(kind: ArrayKind, length: number): Buffer {
  const dict = `{'descr': '${typeCode(kind)}', 'fortran_order': False, 'shape': (${String(length)},), }`;
  const total = Math.ceil((dictAt + dict.length + 1) / alignment) * alignment;
  const header = Buffer.alloc(Math.max(total, headerBytes), " ");
  magic.copy(header);
  header.writeUInt16LE(header.length - dictAt, lengthAt);
  header.write(dict, dictAt, "latin1");
  header.write("\n", header.length - 1, "latin1");
  return header;
}

/** How many elements of `kind` follow this header; undefined where it is not one that `writeHeader` wrote for this kind. */
export function readHeader(header: Buffer, kind: ArrayKind): number | undefined {
  const length = Number(/'shape': \((\d+),\)/.exec(header.toString("latin1"))?.[1]);
  // Ours is the only writer, so there is exactly one right header: comparing with it leaves nothing to parse wrongly.
  return Number.isSafeInteger(length) && header.equals(writeHeader(kind, length)) ? length : undefined;
}
