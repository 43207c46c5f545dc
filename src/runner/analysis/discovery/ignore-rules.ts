import ignore, { type Ignore } from "ignore";
import { isSource } from "./source-name.ts";

/** The lines of one `.gitignore`, compiled. */
export interface IgnoreRules {
  /** Where in a path, relative to the workspace, the part begins that they speak of. */
  readonly from: number;
  readonly ignore: Ignore;
  /** No line of it can mean a source file by the file's own name, as most cannot: `dist/`, `coverage`, `*.log`. */
  readonly foldersOnly: boolean;
}

/**
 * @param folder that they stand in, relative to the workspace; "" for the workspace
 * @returns undefined where there are no more than comments, so that nothing has to be matched
 */
export const ignoreRules = (folder: string, text: string): IgnoreRules | undefined => {
  const lines = text.split(/\r?\n/).filter((line) => /^\s*[^#\s]/.test(line));
  if (lines.length === 0) return undefined;
  return { from: folder === "" ? 0 : folder.length + 1, ignore: ignore().add(text), foldersOnly: !lines.some(canMeanSource) };
};

/** Of a file whose folders are not ignored, or of a folder in such folders, whose path then ends in `/`. */
export const isIgnored = (path: string, rules: readonly IgnoreRules[]): boolean =>
  rules.some((own) => (path.endsWith("/") || !own.foldersOnly) && own.ignore.ignores(path.slice(own.from)));

/** Whether a line, in any case, can take a source file out: by what its last part ends in, after the last wildcard. When in doubt it can. */
const canMeanSource = (line: string): boolean => {
  const pattern = line.trim().toLowerCase();
  if (pattern.startsWith("!") || pattern.endsWith("/")) return false;
  const last = pattern.slice(pattern.lastIndexOf("/") + 1);
  const ending = /[^*?[\]\\]*$/.exec(last)?.[0] ?? "";
  return ending === last ? isSource(last) : mayEnd(ending);
};

/** Whether the name of a source file can end in this. */
const mayEnd = (ending: string): boolean => !ending.includes(".") || isSource(`a${ending}`);
