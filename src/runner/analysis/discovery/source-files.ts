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
  readonly #excluded: Ignore | undefined;
  /** By folder, relative to the workspace; the root is "". */
  readonly #ignores = new Map<string, Ignore | undefined>();

  /**
   * @param workspace absolute path
   * @param exclude patterns as in a `.gitignore`, relative to the workspace
   */
  constructor(workspace: string, exclude: readonly string[] = []) {
    this.#workspace = workspace;
    this.#excluded = exclude.length === 0 ? undefined : ignore().add([...exclude]);
  }

  /** All of them, absolute. An ignored folder is not entered. */
  list(): string[] {
    this.#ignores.clear();
    const found: string[] = [];
    const folders = [""];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      for (const entry of this.#entries(folder)) {
        if (entry.name.startsWith(".")) continue;
        const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
        if (entry.isDirectory()) {
          if (entry.name !== "node_modules" && !this.#isIgnored(`${path}/`)) folders.push(path);
        } else if (entry.isFile() && isSource(entry.name) && !this.#isIgnored(path)) found.push(`${this.#workspace}/${path}`);
      }
    }
    return found;
  }

  /** Whether a file, by its path relative to the workspace, is one of them if it exists. */
  includes(path: string): boolean {
    const parts = path.split("/");
    const name = parts.at(-1) ?? "";
    if (!isSource(name) || parts.some((part) => part.startsWith(".") || part === "node_modules" || part === "")) return false;
    for (let end = 1; end < parts.length; end++) if (this.#isIgnored(`${parts.slice(0, end).join("/")}/`)) return false;
    return !this.#isIgnored(path);
  }

  #entries(folder: string): Dirent[] {
    try {
      return readdirSync(`${this.#workspace}/${folder}`, { withFileTypes: true });
    } catch {
      // Gone meanwhile, or not ours to read.
      return [];
    }
  }

  /** Each `.gitignore` speaks of what lies below it. A folder's path ends in `/`. */
  #isIgnored(path: string): boolean {
    if (this.#excluded?.ignores(path) === true) return true;
    let folder = dirname(path);
    for (;;) {
      const here = folder === "." ? "" : folder;
      if (this.#ignoresIn(here)?.ignores(here === "" ? path : path.slice(here.length + 1)) === true) return true;
      if (here === "") return false;
      folder = dirname(here);
    }
  }

  #ignoresIn(folder: string): Ignore | undefined {
    if (!this.#ignores.has(folder)) this.#ignores.set(folder, readIgnores(`${this.#workspace}/${folder}`));
    return this.#ignores.get(folder);
  }
}

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
