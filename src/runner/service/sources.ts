import { existsSync } from "node:fs";
import { join, relative, sep } from "node:path";
import { WorkspaceIndex, type FileDefinitions } from "../analysis/discovery/workspace-index.ts";
import type { PlacedDefinition } from "../model/discovered.ts";
import type { ServiceFolder } from "../model/service.ts";

/** The sources of one open folder: the index, reached by the paths that the editor uses. */
export class Sources {
  readonly #folder: string;
  readonly #index: WorkspaceIndex;
  readonly #unsaved = new Map<string, string>();

  private constructor(folder: string, index: WorkspaceIndex) {
    this.#folder = folder;
    this.#index = index;
  }

  static async open({ path, exclude }: ServiceFolder): Promise<Sources> {
    return new Sources(path, await WorkspaceIndex.open(path, { exclude }));
  }

  /** Every file that defines something. */
  snapshot(): readonly FileDefinitions[] {
    return this.#index.snapshot();
  }

  /**
   * A file is another one now, or gone. @returns the files whose definitions are others than before
   *
   * @param text what an editor holds; without it the disk counts
   */
  update(path: string, text?: string): readonly FileDefinitions[] {
    const own = this.realPath(path);
    if (text === undefined) this.#unsaved.delete(own);
    else this.#unsaved.set(own, text);
    return text === undefined && !existsSync(own) ? this.#index.remove(own) : this.#index.update(own, text);
  }

  /** The definitions of a file, relative to the folder. */
  definitions(file: string): readonly PlacedDefinition[] {
    return this.#index.definitions(join(this.#index.workspace, file));
  }

  find(identity: string): PlacedDefinition | undefined {
    return this.#index.find(identity);
  }

  /** Where the folder really is. */
  get workspace(): string {
    return this.#index.workspace;
  }

  /** What editors hold in place of files, by the path of the real place. */
  get unsaved(): ReadonlyMap<string, string> {
    return new Map(this.#unsaved);
  }

  /** Whether an editor holds another text than the disk of any of them. The paths are those of the real places. */
  isAnyUnsaved(paths: readonly string[]): boolean {
    return paths.some((path) => this.#unsaved.has(path));
  }

  /** Whether a file is without a syntax error; relative to the folder. */
  parses(file: string): boolean {
    return this.#index.parses(join(this.#index.workspace, file));
  }

  /** Texts and syntax of the files, unsaved ones included. */
  get reader(): WorkspaceIndex["reader"] {
    return this.#index.reader;
  }

  /** A path as identities name it. */
  named(path: string): string {
    return relative(this.#folder, path).split(sep).join("/");
  }

  /** The real place of a path that an editor uses: the folder may have been opened by a link. */
  realPath(path: string): string {
    return join(this.#index.workspace, relative(this.#folder, path));
  }
}
