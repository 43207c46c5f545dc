import { stemOf } from "./stem.ts";

/** Which files may import which, by what their imports contain: the stem of the other's name. More than do, never fewer. */
export class Importers {
  /** Nearly all files of a large workspace have few importers: a list is cheaper than a set. */
  readonly #byStem = new Map<string, string[]>();
  readonly #stems = new Map<string, readonly string[]>();

  /** Says what a file imports, in place of what was said before. */
  set(file: string, stems: readonly string[]): void {
    for (const stem of this.#stems.get(file) ?? []) {
      const files = this.#byStem.get(stem);
      files?.splice(files.indexOf(file), 1);
    }
    if (stems.length === 0) this.#stems.delete(file);
    else this.#stems.set(file, stems.map(flat));
    for (const stem of this.#stems.get(file) ?? []) {
      const files = this.#byStem.get(stem);
      if (files === undefined) this.#byStem.set(stem, [file]);
      else files.push(file);
    }
  }

  /** Files that may import this one. */
  of(file: string): readonly string[] {
    return this.#byStem.get(stemOf(file)) ?? [];
  }
}

/** The engine keeps a long piece of a text as a view of it: a copy lets the text of the file go. */
const flat = (stem: string): string => (stem.length < 13 ? stem : Buffer.from(stem).toString());
