import { dirname } from "node:path";
import { MentionSearch, type Mentions } from "./mentions.ts";
import { importedStem, stemOf } from "./stem.ts";

/** A file, absolute, with what its text mentions. */
export type KnownFile = readonly [path: string, mentions: Mentions];

/** The source files of a workspace, each with what its text mentions, and the packages that they are of. All paths are absolute. */
export class KnownFiles {
  readonly #imports = new Map<string, readonly string[]>();
  /** Of files that nobody has asked for one by one yet: opening a workspace does not, and entering thousands takes its time. */
  readonly #unentered: (readonly KnownFile[])[] = [];
  readonly #ours = new Set<string>();
  /** Name by folder. */
  #packages: ReadonlyMap<string, string> = new Map();
  #search = new MentionSearch([]);

  /** Files that import the package. */
  get ours(): ReadonlySet<string> {
    return this.#ours;
  }

  /** Finds what a file mentions. */
  get search(): MentionSearch {
    return this.#search;
  }

  has(path: string): boolean {
    return this.#entered().has(path);
  }

  paths(): Iterable<string> {
    return this.#entered().keys();
  }

  /** Files in a folder, at any depth. */
  inside(folder: string): string[] {
    return [...this.#entered().keys()].filter((path) => path.startsWith(`${folder}/`));
  }

  /** Takes files in that were not known before. */
  add(files: readonly KnownFile[]): void {
    this.#unentered.push(files);
    for (const [path, { ours }] of files) if (ours) this.#ours.add(path);
  }

  set(path: string, { ours, imports }: Mentions): void {
    this.#entered().set(path, imports);
    if (ours) this.#ours.add(path);
    else this.#ours.delete(path);
  }

  delete(path: string): void {
    this.#entered().delete(path);
    this.#ours.delete(path);
  }

  /** @returns whether packages came, went or are called otherwise: what a file mentions has to be searched for anew */
  setPackages(packages: ReadonlyMap<string, string>): boolean {
    const same = packages.size === this.#packages.size && [...packages].every(([folder, name]) => this.#packages.get(folder) === name);
    if (same) return false;
    this.#packages = packages;
    this.#search = new MentionSearch(packages.values());
    return true;
  }

  /**
   * Files that may import one of these, by what their imports contain: the stem of the other's name, or the name of its package. More than
   * do, never fewer: those that import the package can do it under any name.
   */
  mayImport(paths: readonly string[]): string[] {
    if (paths.length === 0) return [];
    const stems = new Set(paths.flatMap((path) => this.#stemsOf(path)));
    const found = [...this.#ours];
    const note = (path: string, imports: readonly string[]): void => {
      if (imports.some((stem) => stems.has(stem))) found.push(path);
    };
    for (const [path, imports] of this.#imports) note(path, imports);
    for (const files of this.#unentered) for (const [path, { imports }] of files) note(path, imports);
    return found;
  }

  #entered(): Map<string, readonly string[]> {
    for (const files of this.#unentered.splice(0)) for (const [path, { imports }] of files) this.#imports.set(path, imports);
    return this.#imports;
  }

  #stemsOf(path: string): string[] {
    const packaged = this.#packageOf(path);
    return packaged === undefined ? [stemOf(path)] : [stemOf(path), importedStem(path, packaged)];
  }

  #packageOf(path: string): string | undefined {
    for (let folder = dirname(path); folder !== dirname(folder); folder = dirname(folder)) {
      const name = this.#packages.get(folder);
      if (name !== undefined) return name;
    }
    return undefined;
  }
}
