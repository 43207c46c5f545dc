import type { Materializer } from "../../model/materializer.ts";
import { ok, type Result } from "../../model/result.ts";
import { DirectoryRef, FileRef } from "../../model/values.ts";
import type { Store } from "../store.ts";
import { asBinary } from "./binary.ts";
import { isLargeTable } from "./columnar/columns.ts";
import { cannotStore, materializerHelp, thrownMessage } from "./failures.ts";
import { asLargeBinary, saveBinary, saveLargeBinary } from "./forms/binary.ts";
import { saveInstance } from "./forms/class.ts";
import { saveColumnar } from "./forms/columnar.ts";
import { saveCustom } from "./forms/custom.ts";
import { saveReference } from "./forms/file.ts";
import { saveJson } from "./forms/json.ts";
import { saveTagged } from "./forms/tagged.ts";
import { isStorableText, saveText } from "./forms/text.ts";
import { metadataOf } from "./metadata.ts";
import { isPlainJson } from "./plain.ts";
import { previewOf } from "./preview.ts";
import { needsShrink, type Shrink } from "./preview/image.ts";
import { isLoadable } from "./tagged/kinds.ts";
import type { Saved, Target, Written } from "./written.ts";

/** Bytes of text up to which a content travels in messages besides being a file. */
const inlineBytes = 16 * 1024;

export interface SaveOptions {
  /** Name of the output, for messages. */
  readonly output: string;
  /** The author's own materializer for this output, and the binding that holds it. */
  readonly custom?: Materializer;
  readonly customIdentity?: string;
  /** Identity of the value's class, to be its label. Absent: the name of the class. */
  readonly className?: string;
}

/**
 * Writes a value into the store in the form that suits it, and describes it. SW3006 names the place inside the value that cannot be
 * kept; SW4001 and SW4002 where the store cannot be written.
 */
export async function save(store: Store, value: unknown, options: SaveOptions): Promise<Result<Saved>> {
  const waited = await writeWaiting(store, value, options);
  const shown = waited?.ok === true ? shownOf(value, waited.value) : value;
  const shrink = needsShrink(shown) ? (await import("./preview/shrink-png.ts")).shrinkPng : undefined;
  return waited === undefined
    ? saveAtOnce(store, value, options, shrink)
    : whileReading(options.output, () => describe(value, waited, shrink));
}

/** `save` without waiting; undefined for what needs it: values with a materializer of their own, files and folders, large arrays, tables and pictures. */
export function saveNow(store: Store, value: unknown, options: SaveOptions): Result<Saved> | undefined {
  const waits =
    options.custom !== undefined || isReference(value) || isLargeTable(value) || asLargeBinary(value) !== undefined || needsShrink(value);
  return waits ? undefined : saveAtOnce(store, value, options);
}

const isReference = (value: unknown): value is FileRef | DirectoryRef => FileRef.is(value) || DirectoryRef.is(value);

async function writeWaiting(store: Store, value: unknown, options: SaveOptions): Promise<Result<Written> | undefined> {
  const { output, custom, customIdentity } = options;
  if (custom !== undefined) return saveCustom({ store, output }, value, custom, customIdentity);
  const large = asLargeBinary(value);
  if (large !== undefined) return saveLargeBinary({ store, output }, large);
  if (isReference(value)) return saveReference({ store, output }, value);
  return isLargeTable(value) ? saveColumnar({ store, output }, value) : undefined;
}

function saveAtOnce(store: Store, value: unknown, { output, className }: SaveOptions, shrink?: Shrink): Result<Saved> {
  return whileReading(output, () => describe(value, write({ store, output }, value, className), shrink));
}

/** Reading a value runs its getters, and walking it needs stack and memory: what is thrown there is the value's fault. */
function whileReading(output: string, read: () => Result<Saved>): Result<Saved> {
  try {
    return read();
  } catch (error) {
    return unreadable(output, error);
  }
}

function write(target: Target, value: unknown, className: string | undefined): Result<Written> {
  if (isStorableText(value)) return saveText(target, value);
  if (typeof value === "object" && value !== null) {
    const binary = asBinary(value);
    if (binary !== undefined) return saveBinary(target, binary);
    if (isLoadable(value)) return saveInstance(target, value, className);
  }
  return isPlainJson(value) ? saveJson(target, value) : saveTagged(target, value);
}

/** What a preview is made of, where an author's materializer chose it: that. */
const shownOf = (value: unknown, written: Written): unknown => ("shown" in written ? written.shown : value);

/** Adds what is shown of the value to what was written of it. */
function describe(value: unknown, written: Result<Written>, shrink: Shrink | undefined): Result<Saved> {
  if (!written.ok) return written;
  const { materializer, content, seal, text, className, warning, metadata } = written.value;
  const preview = previewOf(shownOf(value, written.value), { json: materializer === "json" ? text : undefined, shrink });
  return ok({
    materialized: {
      materializer,
      ...(className !== undefined && { className }),
      content,
      preview,
      metadata: { ...metadataOf(value), ...metadata },
    },
    ...(text !== undefined && content.bytes <= inlineBytes && { inline: text }),
    ...(seal !== undefined && { seal }),
    ...(warning !== undefined && { warning }),
  });
}

function unreadable(output: string, error: unknown): Result<never> {
  if (!(error instanceof RangeError)) return cannotStore(output, `Reading it threw: ${thrownMessage(error)}`, "Return plain data.");
  const reason = error.message.includes("call stack") ? "It is nested too deeply." : "It is too large for JSON.";
  return cannotStore(output, reason, `Use typed arrays or a \`FileRef\` for large data. ${materializerHelp(output, "Model")}`);
}
