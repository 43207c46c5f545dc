import { existsSync, globSync, statSync, type Stats } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import type { Seal } from "../model/artifact.ts";
import { hashFile } from "../store/content-hash.ts";
import { isSealed, sealOf } from "../store/seal.ts";
import { readTree } from "../store/tree.ts";

/**
 * What stands for the files that a step declares with `cache.files`: the hashes of their contents, by path. A folder counts with all that
 * is in it; a pattern (`data/*.csv`, `prompts/**`) stands for each file that it matches now, so that one that comes or goes counts as well.
 * What cannot be read never answers to what was kept before: the step runs, and says itself what is wrong.
 */
export const fingerprints = (workspace: string, declared: readonly string[]): Record<string, string> =>
  Object.fromEntries(declared.flatMap((path) => matches(workspace, path).map((file) => [file, fingerprint(resolve(workspace, file))])));

/** Where no pattern looks: our own results would change with every run. */
const passedOver = new Set([".stepwright", ".git", "node_modules"]);

/** The paths that a declared one stands for, itself where there is nothing else. Files may have names that look like patterns: `[id].ts`. */
const matches = (workspace: string, declared: string): string[] => {
  if (!/[*?[{]/.test(declared) || existsSync(resolve(workspace, declared))) return [declared];
  const found = globSync(declared, { cwd: workspace, withFileTypes: true, exclude: ({ name }) => passedOver.has(name) });
  const places = found.filter((entry) => !entry.isDirectory()).map((entry) => join(entry.parentPath, entry.name));
  const files = places.map((place) => relative(workspace, place).replaceAll(sep, "/"));
  return files.length === 0 ? [declared] : files;
};

const fingerprint = (path: string): string => {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return "(missing)";
    if (!found.isDirectory()) return found.size < largeFile ? hashFile(path, found.size) : hashOnce(path, found);
    const tree = readTree(path);
    return "hash" in tree ? tree.hash : unreadable();
  } catch {
    return unreadable();
  }
};

/** Bytes from which a file that many steps declare is not read again for each of them. */
const largeFile = 2 ** 22;
/** Milliseconds that a file must have rested: two changes in one tick of the file system's clock look like one. */
const rest = 1000;
const known = new Map<string, { readonly seal: Seal; readonly hash: string }>();

const hashOnce = (path: string, { size, ctimeMs }: Stats): string => {
  const seal = Date.now() - ctimeMs > rest ? sealOf(path) : undefined;
  const earlier = known.get(path);
  if (earlier !== undefined && earlier.seal === seal) return earlier.hash;
  const hash = hashFile(path, size);
  if (seal !== undefined && isSealed(path, seal)) known.set(path, { seal, hash });
  return hash;
};

const unreadable = (): string => `(unreadable at ${String(Date.now())})`;
