import { join } from "node:path";
import { findingsIn, wantedSignatures } from "../analysis/findings/findings.ts";
import { staticGraph, type StaticGraph } from "../analysis/graph/static-graph.ts";
import { readSignatures } from "../analysis/signature/cached.ts";
import { userCache } from "../compile/user-cache.ts";
import { sdkTypes } from "../execute/own-files.ts";
import type { Finding } from "../model/finding.ts";
import type { Signatures } from "../model/signature.ts";
import type { Sources } from "./sources.ts";

/**
 * The graphs of the pipelines of a folder as their sources show them, each read once until a file that it is made of changes, and what is
 * found in the files. What the type checker said the last time that a file was run or checked is used as long as it is true; it is not asked.
 */
export class Graphs {
  readonly #sources: Sources;
  readonly #enforceAnnotations: boolean;
  readonly #graphs = new Map<string, StaticGraph | undefined>();

  constructor(sources: Sources, enforceAnnotations: boolean) {
    this.#sources = sources;
    this.#enforceAnnotations = enforceAnnotations;
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

  /** What is found in all files that define something. */
  findings(): ReadonlyMap<string, readonly Finding[]> {
    return new Map(this.#sources.snapshot().map(({ file }) => [file, this.#findingsIn(file)]));
  }

  #findingsIn(file: string): readonly Finding[] {
    const { workspace, reader } = this.#sources;
    // A file that defines nothing has no findings, and is not parsed for them.
    if (this.#sources.definitions(file).length === 0) return [];
    const described = this.#described(file);
    const request = { workspace, reader, path: join(workspace, file), enforceAnnotations: this.#enforceAnnotations };
    return findingsIn(described === undefined ? request : { ...request, described });
  }

  #read(identity: string): StaticGraph | undefined {
    const { workspace, reader } = this.#sources;
    const described = this.#described(fileOf(identity));
    const signatures = new Map(described?.signatures.map((signature) => [signature.identity, signature]));
    return staticGraph({ workspace, reader, identity, signatures });
  }

  /** What the checker said of a file and of what it calls; undefined where it was not asked, or files are others by now. */
  #described(file: string): Signatures | undefined {
    const { workspace, reader } = this.#sources;
    const bindings = wantedSignatures({ workspace, reader, path: join(workspace, file) });
    const files = [...new Set(bindings.map((binding) => join(workspace, fileOf(binding.identity))))];
    if (files.some((path) => this.#sources.isUnsaved(path))) return undefined;
    return readSignatures(userCache(), { files, workspace, sdkTypes, bindings });
  }
}

const fileOf = (identity: string): string => identity.slice(0, identity.lastIndexOf("#"));

/** The files that a graph is made of. */
const filesOf = (identity: string, graph: StaticGraph | undefined): string[] => [
  fileOf(identity),
  ...(graph?.places.calls ?? []).flatMap(({ call, definition }) => [call.file, ...(definition === undefined ? [] : [definition.file])]),
];
