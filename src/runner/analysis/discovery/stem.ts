import { basename, dirname, extname } from "node:path";

/** A file's name without its ending, of an index file its folder's: what an import of it contains, and what its default export is called. */
export const stemOf = (file: string): string => {
  const stem = basename(file, extname(file));
  return stem === "index" ? basename(dirname(file)) : stem;
};
