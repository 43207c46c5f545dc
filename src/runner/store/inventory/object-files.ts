import { lstatSync } from "node:fs";
import { join } from "node:path";
import type { Content } from "../../model/artifact.ts";
import { namesIn } from "../listing.ts";
import { isHash, objectsFolder } from "../paths.ts";
import type { Store } from "../store.ts";
import { nestedEntries } from "./nested-entries.ts";

/** Something in the folders of contents. `path` is absolute. */
export interface ObjectFile {
  readonly path: string;
  /** Its name, which is what `Content` says of it: a hash, and an extension where it is one file. */
  readonly name: string;
  /** Undefined where the name is none that the store gives. */
  readonly hash: string | undefined;
  /** It was found damaged, and moved out of the way. */
  readonly isAside: boolean;
  /** When it was written, or last found to be the same as what a step made; milliseconds since 1970. */
  readonly changedAt: number;
}

/** Every content in the store, one after the other. */
export function* objectFiles(store: Store): Generator<ObjectFile> {
  for (const { folder, name, path } of nestedEntries(objectsFolder(store))) {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) continue;
    const isAside = name.endsWith(".damaged");
    const [hash = ""] = name.split(".", 1);
    const isOurs = isHash(hash) && hash.startsWith(folder);
    yield { path, name, hash: isOurs ? hash : undefined, isAside, changedAt: found.mtimeMs };
  }
}

/** The name of a content in the store. The same bytes under two extensions are two files. */
export const objectName = ({ hash, extension }: Content): string => (extension === undefined ? hash : `${hash}.${extension}`);

/** Bytes of a content on disk: of a folder, the sum of its files. */
export function contentSize(path: string): number {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (found?.isDirectory() !== true) return found?.size ?? 0;
  return namesIn(path).reduce((total, name) => total + contentSize(join(path, name)), 0);
}
