import { readdir, readFile } from "node:fs/promises";
import path from "node:path";

/** Files below a folder of `.stepwright` whose text is as wanted. */
const filesBelow =
  (folder: string) =>
  async (store: string, wanted: (text: string) => boolean = () => true): Promise<string[]> => {
    const entries = await readdir(path.join(store, folder), { recursive: true, withFileTypes: true });
    const files = entries.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
    const texts = await Promise.all(files.map((file) => readFile(file, "utf8")));
    return files.filter((_, index) => wanted(texts[index] ?? ""));
  };

/** Contents of artifacts. */
export const contentFiles = filesBelow("artifacts/objects");
/** Manifests of artifact versions. */
export const manifestFiles = filesBelow("artifacts/versions");
/** Answers to cache keys. */
export const keyFiles = filesBelow("keys");
/** Records of finished runs. */
export const recordFiles = filesBelow("runs");
