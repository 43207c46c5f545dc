import { readFileSync } from "node:fs";
import { dirname } from "node:path";
import ignore, { type Ignore } from "ignore";
import { glob } from "tinyglobby";

const extensions = "{ts,tsx,mts,cts,js,jsx,mjs,cjs}";

/**
 * The source files of a workspace, absolute, sorted: TypeScript and JavaScript that is neither installed, nor ignored by a `.gitignore`
 * (the root's or a folder's own), nor only declares types.
 */
export const sourceFiles = async (workspace: string): Promise<string[]> => {
  const found = await glob([`**/*.${extensions}`, "**/.gitignore"], {
    cwd: workspace,
    dot: false,
    ignore: ["**/node_modules/**", "**/*.d.{ts,mts,cts}"],
    expandDirectories: false,
    followSymbolicLinks: false,
  });
  const folders = new Map<string, Ignore>();
  for (const path of found.filter((each) => each.endsWith(".gitignore"))) {
    folders.set(dirname(path), ignore().add(readFileSync(`${workspace}/${path}`, "utf8")));
  }
  return found
    .filter((path) => !path.endsWith(".gitignore") && !isIgnored(path, folders))
    .sort()
    .map((path) => `${workspace}/${path}`);
};

/** Each `.gitignore` speaks of what lies below it. */
const isIgnored = (path: string, folders: ReadonlyMap<string, Ignore>): boolean => {
  for (let folder = dirname(path); ; folder = dirname(folder)) {
    const below = folder === "." ? path : path.slice(folder.length + 1);
    if (folders.get(folder)?.ignores(below) === true) return true;
    if (folder === ".") return false;
  }
};
