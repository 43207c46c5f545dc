import { constants } from "node:fs";
import { copyFile, cp, rm, stat } from "node:fs/promises";
import { basename, extname, join, resolve } from "node:path";
import { ok, type Result } from "../../../model/result.ts";
import { DirectoryRef, FileRef } from "../../../model/values.ts";
import { adoptObject, isIntact, objectPath, temporaryDirectory } from "../../objects.ts";
import { cannotStore, damaged, thrownMessage } from "../failures.ts";
import type { Source, Target, Written } from "../written.ts";

/** A file or a tree, copied: the person's own stays where it is. Neither is read into memory; file systems that can, share the blocks. */
export async function saveReference(target: Target, reference: FileRef | DirectoryRef): Promise<Result<Written>> {
  const folder = temporaryDirectory(target.store);
  if (!folder.ok) return folder;
  const copy = join(folder.value, "copy");
  try {
    const copied = await copyTo(copy, target.output, reference);
    if (!copied.ok) return copied;
    const content = adoptObject(target.store, copy, FileRef.is(reference) ? extname(reference.name) : undefined);
    return content.ok ? ok({ materializer: "file", content: content.value }) : content;
  } finally {
    await rm(folder.value, { recursive: true, force: true });
  }
}

async function copyTo(copy: string, output: string, reference: FileRef | DirectoryRef): Promise<Result<void>> {
  const path = resolve(reference.path);
  const isFile = FileRef.is(reference);
  const help = `Give \`${isFile ? "FileRef" : "DirectoryRef"}\` the path of an existing ${isFile ? "file" : "folder"}.`;
  try {
    const found = await stat(path);
    if (isFile ? !found.isFile() : !found.isDirectory()) return cannotStore(output, `${path} is no ${isFile ? "file" : "folder"}.`, help);
    if (isFile) await copyFile(path, copy, constants.COPYFILE_FICLONE);
    else await cp(path, copy, { recursive: true, mode: constants.COPYFILE_FICLONE });
    return ok(undefined);
  } catch (error) {
    return cannotStore(output, `${path} cannot be copied: ${thrownMessage(error)}`, help);
  }
}

/** A reference to the content in the store itself, checked. */
export function loadReference({ store, materialized: { content, metadata }, seal }: Source): Result<FileRef | DirectoryRef> {
  if (!isIntact(store, content, seal)) return damaged(content.hash, "It is missing or was changed.");
  const path = objectPath(store, content);
  // Without its directory: it was read from a file, and whoever makes a path of it must not be led elsewhere.
  const name = typeof metadata["name"] === "string" ? basename(metadata["name"]) : undefined;
  return ok(content.files === undefined ? new FileRef(path, name) : new DirectoryRef(path, name));
}
