import { lstatSync } from "node:fs";
import { ok, type Result } from "../../../model/result.ts";
import { onDisk } from "../../disk.ts";
import { objectPath, verifyObject, writeObject } from "../../objects.ts";
import type { Binary } from "../binary.ts";
import { binaryFile, readBinaryFile } from "../binary-file.ts";
import { damaged } from "../failures.ts";
import type { Source, Target, Written } from "../written.ts";

/** Typed arrays, as `.npy`, and buffers, as `.bin`. */
export function saveBinary({ store }: Target, binary: Binary): Result<Written> {
  const { extension, parts } = binaryFile(binary);
  const content = writeObject(store, parts, extension);
  return content.ok ? ok({ materializer: extension, content: content.value }) : content;
}

/** The manifest's `dtype` says what the bytes were; it must agree with the file. */
export function loadBinary({ store, materialized }: Source): Result<object> {
  const { content, metadata } = materialized;
  const path = objectPath(store, content);
  const type = metadata["dtype"];
  const read = onDisk(path, () => {
    // A link in the place of a file would lead out of the store.
    if (lstatSync(path, { throwIfNoEntry: false })?.isFile() !== true) return undefined;
    return readBinaryFile(path, typeof type === "string" ? type : "");
  });
  if (!read.ok) return read;
  if (read.value?.hash !== content.hash) {
    verifyObject(store, content);
    return damaged(content.hash, "The file is missing or was changed.");
  }
  return read.value.value === undefined ? damaged(content.hash, "It holds no array of the recorded type.") : ok(read.value.value);
}
