import type { JsonObject } from "./json.ts";

/**
 * A class that rebuilds itself from its own JSON: `toJSON()` on its instances, and a static `fromJSON` (or `load`, as the ml.js packages
 * call it). Its instances need no materializer.
 *
 * @example
 * class Model {
 *   constructor(readonly weights: number[]) {}
 *   toJSON() { return { weights: this.weights }; }
 *   static fromJSON(json: { weights: number[] }) { return new Model(json.weights); }
 * }
 */
export interface LoadableClass {
  readonly name: string;
  /** A method, so that a class may declare the JSON it expects. */
  fromJSON?(json: unknown): unknown;
  load?(json: unknown): unknown;
}

/** A class as the type of what a materializer keeps. */
export interface MaterializedClass<T> {
  readonly name: string;
  readonly prototype: T;
}

/**
 * How values of one class are kept, where their author wants it otherwise than by default.
 *
 * @example
 * materializer({
 *   type: Model,
 *   extension: "bin",
 *   save: (model, dir) => writeFile(join(dir, "model.bin"), model.bytes()),
 *   load: async (dir, Type) => Type.parse(await readFile(join(dir, "model.bin"))),
 * });
 */
export interface Materializer<T = unknown, C extends MaterializedClass<T> = MaterializedClass<T>> {
  readonly type: C;
  /** Of the one file that `save` writes, without a dot. Where it writes several files, the folder is kept. */
  readonly extension: string;
  /** Writes the value into the empty folder `dir`. May return a promise. */
  save(value: T, dir: string): unknown;
  /** Reads what `save` wrote: `dir` holds the same files under the same names, and is gone afterwards. May return a promise. */
  load(dir: string, type: C): T | Promise<T>;
  /** Something smaller to show in place of the value: a number, text, a list of records, ``html`…` ``. It is cut to size. */
  preview?(value: T): unknown;
  /** Facts to keep with the value: `{ parameters: 1200 }`. */
  metadata?(value: T): JsonObject;
}
