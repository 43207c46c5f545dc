import { lstatSync } from "node:fs";
import { ok, type Result } from "../../../model/result.ts";
import { onDiskSoon } from "../../disk.ts";
import { largeObject, writeLargeObject } from "../../large-object.ts";
import { objectPath, writeObject } from "../../objects.ts";
import { asBinary, type Binary } from "../binary.ts";
import { binaryFile, readCheckedFile } from "../binary-file.ts";
import { damaged } from "../failures.ts";
import type { Source, Target, Written } from "../written.ts";

/** Typed arrays, as `.npy`, and buffers, as `.bin`. */
export function saveBinary({ store }: Target, binary: Binary): Result<Written> {
  const { extension, parts } = binaryFile(binary);
  const content = writeObject(store, parts, extension);
  return content.ok ? ok({ materializer: extension, content: content.value }) : content;
}

/** The value as bytes where they are so many that storing them is worth a second thread; undefined otherwise. */
export function asLargeBinary(value: unknown): Binary | undefined {
  const binary = typeof value === "object" && value !== null ? asBinary(value) : undefined;
  return binary !== undefined && binary.bytes.byteLength >= largeObject ? binary : undefined;
}

/** `saveBinary` with a second thread. */
export async function saveLargeBinary({ store }: Target, binary: Binary): Promise<Result<Written>> {
  const { extension, parts } = binaryFile(binary);
  const written = await writeLargeObject(store, parts, extension);
  return written.ok ? ok({ materializer: extension, ...written.value }) : written;
}

/** The manifest's `dtype` says what the bytes were; it must agree with the file. */
export async function loadBinary({ store, materialized, seal }: Source): Promise<Result<object>> {
  const { content, metadata } = materialized;
  const path = objectPath(store, content);
  const type = metadata["dtype"];
  const read = await onDiskSoon(path, async () => {
    // A link in the place of a file would lead out of the store.
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
    return readCheckedFile(path, typeof type === "string" ? type : "", content.hash, seal);
  });
  if (!read.ok) return read;
  if (read.value?.intact !== true) return damaged(content.hash, "The file is missing or was changed.");
  return read.value.value === undefined ? damaged(content.hash, "It holds no array of the recorded type.") : ok(read.value.value);
}
