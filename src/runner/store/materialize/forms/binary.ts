import { lstatSync } from "node:fs";
import { ok, type Result } from "../../../model/result.ts";
import { onDiskLater } from "../../disk.ts";
import { isLarge, writeLargeObject } from "../../large-objects.ts";
import { objectPath, verifyObject, writeObject } from "../../objects.ts";
import type { Binary } from "../binary.ts";
import { binaryFile, type BinaryRead, readBinaryFile, readLargeBinaryFile } from "../binary-file.ts";
import { damaged } from "../failures.ts";
import type { Source, Target, Written } from "../written.ts";

/** Typed arrays, as `.npy`, and buffers, as `.bin`. */
export function saveBinary({ store }: Target, binary: Binary): Result<Written> {
  const { extension, parts } = binaryFile(binary);
  const content = writeObject(store, parts, extension);
  return content.ok ? ok({ materializer: extension, content: content.value }) : content;
}

/** Whether it pays to write it by `saveLargeBinary`. */
export const isLargeBinary = ({ bytes }: Binary): boolean => isLarge(bytes.byteLength);

/** The same, while another thread writes. */
export async function saveLargeBinary({ store }: Target, binary: Binary): Promise<Result<Written>> {
  const { extension, parts } = binaryFile(binary);
  const content = await writeLargeObject(store, parts, extension);
  return content.ok ? ok({ materializer: extension, content: content.value }) : content;
}

/** The manifest's `dtype` says what the bytes were; it must agree with the file. */
export async function loadBinary({ store, materialized }: Source): Promise<Result<object>> {
  const { content, metadata } = materialized;
  const path = objectPath(store, content);
  const type = metadata["dtype"];
  const read = await onDiskLater(path, readFile(path, typeof type === "string" ? type : ""));
  if (!read.ok) return read;
  if (read.value?.hash !== content.hash) {
    verifyObject(store, content);
    return damaged(content.hash, "The file is missing or was changed.");
  }
  return read.value.value === undefined ? damaged(content.hash, "It holds no array of the recorded type.") : ok(read.value.value);
}

async function readFile(path: string, type: string): Promise<BinaryRead | undefined> {
  const found = lstatSync(path, { throwIfNoEntry: false });
  // A link in the place of a file would lead out of the store.
  if (found?.isFile() !== true) return undefined;
  return isLarge(found.size) ? await readLargeBinaryFile(path, type) : readBinaryFile(path, type);
}
