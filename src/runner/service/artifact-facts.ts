import { join, relative } from "node:path";
import type { ArtifactVersion } from "../model/artifact.ts";
import { isPage, mostPage } from "../model/preview-page.ts";
import { ok, type Result } from "../model/result.ts";
import type { Answer } from "../model/service.ts";
import { objectPath, readObject, seenMissing } from "../store/objects.ts";
import type { Store } from "../store/store.ts";
import type { History } from "./history.ts";

/** Larger values are looked at in the file; bytes as stored. */
const mostValue = 1024 * 1024;

/** Stored as text or JSON: loading them rebuilds nothing. */
const readable: readonly string[] = ["json", "text", "class", "tagged"];

/** One version, where its files are, its value as text where it is text or JSON and small, and what is wrong with it. Nothing is touched. */
export const artifactFacts = (history: History, artifact: string, version: string): Result<Answer<"artifact">> => {
  const found = history.version(artifact, version);
  if (!found.ok) return found;
  const { store } = history;
  const value = found.value;
  if (store === undefined) return ok({ version: value, files: [] });
  const files = filesOf(store, value);
  const most = isPage(value.preview) ? mostPage : mostValue;
  const { content, materializer } = value;
  const isText = content.files === undefined && content.bytes <= most && readable.includes(materializer);
  const text = isText ? textOf(store, value) : undefined;
  // What is not read is still looked for.
  const problem = text === undefined ? seenMissing(store, content) : text.ok ? undefined : text.error;
  return ok({ version: value, files, ...(text?.ok === true && { text: text.value }), ...(problem && { problem }) });
};

const textOf = (store: Store, version: ArtifactVersion): Result<string> => {
  const bytes = readObject(store, version.content);
  if (!bytes.ok) return bytes;
  const text = bytes.value.toString();
  if (version.content.extension !== "json") return ok(text);
  try {
    return ok(JSON.stringify(JSON.parse(text), undefined, 2));
  } catch {
    return ok(text);
  }
};

/** Relative to the workspace, with `/`. */
const filesOf = (store: Store, { content }: ArtifactVersion): string[] => {
  const path = relative(store.workspace, objectPath(store, content)).replaceAll("\\", "/");
  return content.files?.map((file) => join(path, file).replaceAll("\\", "/")) ?? [path];
};
