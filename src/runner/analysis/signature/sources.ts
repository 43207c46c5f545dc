import { hash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { dirname, sep } from "node:path";
import ts from "../typescript.ts";
import { packageFolder } from "./package-folder.ts";

/** What a program was made from: when none of it has changed, its answers have not either. */
export interface ProgramSources {
  /** Absolute path → SHA-256 of the content: local files, configurations, the `package.json` of each package whose types were read. */
  readonly files: Readonly<Record<string, string>>;
  /** Absolute paths that were looked for and not there; one that appears can change what a name means. */
  readonly absent: readonly string[];
}

/** True for the compiler's own libraries, which belong to its version. */
export const isLibrary = (file: string): boolean => file.startsWith(libraryFolder);
const sourceFile = /\.[cm]?[jt]sx?$/;
const libraryFolder = dirname(ts.getDefaultLibFilePath({})) + sep;

/** The file system of a program, which remembers what it was asked: contents as they were read, and what was not there. */
export class RecordingFiles {
  readonly #files = new Map<string, string>();
  readonly #packages = new Set<string>();
  readonly #absent = new Set<string>();
  readonly #unsaved: ReadonlyMap<string, string>;

  /** @param unsaved text that stands in place of files, by absolute path */
  constructor(unsaved: ReadonlyMap<string, string> = new Map()) {
    this.#unsaved = unsaved;
  }

  fileExists(file: string): boolean {
    return this.#unsaved.has(file) || this.#noted(file, ts.sys.fileExists(file));
  }

  directoryExists(folder: string): boolean {
    return this.#noted(folder, ts.sys.directoryExists(folder));
  }

  readFile(file: string): string | undefined {
    const unsaved = this.#unsaved.get(file);
    if (unsaved !== undefined) {
      this.#files.set(file, hash("sha256", unsaved));
      return unsaved;
    }
    let content: Buffer;
    try {
      content = readFileSync(file);
    } catch {
      this.#files.delete(file);
      this.#absent.add(file);
      return undefined;
    }
    const folder = packageFolder(file);
    // A package is its version: its `package.json` stands for all of its files.
    if (folder !== undefined) this.#packages.add(folder);
    else if (!isLibrary(file)) this.#files.set(file, hash("sha256", content));
    return content.toString().replace(/^\uFEFF/, "");
  }

  /**
   * Everything since the beginning, but of source files only those of a program: one that reads again and again has read others for others.
   *
   * @param inProgram paths of the program's source files
   */
  sources(inProgram: ReadonlySet<string>): ProgramSources {
    const files = [...this.#files].filter(([file]) => inProgram.has(file) || !sourceFile.test(file));
    const packages = [...this.#packages].map((folder) => `${folder}/package.json`).filter((file) => existsSync(file));
    const versions = packages.map((file): [string, string] => [file, hash("sha256", readFileSync(file))]);
    // A folder that was asked for as a file is there all the same.
    const absent = [...this.#absent].filter((path) => !existsSync(path));
    return { files: Object.fromEntries([...files, ...versions]), absent };
  }

  #noted(path: string, found: boolean): boolean {
    if (!found && !isLibrary(path)) this.#absent.add(path);
    return found;
  }
}
