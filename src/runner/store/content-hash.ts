import { createHash, hash } from "node:crypto";
import { closeSync, openSync, readFileSync, readSync } from "node:fs";
import { largestTransfer } from "./disk.ts";

/** Files up to this size are read at once; larger ones pass through a buffer of this size, so that memory stays bounded. */
const chunkSize = 2 ** 20;

/** SHA-256 of bytes or of a text as UTF-8, in hexadecimal. */
export function hashBytes(bytes: string | Uint8Array): string {
  return hash("sha256", bytes);
}

/** The same of what lies in several places, one after the other. */
export function hashParts(parts: readonly Uint8Array[]): string {
  const digest = createHash("sha256");
  // A digest takes less than 2 GiB at a time.
  for (const part of parts)
    for (let at = 0; at < part.length; at += largestTransfer) digest.update(part.subarray(at, at + largestTransfer));
  return digest.digest("hex");
}

/** SHA-256 of a file's content. `size` is what `stat` says. */
export function hashFile(path: string, size: number): string {
  if (size <= chunkSize) return hashBytes(readFileSync(path));
  const digest = createHash("sha256");
  const chunk = Buffer.allocUnsafeSlow(chunkSize);
  const file = openSync(path, "r");
  try {
    for (let read = readSync(file, chunk); read > 0; read = readSync(file, chunk)) digest.update(chunk.subarray(0, read));
  } finally {
    closeSync(file);
  }
  return digest.digest("hex");
}

/** The whole of a file, in memory of its own (aligned, so that typed arrays can stand on it). Shorter than `size` where the file is. */
export function readWhole(path: string, size: number): Buffer {
  if (size <= chunkSize) return readFileSync(path);
  const bytes = Buffer.allocUnsafeSlow(size);
  const file = openSync(path, "r");
  try {
    let at = 0;
    while (at < size) {
      const read = readSync(file, bytes, at, Math.min(largestTransfer, size - at), null);
      if (read === 0) break;
      at += read;
    }
    return at === size ? bytes : bytes.subarray(0, at);
  } finally {
    closeSync(file);
  }
}
