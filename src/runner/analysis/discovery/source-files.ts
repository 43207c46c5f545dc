import { readdirSync, readFileSync, type Dirent } from "node:fs";
import { dirname } from "node:path";
import ignore, { type Ignore } from "ignore";

const source = /\.(?:[cm]?[jt]s|[jt]sx)$/;
const declarations = /\.d\.[cm]?ts$/;

/**
 * Which files of a workspace are its sources: TypeScript and JavaScript that is neither installed, nor hidden, nor excluded, nor ignored by a
 * `.gitignore` (the root's or a folder's own), nor only declares types. Links are not followed.
 */
export class SourceFiles {
  readonly #workspace: string;
  readonly #excluded: readonly Rules[];
  /** By folder, relative to the workspace; the root is "". */
  readonly #rules = new Map<string, readonly Rules[]>();

  /**
   * @param workspace absolute path
   * @param exclude patterns as in a `.gitignore`, relative to the workspace
   */
  constructor(workspace: string, exclude: readonly string[] = []) {
    this.#workspace = workspace;
    this.#excluded = exclude.length === 0 ? [] : [{ from: 0, ignore: ignore().add([...exclude]) }];
  }

  /** All of them, absolute. An ignored folder is not entered. */
  list(): string[] {
    this.#rules.clear();
    const found: string[] = [];
    const folders = [""];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      const rules = this.#rulesIn(folder);
      for (const entry of this.#entries(folder)) {
        const { name } = entry;
        if (name.startsWith(".")) continue;
        const path = folder === "" ? name : `${folder}/${name}`;
        if (entry.isDirectory()) {
          if (name !== "node_modules" && !isIgnored(`${path}/`, rules)) folders.push(path);
        } else if (isSource(name) && entry.isFile() && !isIgnored(path, rules)) found.push(`${this.#workspace}/${path}`);
      }
    }
    return found;
  }

  /** Whether a file, by its path relative to the workspace, is one of them if it exists. */
  includes(path: string): boolean {
    const parts = path.split("/");
    const name = parts.at(-1) ?? "";
    if (!isSource(name) || parts.some((part) => part.startsWith(".") || part === "node_modules" || part === "")) return false;
    for (let end = 1; end < parts.length; end++) {
      const folder = parts.slice(0, end - 1).join("/");
      if (isIgnored(`${parts.slice(0, end).join("/")}/`, this.#rulesIn(folder))) return false;
    }
    return !isIgnored(path, this.#rulesIn(parts.slice(0, -1).join("/")));
  }

  #entries(folder: string): Dirent[] {
    try {
      return readdirSync(`${this.#workspace}/${folder}`, { withFileTypes: true });
    } catch {
      // Gone meanwhile, or not ours to read.
      return [];
    }
  }

  /** What speaks of the entries of a folder: each `.gitignore` of it and of those around it, and the exclusions. */
  #rulesIn(folder: string): readonly Rules[] {
    const known = this.#rules.get(folder);
    if (known !== undefined) return known;
    const around = folder === "" ? this.#excluded : this.#rulesIn(folder.includes("/") ? dirname(folder) : "");
    const own = readIgnores(`${this.#workspace}/${folder}`);
    const rules = own === undefined ? around : [...around, { from: folder === "" ? 0 : folder.length + 1, ignore: own }];
    this.#rules.set(folder, rules);
    return rules;
  }
}

/** Patterns, and where in a path the part begins that they speak of. */
interface Rules {
  readonly from: number;
  readonly ignore: Ignore;
}

/** A folder's path ends in `/`. */
const isIgnored = (path: string, rules: readonly Rules[]): boolean => rules.some(({ from, ignore: own }) => own.ignores(path.slice(from)));

const isSource = (name: string): boolean => source.test(name) && !declarations.test(name);

/** The patterns of a `.gitignore`; none where it has no more than comments, so that nothing has to be matched. */
const patternsOf = (text: string): Ignore | undefined => (/^\s*[^#\s]/m.test(text) ? ignore().add(text) : undefined);

const readIgnores = (folder: string): Ignore | undefined => {
  try {
    return patternsOf(readFileSync(`${folder}/.gitignore`, "utf8"));
  } catch {
    return undefined;
  }
};
