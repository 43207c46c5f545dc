import { mostPoints, type Preview } from "../../model/preview.ts";
import { pointsOf } from "../../model/preview-line.ts";
import { DirectoryRef, FileRef, TaggedText } from "../../model/values.ts";
import { asBinary } from "./binary.ts";
import { parseJson } from "./parse.ts";
import { previewArray } from "./preview/array.ts";
import { previewFile, previewImage, type Shrink } from "./preview/image.ts";
import { isShort, scalarText } from "./preview/scalar.ts";
import { contentBytes, cutText } from "./preview/size.ts";
import { previewTable } from "./preview/table.ts";
import { previewTree } from "./preview/tree.ts";

interface PreviewHelp {
  /** The value's own JSON text, where that is how it is stored. */
  readonly json?: string | undefined;
  /** Absent: a picture that is too large to be shown is shown by its size alone. */
  readonly shrink?: Shrink | undefined;
}

/** Shows a value in at most 4 kB of JSON, whatever its size; a picture takes a little more. */
export function previewOf(value: unknown, help: PreviewHelp = {}): Preview {
  if (typeof value === "string") return isShort(value) ? { kind: "scalar", text: value } : previewText("text", value);
  const scalar = scalarText(value);
  if (scalar !== undefined) return { kind: "scalar", text: scalar };
  return previewObject(value as object, help);
}

/** Bytes that a line takes at most. */
const lineBytes = mostPoints * 12;

function previewObject(value: object, { json, shrink }: PreviewHelp): Preview {
  if (Array.isArray(value)) {
    const table = previewTable(value);
    if (table !== undefined) return table;
  }
  // The usual case. Parsed anew, because what the value's owner does to it later must not change what is shown.
  const whole = json !== undefined && Buffer.byteLength(json) <= contentBytes ? parseJson(json) : undefined;
  if (whole !== undefined) return { kind: "json", value: whole, truncated: false };
  if (TaggedText.is(value)) return previewText(value.language, value.text);
  const picture = FileRef.is(value) ? previewFile(value.path, shrink) : undefined;
  if (picture !== undefined) return picture;
  if (FileRef.is(value) || DirectoryRef.is(value)) return { kind: "opaque", text: cutText(value.name, contentBytes) };
  const binary = asBinary(value);
  if (binary !== undefined) return previewImage(binary.bytes, shrink) ?? previewArray(binary);
  const line = Array.isArray(value) ? pointsOf(value) : undefined;
  return { kind: "json", ...previewTree(value, line === undefined ? contentBytes : contentBytes - lineBytes), ...(line && { line }) };
}

function previewText(language: string, text: string): Preview {
  const head = cutText(text, contentBytes);
  return { kind: "text", language, text: head, truncated: head !== text };
}
