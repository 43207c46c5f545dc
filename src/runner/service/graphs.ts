import { staticGraph, type StaticGraph } from "../analysis/graph/static-graph.ts";
import type { Finding } from "../model/finding.ts";
import type { Sources } from "./sources.ts";

/** The graphs of the pipelines of a folder as their sources show them, each read once until a file that it is made of changes. */
export class Graphs {
  readonly #sources: Sources;
  readonly #graphs = new Map<string, StaticGraph | undefined>();

  constructor(sources: Sources) {
    this.#sources = sources;
  }

  /** Undefined where there is no such pipeline, or its function is not in the source. */
  of(identity: string): StaticGraph | undefined {
    if (!this.#graphs.has(identity)) this.#graphs.set(identity, this.#read(identity));
    return this.#graphs.get(identity);
  }

  /**
   * Files have changed; relative to the folder.
   * @returns what is found now in each file that may have other findings than before
   */
  changed(files: readonly string[]): ReadonlyMap<string, readonly Finding[]> {
    const concerned = new Set(files);
    for (const [identity, graph] of this.#graphs) {
      const made = filesOf(identity, graph);
      if (!made.some((file) => files.includes(file))) continue;
      this.#graphs.delete(identity);
      for (const file of made) concerned.add(file);
      for (const { file } of graph?.findings ?? []) concerned.add(file);
    }
    return this.findings(concerned);
  }

  /** What is found in these files; all of them where none are named. */
  findings(files?: ReadonlySet<string>): ReadonlyMap<string, readonly Finding[]> {
    const found = new Map<string, Finding[]>([...(files ?? [])].map((file) => [file, []]));
    for (const { file, definitions } of this.#sources.snapshot()) {
      for (const { kind, identity } of definitions) {
        // A graph that was read before is known to lie elsewhere or not.
        if (kind !== "pipeline" || (files !== undefined && this.#graphs.has(identity) && !this.#touches(identity, files))) continue;
        for (const finding of this.of(identity)?.findings ?? []) {
          if (files !== undefined && !files.has(finding.file)) continue;
          const list = found.get(finding.file) ?? [];
          if (!list.some((each) => same(each, finding))) list.push(finding);
          found.set(finding.file, list);
        }
      }
      if (files === undefined && !found.has(file)) found.set(file, []);
    }
    return found;
  }

  #touches(identity: string, files: ReadonlySet<string>): boolean {
    return filesOf(identity, this.#graphs.get(identity)).some((file) => files.has(file));
  }

  #read(identity: string): StaticGraph | undefined {
    const { workspace, reader } = this.#sources;
    return staticGraph({ workspace, reader, identity });
  }
}

/** The files that a graph is made of. */
const filesOf = (identity: string, graph: StaticGraph | undefined): string[] => [
  identity.slice(0, identity.lastIndexOf("#")),
  ...(graph?.places.calls ?? []).flatMap(({ call, definition }) => [call.file, ...(definition === undefined ? [] : [definition.file])]),
];

/** Two pipelines that inline a third find the same in it. */
const same = (a: Finding, b: Finding): boolean =>
  a.code === b.code && a.message === b.message && JSON.stringify(a.range) === JSON.stringify(b.range);
