import { ok, type Result } from "../../../model/result.ts";
import { TaggedText, textLanguages, type TextLanguage } from "../../../model/values.ts";
import { readObject, writeObject } from "../../objects.ts";
import type { Source, Target, Written } from "../written.ts";

/** Texts are files that any editor opens: `.txt`, or what their language is usually called. */
const extensions: Readonly<Record<TextLanguage, string>> = { html: "html", markdown: "md", csv: "csv" };

/** Whether UTF-8 keeps the text whole. Half a surrogate pair has no form in it; such a text is stored as JSON, which escapes it. */
export function isStorableText(value: unknown): value is string | TaggedText {
  return (typeof value === "string" && value.isWellFormed()) || (TaggedText.is(value) && value.text.isWellFormed());
}

export function saveText({ store }: Target, value: string | TaggedText): Result<Written> {
  const [text, extension] = typeof value === "string" ? [value, "txt"] : [value.text, extensions[value.language]];
  const content = writeObject(store, text, extension);
  return content.ok ? ok({ materializer: "text", content: content.value, text }) : content;
}

export function loadText(source: Source): Result<string | TaggedText> {
  const text = readText(source);
  if (!text.ok) return text;
  const language = textLanguages.find((name) => extensions[name] === source.materialized.content.extension);
  return ok(language === undefined ? text.value : new TaggedText(language, text.value));
}

/** The content of a text file, from the message where it came along. */
export function readText({ store, materialized, inline }: Source): Result<string> {
  if (inline !== undefined) return ok(inline);
  const bytes = readObject(store, materialized.content);
  return bytes.ok ? ok(bytes.value.toString("utf8")) : bytes;
}
