import { createHash, type Hash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";
import { largestTransfer } from "../disk.ts";
import { fromBytes, type Binary } from "./binary.ts";
import { headerBytes, readHeader, writeHeader } from "./numpy/header.ts";
import { kindByName } from "./numpy/kinds.ts";

/** The file of a binary value, whose bytes are not copied: numbers as `.npy`, which NumPy and its friends open, other bytes as they are. */
export function binaryFile(binary: Binary): { readonly extension: "npy" | "bin"; readonly parts: readonly Uint8Array[] } {
  if (binary.form === "raw") return { extension: "bin", parts: [binary.bytes] };
  return { extension: "npy", parts: [writeHeader(binary.kind, binary.array.length), binary.bytes] };
}

/** A binary value read from its file, and the SHA-256 of the file. `value` is undefined where the file does not hold that type. */
export interface BinaryRead {
  readonly value: object | undefined;
  readonly hash: string;
}

/**
 * Reads a binary file straight into the memory of the value: nothing is copied, and `value.buffer` holds the data and nothing else.
 * `type` is what `binaryType` said. Throws what the system says.
 */
export function readBinaryFile(path: string, type: string): BinaryRead {
  const kind = kindByName(type);
  const digest = createHash("sha256");
  const file = openSync(path, "r");
  try {
    const { size } = fstatSync(file);
    const head = Buffer.alloc(kind === undefined ? 0 : Math.min(headerBytes, size));
    const body = new ArrayBuffer(size - head.length);
    fill(file, head, digest);
    fill(file, new Uint8Array(body), digest);
    const fits = kind === undefined || readHeader(head, kind) === body.byteLength / kind.type.BYTES_PER_ELEMENT;
    return { value: fits ? fromBytes(type, body) : undefined, hash: digest.digest("hex") };
  } finally {
    closeSync(file);
  }
}

/** Fills `bytes` from where the file stands. A file that became shorter meanwhile leaves zeros, which the hash finds out. */
function fill(file: number, bytes: Uint8Array, digest: Hash): void {
  for (let at = 0; at < bytes.length;) {
    const read = readSync(file, bytes, at, Math.min(largestTransfer, bytes.length - at), null);
    if (read === 0) break;
    at += read;
  }
  // In parts: a digest takes less than 2 GiB at a time.
  for (let at = 0; at < bytes.length; at += largestTransfer) digest.update(bytes.subarray(at, at + largestTransfer));
}
