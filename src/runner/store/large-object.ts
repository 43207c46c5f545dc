import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, renameSync, rmSync, write, writeSync } from "node:fs";
import { dirname } from "node:path";
import { promisify } from "node:util";
import type { Content, Seal } from "../model/artifact.ts";
import { ok, type Result } from "../model/result.ts";
import { hashFile } from "./content-hash.ts";
import { errorCode, inFolder, largestTransfer, temporaryPath } from "./disk.ts";
import { objectPath, writeObject } from "./objects.ts";
import { temporaryFolder } from "./paths.ts";
import { sealOf } from "./seal.ts";
import type { Store } from "./store.ts";

/** Bytes from which writing and hashing at the same time gains more than it takes to begin. */
export const largeObject = 2 ** 22;

/** A content that was written a moment ago, and how its file stood then. */
export interface SealedContent {
  readonly content: Content;
  readonly seal?: Seal | undefined;
}

/**
 * Stores bytes as `writeObject` does, but a thread of Node's writes them while this one hashes them. So they are written also where the
 * store has the same content: its file is replaced by its like, which takes no longer than reading it would.
 */
export async function writeLargeObject(store: Store, parts: readonly Uint8Array[], extension: string): Promise<Result<SealedContent>> {
  const temporary = temporaryPath(store);
  try {
    const content: Content = { ...(await writeAndHash(store, temporary, parts)), extension };
    const path = objectPath(store, content);
    inFolder(dirname(path), () => {
      renameSync(temporary, path);
    });
    return ok({ content, seal: sealOf(path) });
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    rmSync(temporary, { force: true });
    // There may be no room, or something else in its place. This way needs no room for what is there, and tells what is wrong.
    const written = writeObject(store, parts, extension);
    return written.ok ? ok({ content: written.value }) : written;
  }
}

async function writeAndHash(store: Store, path: string, parts: readonly Uint8Array[]): Promise<{ hash: string; bytes: number }> {
  const digest = createHash("sha256");
  const file = inFolder(temporaryFolder(store), () => openSync(path, "wx"));
  let bytes = 0;
  let sameBytes = true;
  try {
    for (const part of parts.flatMap(slices)) {
      const writing = startWriting(file, part, bytes);
      digest.update(part);
      bytes += part.byteLength;
      // Nothing else ran in this thread until both were done. On a slow disk, the author's code may change the value before it is written.
      sameBytes &&= writing === undefined || reaches(file, bytes);
      await writing;
    }
  } finally {
    closeSync(file);
  }
  return { hash: sameBytes ? digest.digest("hex") : hashFile(path, bytes), bytes };
}

/** A digest and a write take less than 2 GiB at a time. */
const slices = (part: Uint8Array): Uint8Array[] =>
  Array.from({ length: Math.ceil(part.byteLength / largestTransfer) }, (_, index) =>
    part.subarray(index * largestTransfer, (index + 1) * largestTransfer),
  );

/** Less than this is written at once. */
const smallPart = 2 ** 16;
/** Whether a file is as long as what has been written of it so far, and never longer. Elsewhere it may grow first and be filled then. */
const growsAsWritten = process.platform === "linux";

/** Undefined where everything is written already. */
function startWriting(file: number, part: Uint8Array, position: number): Promise<void> | undefined {
  if (growsAsWritten && part.byteLength > smallPart) return writeSoon(file, part, position);
  for (let at = 0; at < part.byteLength;) at += writeSync(file, part, at, part.byteLength - at, position + at);
  return undefined;
}

const writeOnce = promisify(write);

async function writeSoon(file: number, part: Uint8Array, position: number): Promise<void> {
  for (let at = 0; at < part.byteLength;) at += (await writeOnce(file, part, at, part.byteLength - at, position + at)).bytesWritten;
}

/** Milliseconds in which a file has to grow to be waited for. */
const patience = 20;
const never = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT));

/** Waits, with the thread, until a file has a size; false where it stops growing before. */
function reaches(file: number, size: number): boolean {
  let last = -1;
  for (let idle = 0; idle < patience; idle++) {
    const now = fstatSync(file).size;
    if (now >= size) return true;
    if (now > last) idle = 0;
    last = now;
    Atomics.wait(never, 0, 0, 1);
  }
  return false;
}
