import { basename, dirname, resolve } from "node:path";

const ending = /\.[cm]?[jt]sx?$/;

/** A file's name without its ending, of an index file its folder's: what an import of it contains, and what its default export is called. */
export const stemOf = (file: string): string => {
  const stem = file.slice(file.lastIndexOf("/") + 1).replace(ending, "");
  return stem === "index" ? basename(dirname(file)) : stem;
};

/** The stem of the file that an import of `from` leads to, whichever ending it has: `./train.js` → `train`, `../tools` → `tools`. */
export const importedStem = (from: string, specifier: string): string => {
  const last = specifier.slice(specifier.lastIndexOf("/") + 1).replace(ending, "");
  return last === "" || last === "." || last === ".." || last === "index"
    ? stemOf(`${resolve(dirname(from), specifier).replace(ending, "")}.ts`)
    : last;
};
