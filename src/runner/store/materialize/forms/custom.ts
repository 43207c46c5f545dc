import { constants } from "node:fs";
import { copyFile, cp, readdir, rm } from "node:fs/promises";
import { basename, extname, join } from "node:path";
import type { JsonObject } from "../../../model/json.ts";
import type { Materializer } from "../../../model/materializer.ts";
import { ok, type Result } from "../../../model/result.ts";
import { adoptObject, isIntact, objectPath, temporaryDirectory } from "../../objects.ts";
import { cannotLoad, cannotStore, damaged, thrownMessage } from "../failures.ts";
import { isPlainJson } from "../plain.ts";
import type { Source, Target, Written } from "../written.ts";

/** Where the metadata keeps the name of the one file, since in the store it is called after its hash. */
const fileFact = "file";

/** Saves with an author's materializer: what it wrote is the content. `identity` is the binding that holds it, where it is known. */
export async function saveCustom(
  target: Target,
  value: unknown,
  custom: Materializer,
  identity: string | undefined,
): Promise<Result<Written>> {
  const folder = temporaryDirectory(target.store);
  if (!folder.ok) return folder;
  try {
    await custom.save(value, folder.value);
    const files = await readdir(folder.value);
    if (files.length === 0)
      return cannotStore(target.output, "Its materializer wrote no file.", "Let `save(value, dir)` write into `dir`.");
    const name = files.length === 1 ? files.find((file) => extname(file) === `.${custom.extension}`) : undefined;
    const content = adoptObject(target.store, name === undefined ? folder.value : join(folder.value, name));
    if (!content.ok) return content;
    const metadata = { ...describe(custom, value), ...(name !== undefined && { [fileFact]: name }) };
    return ok({ materializer: identity ?? `custom:${custom.type.name}`, content: content.value, shown: preview(custom, value), metadata });
  } catch (error) {
    const help = `Fix the materializer of \`${target.output}\` and run again.`;
    return cannotStore(target.output, `Its materializer threw: ${thrownMessage(error)}`, help);
  } finally {
    await rm(folder.value, { recursive: true, force: true });
  }
}

/** What to show is the author's choice, but showing is never a reason to lose the value. */
function preview(custom: Materializer, value: unknown): unknown {
  try {
    return custom.preview === undefined ? value : custom.preview(value);
  } catch {
    return value;
  }
}

function describe(custom: Materializer, value: unknown): JsonObject {
  try {
    const facts = custom.metadata?.(value) ?? {};
    return isPlainJson(facts) ? facts : {};
  } catch {
    return {};
  }
}

/** Lets the author's code read a copy: the content in the store is never in reach of it. */
export async function loadCustom(source: Source, custom: Materializer): Promise<Result<unknown>> {
  const { store, materialized, seal } = source;
  if (!isIntact(store, materialized.content, seal)) return damaged(materialized.content.hash, "It is missing or was changed.");
  const folder = temporaryDirectory(store);
  if (!folder.ok) return folder;
  try {
    await layOut(source, folder.value);
    return ok(await custom.load(folder.value, custom.type));
  } catch (error) {
    return cannotLoad(`Its materializer threw: ${thrownMessage(error)}`, `Fix the materializer of \`${custom.type.name}\` and run again.`);
  } finally {
    await rm(folder.value, { recursive: true, force: true });
  }
}

async function layOut({ store, materialized: { content, metadata } }: Source, folder: string): Promise<void> {
  const path = objectPath(store, content);
  const mode = constants.COPYFILE_FICLONE;
  if (content.files !== undefined) {
    await cp(path, folder, { recursive: true, mode });
    return;
  }
  const name = metadata[fileFact];
  // Without its directory: the name was read from a file, and must not lead elsewhere.
  await copyFile(path, join(folder, typeof name === "string" ? basename(name) : basename(path)), mode);
}
