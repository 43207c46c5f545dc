import { closeSync, fstatSync, openSync, rmSync, writev, writeSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import type { Content } from "../model/artifact.ts";
import { ok, type Result } from "../model/result.ts";
import { hashFile, hashParts } from "./content-hash.ts";
import { inFolder, largestTransfer, onDisk, onDiskLater, temporaryPath } from "./disk.ts";
import { hasObject, placeObject, usableExtension } from "./objects.ts";
import type { Store } from "./store.ts";

/** From so many bytes on, hashing on this thread and writing on another one saves more than it costs. One call writes at most the second. */
export const isLarge = (bytes: number): boolean => bytes >= 4 * 2 ** 20 && bytes <= largestTransfer;

/**
 * `writeObject` for large bytes, hashed while another thread of the process writes them. Code of the author may run as soon as we wait:
 * what was not written by then could be changed before it is, so then it is the file that is hashed.
 */
export async function writeLargeObject(store: Store, parts: readonly Uint8Array[], extension: string): Promise<Result<Content>> {
  const temporary = temporaryPath(store);
  const opened = onDisk(temporary, () => inFolder(dirname(temporary), () => openSync(temporary, "wx")));
  if (!opened.ok) return opened;
  const file = opened.value;
  const bytes = parts.reduce((sum, { byteLength }) => sum + byteLength, 0);
  const content = (hash: string): Content => ({ hash, bytes, extension: usableExtension(extension) });
  try {
    const writing = writeParts(file, parts);
    const hashed = content(hashParts(parts));
    // One call writes from the first byte to the last.
    const isWritten = fstatSync(file).size === bytes;
    const written = await onDiskLater(temporary, writing);
    // A full disk is no matter where nothing had to be written.
    if (!written.ok) return hasObject(store, hashed) ? ok(hashed) : written;
    return onDisk(temporary, () => placeObject(store, temporary, isWritten ? hashed : content(hashFile(temporary, bytes))));
  } finally {
    closeSync(file);
    rmSync(temporary, { force: true });
  }
}

async function writeParts(file: number, parts: readonly Uint8Array[]): Promise<void> {
  const { bytesWritten } = await promisify(writev)(file, parts, 0);
  let before = 0;
  for (const part of parts) {
    // A disk that is nearly full takes a part of it; the next call says so.
    for (let at = Math.max(0, bytesWritten - before); at < part.length;) at += writeSync(file, part, at, part.length - at, before + at);
    before += part.length;
  }
}
