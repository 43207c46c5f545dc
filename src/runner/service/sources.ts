import { readFileSync } from "node:fs";
import { discover } from "../analysis/discovery/discover.ts";
import { relativePath } from "../analysis/place.ts";
import ts from "../analysis/typescript.ts";
import type { Definition, FileDefinitions } from "../model/service.ts";

/** The sources of one folder as the editor has them: what they define, and their syntax. */
export class Sources {
  readonly folder: string;
  readonly #texts = new Map<string, string>();
  #definitions = new Map<string, readonly Definition[]>();

  private constructor(folder: string) {
    this.folder = folder;
  }

  static async open(folder: string): Promise<Sources> {
    const sources = new Sources(folder);
    await sources.#readAll();
    return sources;
  }

  /** Every file that defines something. */
  snapshot(): FileDefinitions[] {
    return [...this.#definitions].map(([file, definitions]) => ({ file, definitions }));
  }

  /** @param text what an editor holds; without it the disk counts */
  async update(path: string, text?: string): Promise<readonly FileDefinitions[]> {
    if (text === undefined) this.#texts.delete(path);
    else this.#texts.set(path, text);
    const before = this.#definitions;
    await this.#readAll();
    const files = new Set([...before.keys(), ...this.#definitions.keys()]);
    return [...files]
      .map((file) => ({ file, definitions: this.#definitions.get(file) ?? [] }))
      .filter(({ file, definitions }) => JSON.stringify(definitions) !== JSON.stringify(before.get(file) ?? []));
  }

  /** The definitions of a file, relative to the folder. */
  definitions(file: string): readonly Definition[] {
    return this.#definitions.get(file) ?? [];
  }

  find(identity: string): Definition | undefined {
    return this.definitions(identity.slice(0, identity.lastIndexOf("#"))).find((each) => each.identity === identity);
  }

  /** The syntax of a file; undefined where it cannot be read. */
  parse(path: string): ts.SourceFile | undefined {
    const text = this.#texts.get(path) ?? read(path);
    return text === undefined ? undefined : ts.createSourceFile(path, text, ts.ScriptTarget.Latest, true);
  }

  relative(path: string): string {
    return relativePath(this.folder, path);
  }

  async #readAll(): Promise<void> {
    const found = new Map<string, Definition[]>();
    for (const definition of await discover(this.folder)) {
      const list = found.get(definition.file) ?? [];
      list.push(definition);
      found.set(definition.file, list);
    }
    this.#definitions = found;
  }
}

const read = (path: string): string | undefined => {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
};
