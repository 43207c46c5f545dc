import { basename, dirname, resolve } from "node:path";

const endings = new Set(["ts", "tsx", "mts", "cts", "js", "jsx", "mjs", "cjs"]);

/** A file's name without its ending, of an index file its folder's: what an import of it contains, and what its default export is called. */
export const stemOf = (file: string): string => {
  const stem = lastPart(file);
  return stem === "index" ? basename(dirname(file)) : stem;
};

/** The stem of the file that an import of `from` leads to, whichever ending it has: `./train.js` → `train`, `../tools` → `tools`. */
export const importedStem = (from: string, specifier: string): string => {
  const last = lastPart(specifier);
  const isFolder = last === "" || last === "." || last === ".." || last === "index";
  return isFolder ? stemOf(resolve(dirname(from), specifier)) : last;
};

/** By hand, since it is done to every import of a workspace. */
const lastPart = (path: string): string => {
  const start = path.lastIndexOf("/") + 1;
  const dot = path.lastIndexOf(".");
  return path.slice(start, dot > start && endings.has(path.slice(dot + 1)) ? dot : undefined);
};
