import { readFileSync } from "node:fs";
import { ArtifactVersion, type Content, DeletedVersion, KeyFile, type Producer } from "../../model/artifact.ts";
import { artifactsFolder } from "../paths.ts";
import { slug } from "../slug.ts";
import type { Store } from "../store.ts";
import { nestedEntries } from "./nested-entries.ts";
import { isPlainFile } from "./plain-file.ts";

/** What going through a store needs of a manifest: a history has many, and previews are large. */
export interface StoredVersion {
  readonly artifact: string;
  readonly version: string;
  readonly content: Content;
  readonly producer: Producer | undefined;
  /** The cache key that this manifest answers under its second name. */
  readonly key: string | undefined;
}

/** A file where manifests are. `path` is absolute. */
export type VersionFile =
  | { readonly kind: "version"; readonly path: string; readonly version: StoredVersion }
  | { readonly kind: "deleted"; readonly path: string; readonly content: Content | undefined }
  | { readonly kind: "damaged"; readonly path: string };

/** Every file of every folder of manifests, one after the other. */
export function* versionFiles(store: Store): Generator<VersionFile> {
  for (const { folder, name, path } of nestedEntries(artifactsFolder(store)))
    if (name.endsWith(".json")) yield readVersionFile(path, folder, name);
}

/** A version by its two names. Neither holds control characters. */
export const versionKey = ({ artifact, version }: { readonly artifact: string; readonly version: string }): string =>
  `${artifact}\0${version}`;

/** Reads what is in the place of a manifest. It counts only where it says what its place says. */
function readVersionFile(path: string, folder: string, file: string): VersionFile {
  const json = readJson(path);
  const manifest = ArtifactVersion.safeParse(json);
  if (manifest.success && isPlace(manifest.data, folder, file)) {
    const { artifact, version, content, producer } = manifest.data;
    const answer = KeyFile.safeParse(json);
    return { kind: "version", path, version: { artifact, version, content, producer, key: answer.data?.answer.key } };
  }
  const note = DeletedVersion.safeParse(json);
  return note.success ? { kind: "deleted", path, content: note.data.content } : { kind: "damaged", path };
}

function isPlace({ artifact, version }: { readonly artifact: string; readonly version: string }, folder: string, file: string): boolean {
  return slug(artifact) === folder && file === (/^\d+$/.test(version) ? `${version}.json` : `@${slug(version)}.json`);
}

function readJson(path: string): unknown {
  try {
    return isPlainFile(path) ? JSON.parse(readFileSync(path, "utf8")) : undefined;
  } catch {
    return undefined;
  }
}
