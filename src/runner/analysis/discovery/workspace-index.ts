import { realpathSync, statSync } from "node:fs";
import { setImmediate } from "node:timers/promises";
import type { PlacedDefinition } from "../../model/discovered.ts";
import { syntaxFailureOf } from "../project/parse.ts";
import { relativePath } from "../place.ts";
import { definitions, plainDefinition, type FoundDefinition } from "./definitions.ts";
import { FileReader } from "./file-reader.ts";
import { glance, mentionsOf } from "./glance.ts";
import { KnownFiles } from "./known-files.ts";
import { SourceFiles } from "./source-files.ts";
import { whileBroken } from "./while-broken.ts";

export interface IndexOptions {
  /** Files and folders to leave out besides what each `.gitignore` says: lines as in a `.gitignore`, relative to the workspace. */
  readonly exclude?: readonly string[];
}

/** What one file defines, in the order of its source. */
export interface FileDefinitions {
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  readonly definitions: readonly PlacedDefinition[];
}

/** What a change of one file changed: every file whose definitions are now others, as they are now. Empty where nothing did. */
export type IndexChange = readonly FileDefinitions[];

/**
 * The steps and pipelines of a workspace, kept up to date file by file, by reading source and never running it. Made for a process that
 * lives as long as an editor:
 *
 * ```ts
 * const index = await WorkspaceIndex.open(folder, { exclude: ["generated/"] });
 * index.snapshot();                       // what every file defines
 * index.update(path, textInEditor);       // not saved yet: this text stands in place of the file
 * index.update(path);                     // saved, created, or closed unsaved: what the disk holds
 * index.remove(path);                     // deleted; a rename is `remove` and `update`
 * ```
 *
 * `update` and `remove` answer with what has changed, also in other files: those that use a helper (`const myStep = fn => step({ retry },
 * fn)`) of the changed one. They are synchronous and look at no more than the file and those that depend on it. A changed `.gitignore`
 * is an update as well. What is not a source file of the workspace changes nothing, so all events of a watcher can be handed in.
 *
 * Only files that import the package are parsed, and files that import a helper from one of those. What only running the code would
 * tell (a step made by a computed call) is not found here; a run finds it.
 */
export class WorkspaceIndex {
  /** Absolute, without symbolic links. */
  readonly workspace: string;
  /** Parsed files, unsaved texts included, for what else is asked of them. */
  readonly reader: FileReader;
  readonly #sources: SourceFiles;
  readonly #files = new KnownFiles();
  /** By absolute path; files that define nothing have no entry. */
  readonly #definitions = new Map<string, readonly FoundDefinition[]>();
  /** What files that do not parse defined when they last did. */
  readonly #whole = new Map<string, readonly FoundDefinition[]>();
  /** What each file exports that makes steps: others depend on it. */
  readonly #exports = new Map<string, string>();

  private constructor(workspace: string, options: IndexOptions) {
    this.workspace = workspace;
    this.reader = new FileReader(workspace);
    this.#sources = new SourceFiles(workspace, options.exclude);
  }

  /** Reads the workspace once. Pauses now and then, so that whoever else lives in this process goes on. */
  static async open(folder: string, options: IndexOptions = {}): Promise<WorkspaceIndex> {
    const index = new WorkspaceIndex(realpathSync(folder), options);
    await index.#readAll();
    return index;
  }

  /** Every file that defines something, by path. */
  snapshot(): FileDefinitions[] {
    return [...this.#definitions.keys()].sort().map((path) => this.#ofFile(path));
  }

  /** Absolute paths of the files that import the package or define something, sorted: those that can have findings. */
  mentioning(): string[] {
    return [...new Set([...this.#files.ours, ...this.#definitions.keys()])].sort();
  }

  /** What one file defines; `path` is absolute. */
  definitions(path: string): readonly PlacedDefinition[] {
    return this.#ofFile(path).definitions;
  }

  /** The definition with this identity, with the syntax that makes it. */
  find(identity: string): FoundDefinition | undefined {
    const file = identity.slice(0, identity.lastIndexOf("#"));
    return this.#definitions.get(`${this.workspace}/${file}`)?.find((definition) => definition.identity === identity);
  }

  /** The definitions of a file with their syntax; `path` is absolute. */
  found(path: string): readonly FoundDefinition[] {
    return this.#definitions.get(path) ?? [];
  }

  /** Whether a file is without a syntax error; `path` is absolute. One that defines something and cannot be parsed at all is not. */
  parses(path: string): boolean {
    if (!this.#files.ours.has(path) && !this.#definitions.has(path)) return true;
    const file = this.reader.parse(path);
    return file !== undefined && syntaxFailureOf(file, path) === undefined;
  }

  /** A file was edited, created, saved or closed. `text` is what the editor holds and the disk does not; without it the disk counts. */
  update(path: string, text?: string): IndexChange {
    const name = relativePath(this.workspace, path);
    if (isIgnoreFile(name)) return this.#listAgain();
    if (isConfiguration(name)) return this.#configured(path, text);
    this.reader.replace(path, text);
    if (!this.#sources.includes(name)) return isFolder(path) ? this.#listAgain() : [];
    const now = this.reader.read(path);
    if (now === undefined) return this.#gone([path]);
    if (!this.#files.has(path)) this.reader.forgetModules();
    this.#note(path, now);
    return this.#changedWith([path]);
  }

  /** A file or folder was deleted, or moved away. Unsaved text of it is forgotten. */
  remove(path: string): IndexChange {
    const name = relativePath(this.workspace, path);
    if (isIgnoreFile(name)) return this.#listAgain();
    if (isConfiguration(name)) return this.#configured(path);
    const inside = this.#files.has(path) ? [path] : this.#files.inside(path);
    for (const file of inside) this.reader.replace(file);
    return this.#gone(inside);
  }

  async #readAll(): Promise<void> {
    const { files, packages } = this.#sources.list();
    this.#files.setPackages(packages);
    for (const chunk of glance(files, this.#files.search)) {
      this.#files.add(chunk);
      await setImmediate();
    }
    this.#changedWith(this.#files.ours);
  }

  /** Remembers what a text says. */
  #note(path: string, text: string): void {
    this.#files.set(path, mentionsOf(path, Buffer.from(text), this.#files.search));
  }

  #readAgain(paths: readonly string[]): void {
    for (const chunk of glance(paths, this.#files.search)) for (const [path, mentions] of chunk) this.#files.set(path, mentions);
    for (const path of paths) {
      const unsaved = this.reader.unsaved(path);
      if (unsaved !== undefined) this.#note(path, unsaved);
    }
  }

  #gone(paths: readonly string[]): IndexChange {
    const known = paths.filter((path) => this.#files.has(path));
    if (known.length === 0) return [];
    for (const path of known) this.#files.delete(path);
    this.reader.forgetModules();
    return this.#changedWith(known, new Set(known));
  }

  /** Reads these files anew, but for those that are gone, and then those that use what they export, as long as that changes. */
  #changedWith(paths: Iterable<string>, gone: ReadonlySet<string> = new Set()): IndexChange {
    const changed = new Map<string, FileDefinitions>();
    const done = new Set<string>();
    for (let next = [...paths]; next.length > 0;) {
      const helpers: string[] = [];
      for (const path of next) {
        done.add(path);
        const exists = !gone.has(path);
        if (this.#define(path, exists)) changed.set(path, this.#ofFile(path));
        if (this.#exportsChanged(path, exists)) helpers.push(path);
      }
      next = this.#files.mayImport(helpers).filter((path) => !done.has(path));
    }
    return [...changed.values()];
  }

  /** @returns whether the definitions of the file are others than before */
  #define(path: string, exists: boolean): boolean {
    const before = this.#definitions.get(path) ?? [];
    if (!exists) this.#whole.delete(path);
    const now = exists ? this.#definitionsNow(path, before) : [];
    if (now.length === 0) this.#definitions.delete(path);
    else this.#definitions.set(path, now);
    return before.length !== now.length || JSON.stringify(before.map(plainDefinition)) !== JSON.stringify(now.map(plainDefinition));
  }

  #definitionsNow(path: string, before: readonly FoundDefinition[]): readonly FoundDefinition[] {
    const found = definitions(this.workspace, this.reader, path);
    if (this.parses(path)) {
      this.#whole.delete(path);
      return found;
    }
    const whole = this.#whole.get(path) ?? before;
    this.#whole.set(path, whole);
    return whileBroken(whole, found, this.reader.read(path) ?? "");
  }

  #exportsChanged(path: string, exists: boolean): boolean {
    const before = this.#exports.get(path) ?? "";
    const makers = exists ? this.reader.exportedMakers(path) : [];
    const now = JSON.stringify([...makers]);
    if (now === "[]") this.#exports.delete(path);
    else this.#exports.set(path, now);
    return before !== (now === "[]" ? "" : now);
  }

  #ofFile(path: string): FileDefinitions {
    return { file: relativePath(this.workspace, path), definitions: (this.#definitions.get(path) ?? []).map(plainDefinition) };
  }

  /** A `.gitignore` changed, or a folder came: which files belong to the workspace is found out anew; what is known of those that stay is kept. */
  #listAgain(): IndexChange {
    const { files, packages } = this.#sources.list();
    const now = new Set(files);
    const removed = [...this.#files.paths()].filter((path) => !now.has(path));
    for (const path of removed) this.#files.delete(path);
    const renamed = this.#files.setPackages(packages);
    const added = files.filter((path) => renamed || !this.#files.has(path));
    this.#readAgain(added);
    this.reader.forgetModules();
    return this.#changedWith([...removed, ...added], new Set(removed));
  }

  /** What says where imports lead: every file that makes something may now get it from elsewhere, and a package may have come or gone. */
  #configured(path: string, text?: string): IndexChange {
    this.reader.replace(path, text);
    this.reader.forgetModules();
    if (path.endsWith("package.json") && this.#files.setPackages(this.#sources.list().packages)) {
      this.#readAgain([...this.#files.paths()]);
      return this.#changedWith([...this.#definitions.keys(), ...this.#files.mayImport([...this.#exports.keys()])]);
    }
    return this.#changedWith([...this.#files.ours, ...this.#definitions.keys()]);
  }
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
const isIgnoreFile = (name: string): boolean => /(?:^|\/)\.gitignore$/.test(name);
const isConfiguration = (name: string): boolean =>
  /(?:^|\/)(?:tsconfig[^/]*|package)\.json$/.test(name) && !/(?:^|\/)node_modules\//.test(name);
