import type { Graph } from "../../../src/runner/model/graph.ts";
import { searchSteps } from "../graph/search.ts";

/** A search and how far the person has gone through what it found. */
export class Search {
  readonly text: string;
  /** Steps, in the graph's order. */
  readonly found: readonly string[];
  /** Of the one that is shown; −1 for none. */
  readonly index: number;
  readonly #all: ReadonlySet<string>;

  constructor(text = "", graph?: Graph, from?: { readonly found: readonly string[]; readonly index: number }) {
    this.text = text;
    this.found = from?.found ?? (graph === undefined ? [] : searchSteps(graph, text));
    this.index = from?.index ?? (this.found.length > 0 ? 0 : -1);
    this.#all = new Set(this.found);
  }

  get current(): string | undefined {
    return this.found[this.index];
  }

  /** Whether a step stands back while this is searched. */
  hides(step: string): boolean {
    return this.text.trim() !== "" && !this.#all.has(step);
  }

  /** The same search at another find; after the last one comes the first. */
  moved(by: number): Search {
    const { found, text } = this;
    const count = found.length;
    return new Search(text, undefined, { found, index: count === 0 ? -1 : (this.index + by + count) % count });
  }
}
