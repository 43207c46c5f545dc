import { findPackageJSON } from "node:module";
import { dirname, join, sep } from "node:path";

let ownFolders: readonly string[] | undefined;

/** True for an absolute path of a file that is part of the product, as opposed to the user's own (our examples are a user's). */
export function isOwnFile(path: string): boolean {
  ownFolders ??= findOwnFolders();
  return ownFolders.some((folder) => path.startsWith(folder));
}

/** The build and the sources: above both stands the same `package.json`, whichever of them runs. */
function findOwnFolders(): string[] {
  const manifest = findPackageJSON(import.meta.url);
  if (manifest === undefined) throw new Error("No package.json stands above the command line's own files.");
  return [join("dist", sep), join("src", "runner", sep)].map((folder) => join(dirname(manifest), folder));
}
