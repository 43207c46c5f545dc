import { closeSync, fstatSync, openSync, read, readSync } from "node:fs";
import { promisify } from "node:util";
import type { Seal } from "../../model/artifact.ts";
import { hashParts } from "../content-hash.ts";
import { largestTransfer } from "../disk.ts";
import { isSealed } from "../seal.ts";
import { fromBytes, type Binary } from "./binary.ts";
import { headerBytes, readHeader, writeHeader } from "./numpy/header.ts";
import { kindByName } from "./numpy/kinds.ts";

/** The file of a binary value, whose bytes are not copied: numbers as `.npy`, which NumPy and its friends open, other bytes as they are. */
export function binaryFile(binary: Binary): { readonly extension: "npy" | "bin"; readonly parts: readonly Uint8Array[] } {
  if (binary.form === "raw") return { extension: "bin", parts: [binary.bytes] };
  return { extension: "npy", parts: [writeHeader(binary.kind, binary.array.length), binary.bytes] };
}

/**
 * Reads a binary file straight into the memory of the value: nothing is copied, and `value.buffer` holds the data and nothing else.
 * `type` is what `binaryType` said; undefined where the file does not hold it. The bytes are not checked. Throws what the system says.
 */
export function readBinaryFile(path: string, type: string): object | undefined {
  const file = openSync(path, "r");
  try {
    const { head, body } = roomFor(file, type);
    fill(file, head, 0);
    fill(file, body, head.length);
    return valueOf(type, head, body);
  } finally {
    closeSync(file);
  }
}

/** A binary value read from its file. `intact`: the file has the bytes that were asked for. */
export interface CheckedBinary {
  readonly value: object | undefined;
  readonly intact: boolean;
}

/** The same with a check: a seal that holds before and after says that the bytes are those with this SHA-256; without one they are hashed. */
export async function readCheckedFile(path: string, type: string, hash: string, seal: Seal | undefined): Promise<CheckedBinary> {
  const file = openSync(path, "r");
  try {
    const { head, body } = roomFor(file, type);
    fill(file, head, 0);
    await Promise.all(portionsOf(body).map(({ bytes, at }) => fillSoon(file, bytes, head.length + at)));
    const intact = isSealed(file, seal) || hashParts([head, body]) === hash;
    return { value: valueOf(type, head, body), intact };
  } finally {
    closeSync(file);
  }
}

function roomFor(file: number, type: string) {
  const { size } = fstatSync(file);
  const head = Buffer.alloc(kindByName(type) === undefined ? 0 : Math.min(headerBytes, size));
  return { head, body: new Uint8Array(size - head.length) };
}

function valueOf(type: string, head: Buffer, { buffer }: Uint8Array<ArrayBuffer>): object | undefined {
  const kind = kindByName(type);
  const fits = kind === undefined || readHeader(head, kind) === buffer.byteLength / kind.type.BYTES_PER_ELEMENT;
  return fits ? fromBytes(type, buffer) : undefined;
}

/** Fills `bytes` from a place in a file. One that became shorter meanwhile leaves zeros, which the check finds out. */
function fill(file: number, bytes: Uint8Array, from: number): void {
  for (let at = 0; at < bytes.length;) {
    const done = readSync(file, bytes, at, Math.min(largestTransfer, bytes.length - at), from + at);
    if (done === 0) return;
    at += done;
  }
}

const readOnce = promisify(read);

async function fillSoon(file: number, bytes: Uint8Array, from: number): Promise<void> {
  for (let at = 0; at < bytes.length;) {
    const { bytesRead } = await readOnce(file, bytes, at, Math.min(largestTransfer, bytes.length - at), from + at);
    if (bytesRead === 0) return;
    at += bytesRead;
  }
}

/** Threads that read one file. Most of the time is not the disk's: it goes into copying, and into new memory. */
const readers = 2;
/** Less than this is read by one of them. */
const worthSharing = 2 ** 22;

function portionsOf(body: Uint8Array): { readonly bytes: Uint8Array; readonly at: number }[] {
  const portion = Math.max(worthSharing, Math.ceil(body.length / readers));
  return Array.from({ length: Math.ceil(body.length / portion) }, (_, index) => {
    const at = index * portion;
    return { bytes: body.subarray(at, at + portion), at };
  });
}
