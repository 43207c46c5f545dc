import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { Json } from "../../../model/json.ts";
import { ok, type Result } from "../../../model/result.ts";
import { onDisk, writeWhole } from "../../disk.ts";
import type { Store } from "../../store.ts";
import { adoptObject, lookAtObject, objectPath, temporaryDirectory, writeObject } from "../../objects.ts";
import type { Binary } from "../binary.ts";
import { binaryFile, readBinaryFile } from "../binary-file.ts";
import { damaged, refuse } from "../failures.ts";
import { parseJson } from "../parse.ts";
import { decode } from "../tagged/decode.ts";
import { encode } from "../tagged/encode.ts";
import { survey, type Survey } from "../tagged/survey.ts";
import type { Source, Target, Written } from "../written.ts";
import { readText } from "./text.ts";
import { saveV8 } from "./v8.ts";

/** Typed arrays and buffers of together more bytes than this become files beside the JSON … */
const mostInside = 64 * 1024;
/** … except small ones: thousands of tiny files are worse than a longer text. */
const smallestPart = 4 * 1024;

const valueFile = "value.json";

/** A value of the kinds in `tagged/tags.ts`, nested as they like. What has no such form goes to `v8`, or is refused with its place. */
export function saveTagged(target: Target, value: unknown): Result<Written> {
  const found = survey(value, target.output);
  if (found.refusal !== undefined) return refuse(target.output, found.refusal);
  if (found.needsV8) return saveV8(target, value);
  return writeTagged(target, "tagged", value, found);
}

/** Writes a surveyed value: one file, or a folder where it holds large arrays. */
export function writeTagged({ store }: Target, materializer: string, value: unknown, found: Survey): Result<Written> {
  const parts: Binary[] = [];
  const putAside = (binary: Binary): string | undefined =>
    found.binaryBytes > mostInside && binary.bytes.byteLength >= smallestPart ? partName(parts.push(binary) - 1, binary) : undefined;
  const text = JSON.stringify(encode(value, found.shared, putAside));
  if (parts.length > 0) return writeFolder(store, materializer, text, parts);
  const content = writeObject(store, text, "json");
  return content.ok ? ok({ materializer, content: content.value, text }) : content;
}

const partName = (index: number, binary: Binary): string => `${String(index)}.${binary.form === "array" ? "npy" : "bin"}`;

function writeFolder(store: Store, materializer: string, text: string, parts: readonly Binary[]): Result<Written> {
  const folder = temporaryDirectory(store);
  if (!folder.ok) return folder;
  const written = onDisk(folder.value, () => {
    writeFileSync(join(folder.value, valueFile), text);
    for (const [index, part] of parts.entries()) writeWhole(join(folder.value, partName(index, part)), binaryFile(part).parts);
  });
  const content = written.ok ? adoptObject(store, folder.value) : written;
  rmSync(folder.value, { recursive: true, force: true });
  return content.ok ? ok({ materializer, content: content.value }) : content;
}

/** The value of a tagged file or folder. */
export function loadTagged(source: Source): Result<unknown> {
  const { content } = source.materialized;
  const text = content.files === undefined ? readText(source) : readFolder(source);
  if (!text.ok) return text;
  const form = parseJson(text.value);
  if (form === undefined) return damaged(content.hash, "It is not JSON.");
  const value = decodeForm(source, form);
  if (!value.ok) return value;
  return value.value.ok ? value.value : damaged(content.hash, value.value.error);
}

/** The text of a folder whose files have all been checked. */
function readFolder({ store, materialized: { content } }: Source): Result<string> {
  if (lookAtObject(store, content) !== "intact") return damaged(content.hash, "A file is missing or was changed.");
  const path = join(objectPath(store, content), valueFile);
  return onDisk(path, () => readFileSync(path, "utf8"));
}

function decodeForm({ store, materialized: { content } }: Source, form: Json): Result<Result<unknown, string>> {
  const folder = objectPath(store, content);
  return onDisk(folder, () =>
    // Only files that the manifest lists: a name in the form must not lead out of the folder.
    decode(form, (file, kind) => (content.files?.includes(file) === true ? readBinaryFile(join(folder, file), kind) : undefined)),
  );
}
