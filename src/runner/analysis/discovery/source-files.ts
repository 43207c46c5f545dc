import { readdirSync, readFileSync, type Dirent } from "node:fs";
import { dirname } from "node:path";
import { ignoreRules, isIgnored, type IgnoreRules } from "./ignore-rules.ts";
import { isSource } from "./source-name.ts";
import { packageNameIn } from "./package-name.ts";

/** What a walk through a workspace comes by. */
interface Listing {
  /** Absolute. */
  readonly files: readonly string[];
  /** Name of a package by its folder, absolute. */
  readonly packages: ReadonlyMap<string, string>;
}

/**
 * Which files of a workspace are its sources: TypeScript and JavaScript that is neither installed, nor hidden, nor excluded, nor ignored by a
 * `.gitignore` (the root's or a folder's own), nor only declares types. Links are not followed.
 */
export class SourceFiles {
  readonly #workspace: string;
  readonly #excluded: readonly IgnoreRules[];
  /** By folder, relative to the workspace; the root is "". */
  readonly #rules = new Map<string, readonly IgnoreRules[]>();

  /**
   * @param workspace absolute path
   * @param exclude patterns as in a `.gitignore`, relative to the workspace
   */
  constructor(workspace: string, exclude: readonly string[] = []) {
    this.#workspace = workspace;
    const rules = ignoreRules("", exclude.join("\n"));
    this.#excluded = rules === undefined ? [] : [rules];
  }

  /** All of them, and the packages that they are of. An ignored folder is not entered. */
  list(): Listing {
    this.#rules.clear();
    const files: string[] = [];
    const packages = new Map<string, string>();
    const folders = [""];
    for (let folder = folders.pop(); folder !== undefined; folder = folders.pop()) {
      const entries = this.#entries(folder);
      const rules = this.#rulesIn(folder, entries);
      const inside = folder === "" ? "" : `${folder}/`;
      for (const entry of entries) {
        const { name } = entry;
        if (entry.isDirectory()) {
          const path = `${inside}${name}`;
          if (!name.startsWith(".") && name !== "node_modules" && !isIgnored(`${path}/`, rules)) folders.push(path);
        } else if (isSource(name)) {
          const path = `${inside}${name}`;
          if (!name.startsWith(".") && entry.isFile() && !isIgnored(path, rules)) files.push(`${this.#workspace}/${path}`);
        } else if (name === "package.json") {
          const holder = folder === "" ? this.#workspace : `${this.#workspace}/${folder}`;
          const packaged = packageNameIn(holder);
          if (packaged !== undefined) packages.set(holder, packaged);
        }
      }
    }
    return { files, packages };
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

  /**
   * What speaks of the entries of a folder: each `.gitignore` of it and of those around it, and the exclusions. Where the entries are at
   * hand, they say whether there is one.
   */
  #rulesIn(folder: string, entries?: readonly Dirent[]): readonly IgnoreRules[] {
    const known = this.#rules.get(folder);
    if (known !== undefined) return known;
    const around = folder === "" ? this.#excluded : this.#rulesIn(folder.includes("/") ? dirname(folder) : "");
    const has = entries?.some(({ name }) => name === ".gitignore") ?? true;
    const own = has ? readIgnores(this.#workspace, folder) : undefined;
    const rules = own === undefined ? around : [...around, own];
    this.#rules.set(folder, rules);
    return rules;
  }
}

const readIgnores = (workspace: string, folder: string): IgnoreRules | undefined => {
  try {
    return ignoreRules(folder, readFileSync(`${workspace}/${folder}/.gitignore`, "utf8"));
  } catch {
    return undefined;
  }
};
