import { deserialize, serialize } from "node:v8";
import { ok, type Result } from "../../../model/result.ts";
import { readObject, writeObject } from "../../objects.ts";
import { cannotStore, damaged, materializerHelp, thrownMessage } from "../failures.ts";
import type { Source, Target, Written } from "../written.ts";

/** What only structured clone keeps. The last resort: no other tool, and no other Node, can be relied on to read the file. */
export function saveV8({ store, output }: Target, value: unknown): Result<Written> {
  const bytes = serialized(value);
  if (!bytes.ok) return cannotStore(output, `${bytes.error}.`, materializerHelp(output, "Model"));
  const content = writeObject(store, bytes.value, "v8");
  if (!content.ok) return content;
  const warning = `Output \`${output}\` is stored in a format that only this version of Node reads. ${materializerHelp(output, "Model")}`;
  return ok({ materializer: "v8", content: content.value, warning });
}

function serialized(value: unknown): Result<Buffer, string> {
  try {
    return ok(serialize(value));
  } catch (error) {
    return { ok: false, error: thrownMessage(error) };
  }
}

export function loadV8({ store, materialized: { content } }: Source): Result<unknown> {
  const bytes = readObject(store, content);
  if (!bytes.ok) return bytes;
  try {
    return ok(deserialize(bytes.value));
  } catch {
    return damaged(content.hash, "This version of Node cannot read it.");
  }
}
