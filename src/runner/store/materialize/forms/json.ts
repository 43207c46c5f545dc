import type { Json } from "../../../model/json.ts";
import { ok, type Result } from "../../../model/result.ts";
import { writeObject } from "../../objects.ts";
import { damaged } from "../failures.ts";
import { parseJson } from "../parse.ts";
import type { Source, Target, Written } from "../written.ts";
import { readText } from "./text.ts";

/**
 * A value that `isPlainJson` has accepted. Compact, keys in their own order: the order is part of the value (a program can see it), and
 * the same value gives the same bytes.
 */
export function saveJson({ store }: Target, value: unknown): Result<Written> {
  const text = JSON.stringify(value);
  const content = writeObject(store, text, "json");
  return content.ok ? ok({ materializer: "json", content: content.value, text }) : content;
}

export function loadJson(source: Source): Result<Json> {
  const text = readText(source);
  if (!text.ok) return text;
  const value = parseJson(text.value);
  return value === undefined ? damaged(source.materialized.content.hash, "It is not JSON.") : ok(value);
}
