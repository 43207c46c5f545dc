import type { Value } from "./values.ts";

/** A variable and what it holds now. */
export interface Cell {
  readonly name: string;
  value: Value;
}

/** Where names are looked up. */
export interface Names {
  find(name: string): Cell | undefined;
}

/** The variables of a block or function, within those around it. */
export class Scope implements Names {
  readonly #around: Names;
  readonly #cells = new Map<string, Cell>();
  /** Absolute path of the file whose text this is. */
  readonly file: string;

  constructor(around: Names, file: string) {
    this.#around = around;
    this.file = file;
  }

  inner(): Scope {
    return new Scope(this, this.file);
  }

  declare(name: string, value: Value): void {
    this.#cells.set(name, { name, value });
  }

  find(name: string): Cell | undefined {
    return this.#cells.get(name) ?? this.#around.find(name);
  }
}
