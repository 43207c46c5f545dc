import { join } from "node:path";
import { findingsIn } from "../analysis/findings/findings.ts";
import { staticGraph, type StaticGraph } from "../analysis/graph/static-graph.ts";
import type { Finding } from "../model/finding.ts";
import type { Sources } from "./sources.ts";
import type { Types } from "./types.ts";

/** What is found in files that may have other findings than before; by path, relative to the folder. */
export type FoundInFiles = ReadonlyMap<string, readonly Finding[]>;

/**
 * The graphs of the pipelines of a folder as their sources show them, each read once until a file that it is made of changes, and what is
 * found in the files. Both are there at once from the syntax, and again when the type checker has said what it knows.
 */
export class Graphs {
  readonly #sources: Sources;
  readonly #types: Types;
  readonly #enforceAnnotations: boolean;
  readonly #graphs = new Map<string, StaticGraph | undefined>();
  /** What only the types have shown, by file. */
  readonly #typed = new Map<string, readonly Finding[]>();

  constructor(sources: Sources, types: Types, enforceAnnotations: boolean) {
    this.#sources = sources;
    this.#types = types;
    this.#enforceAnnotations = enforceAnnotations;
  }

  /** Undefined where there is no such pipeline, or its function is not in the source. */
  of(identity: string): StaticGraph | undefined {
    if (!this.#graphs.has(identity)) this.#graphs.set(identity, this.#read(identity));
    return this.#graphs.get(identity);
  }

  /** Files have changed; relative to the folder. */
  changed(files: readonly string[]): FoundInFiles {
    const concerned = new Set(files);
    for (const [identity, graph] of this.#graphs) {
      const touched = filesOf(identity, graph).filter((file) => files.includes(file));
      if (touched.length === 0) continue;
      // While something is typed there is no graph in the source; the one of before does until there is.
      if (graph !== undefined && touched.some((file) => !this.#sources.parses(file))) {
        concerned.add(fileOf(identity));
        continue;
      }
      this.#graphs.delete(identity);
      concerned.add(fileOf(identity));
    }
    return new Map([...concerned].map((file) => [file, this.#findingsIn(file)]));
  }

  /** The types of a file are known now. @returns whether that makes one of its graphs another than was told, and what is found in it */
  typed(file: string): { readonly redrawn: boolean; readonly findings: readonly Finding[] } {
    let redrawn = false;
    for (const [identity, told] of [...this.#graphs].filter(([identity]) => fileOf(identity) === file)) {
      const graph = this.#read(identity);
      this.#graphs.set(identity, graph);
      redrawn ||= JSON.stringify(graph?.graph) !== JSON.stringify(told?.graph);
    }
    return { redrawn, findings: this.#findingsIn(file) };
  }

  /** What is found in all files that define something. */
  findings(): FoundInFiles {
    return new Map(this.#sources.snapshot().map(({ file }) => [file, this.#findingsIn(file)]));
  }

  #findingsIn(file: string): readonly Finding[] {
    const { workspace, reader } = this.#sources;
    // A file that defines nothing has no findings, and is not parsed for them.
    if (this.#sources.definitions(file).length === 0) {
      this.#typed.delete(file);
      return [];
    }
    const request = { workspace, reader, path: join(workspace, file), enforceAnnotations: this.#enforceAnnotations };
    const shown = findingsIn(request);
    const described = this.#types.of(file);
    // Until the checker has looked again, what it found last stays, as it would flicker while somebody types. Its fixes are for another text.
    if (described === undefined) return union(shown, (this.#typed.get(file) ?? []).map(withoutFixes));
    const all = findingsIn({ ...request, described });
    const places = new Set(shown.map(placeOf));
    this.#typed.set(
      file,
      all.filter((finding) => !places.has(placeOf(finding))),
    );
    return all;
  }

  #read(identity: string): StaticGraph | undefined {
    const { workspace, reader } = this.#sources;
    const described = this.#types.of(fileOf(identity));
    const signatures = new Map(described?.signatures.map((signature) => [signature.identity, signature]));
    return staticGraph({ workspace, reader, identity, signatures });
  }
}

const fileOf = (identity: string): string => identity.slice(0, identity.lastIndexOf("#"));

const placeOf = ({ code, range: { start } }: Finding): string => `${code}:${String(start.line)}:${String(start.column)}`;

const union = (some: readonly Finding[], more: readonly Finding[]): readonly Finding[] => {
  const places = new Set(some.map(placeOf));
  return [...some, ...more.filter((finding) => !places.has(placeOf(finding)))];
};

const withoutFixes = (finding: Finding): Finding => ({ ...finding, fixes: [] });

/** The files that a graph is made of. */
const filesOf = (identity: string, graph: StaticGraph | undefined): string[] => [
  fileOf(identity),
  ...(graph?.places.calls ?? []).flatMap(({ call, definition }) => [call.file, ...(definition === undefined ? [] : [definition.file])]),
];
