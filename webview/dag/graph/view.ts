import type { Graph, GraphStep } from "../../../src/runner/model/graph.ts";
import { shownType } from "../../../src/runner/model/shown-type.ts";
import { dependenciesOf, stepsById, type Dependency } from "./dependencies.ts";
import { groupId, groupPaths } from "./groups.ts";

/** What is drawn of a graph: nodes and edges, before they have places. */
export interface GraphView {
  readonly nodes: readonly ViewNode[];
  readonly edges: readonly ViewEdge[];
}

/** `parent`: the open group that it stands in. */
export type ViewNode = { readonly id: string; readonly parent?: string } & (
  | { readonly kind: "step"; readonly step: GraphStep }
  | { readonly kind: "artifact"; readonly name: string; readonly type?: string; readonly producer?: ArtifactSource }
  /** An inlined pipeline: open, it is a frame around its steps; closed, it stands for them. */
  | { readonly kind: "group"; readonly name: string; readonly open: boolean; readonly steps: readonly string[] }
);

/** Which output made an artifact, or which stored version it is. */
export type ArtifactSource =
  | { readonly kind: "output"; readonly step: string; readonly output: string }
  | { readonly kind: "version"; readonly artifact: string; readonly version: string };

export interface ViewEdge {
  readonly id: string;
  readonly source: string;
  readonly target: string;
  /** `after` waits for the end of a step and takes nothing from it. */
  readonly kind: "data" | "after";
}

export interface ViewOptions {
  readonly showArtifacts: boolean;
  /** Ids of closed groups. */
  readonly closed: ReadonlySet<string>;
  /** Only these steps; absent: all. */
  readonly only?: ReadonlySet<string>;
}

export const stepNodeId = (step: string): string => `step:${step}`;
const outputNodeId = (step: string, output: string): string => `output:${JSON.stringify([step, output])}`;
const versionNodeId = (artifact: string, version: string): string => `version:${JSON.stringify([artifact, version])}`;

/** What to draw of a graph. Pure, and knows nothing of places, sizes and colours. */
export function viewOf(graph: Graph, options: ViewOptions): GraphView {
  const all = stepsById(graph);
  const steps = graph.steps.filter(({ id }) => options.only?.has(id) ?? true);
  const drawing = new Drawing(options, all);
  for (const step of steps) drawing.addStep(step);
  const drawn = new Set(steps.map(({ id }) => id));
  for (const step of steps) {
    for (const dependency of dependenciesOf(step, all)) drawing.connect(step, dependency, drawn);
    for (const id of step.after) if (drawn.has(id)) drawing.connectSteps(id, step.id, "after");
  }
  return drawing.view;
}

/** Collects nodes and edges. Each is there once, however many inputs lead to it. */
class Drawing {
  readonly #nodes = new Map<string, ViewNode>();
  readonly #edges = new Map<string, ViewEdge>();
  /** The node that stands for a step: its own, or a closed group. */
  readonly #standsFor = new Map<string, string>();
  readonly #options: ViewOptions;
  readonly #all: ReadonlyMap<string, GraphStep>;

  constructor(options: ViewOptions, all: ReadonlyMap<string, GraphStep>) {
    this.#options = options;
    this.#all = all;
  }

  get view(): GraphView {
    return { nodes: [...this.#nodes.values()], edges: [...this.#edges.values()] };
  }

  addStep(step: GraphStep): void {
    let parent: string | undefined;
    for (const path of groupPaths(step)) {
      const id = groupId(path);
      const open = !this.#options.closed.has(id);
      const before = this.#nodes.get(id);
      const steps = before?.kind === "group" ? [...before.steps, step.id] : [step.id];
      this.#nodes.set(id, { id, kind: "group", name: path.at(-1) ?? "", open, steps, ...(parent === undefined ? {} : { parent }) });
      if (!open) {
        this.#standsFor.set(step.id, id);
        return;
      }
      parent = id;
    }
    const id = stepNodeId(step.id);
    this.#nodes.set(id, { id, kind: "step", step, ...(parent === undefined ? {} : { parent }) });
    this.#standsFor.set(step.id, id);
  }

  connect(step: GraphStep, dependency: Dependency, drawn: ReadonlySet<string>): void {
    if (dependency.kind === "output" && !drawn.has(dependency.step)) return;
    if (!this.#options.showArtifacts) {
      if (dependency.kind === "output") this.connectSteps(dependency.step, step.id, "data");
      return;
    }
    const target = this.#standsFor.get(step.id);
    if (dependency.kind === "version") {
      const { artifact, version } = dependency;
      const id = versionNodeId(artifact, version);
      this.#nodes.set(id, {
        id,
        kind: "artifact",
        name: artifact,
        type: `version ${version}`,
        producer: { kind: "version", artifact, version },
      });
      this.#edge(id, target, "data");
      return;
    }
    const source = this.#standsFor.get(dependency.step);
    // What stays inside a closed group is not seen.
    if (source === target && source !== stepNodeId(dependency.step)) return;
    this.#edge(this.#output(dependency.step, dependency.output), target, "data");
  }

  connectSteps(from: string, to: string, kind: ViewEdge["kind"]): void {
    this.#edge(this.#standsFor.get(from), this.#standsFor.get(to), kind);
  }

  #output(step: string, output: string): string {
    const id = outputNodeId(step, output);
    if (this.#nodes.has(id)) return id;
    const source = this.#standsFor.get(step);
    const type = this.#all.get(step)?.outputs.find(({ name }) => name === output)?.type;
    const parent = source === undefined ? undefined : this.#nodes.get(source)?.parent;
    const name = output === "output" || output === "" ? step : output;
    this.#nodes.set(id, {
      id,
      kind: "artifact",
      name,
      producer: { kind: "output", step, output },
      ...(type === undefined ? {} : { type: shownType(type) }),
      ...(parent === undefined ? {} : { parent }),
    });
    this.#edge(source, id, "data");
    return id;
  }

  #edge(source: string | undefined, target: string | undefined, kind: ViewEdge["kind"]): void {
    if (source === undefined || target === undefined || source === target) return;
    const id = `${source}→${target}`;
    // What takes a value waits as well: one line says it.
    if (this.#edges.get(id)?.kind !== "data") this.#edges.set(id, { id, source, target, kind });
  }
}
