import { statSync } from "node:fs";
import { dirname, resolve } from "node:path";

const endings = ["", ".ts", ".tsx", ".mts", ".cts", ".js", ".jsx", ".mjs", ".cjs", "/index.ts", "/index.tsx", "/index.js"];

/** The local file that a relative import means: as written, with its ending added, or the TypeScript file that its `.js` comes from. */
export const localFile = (from: string, specifier: string): string | undefined => {
  const path = resolve(dirname(from), specifier);
  const source = path.replace(/\.([cm]?)js(x?)$/, ".$1ts$2");
  return [...(source === path ? [] : [source]), ...endings.map((ending) => path + ending)].find(isFile);
};

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false;
