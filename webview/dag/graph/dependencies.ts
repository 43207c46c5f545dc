import type { Graph, GraphBinding, GraphStep } from "../../../src/runner/model/graph.ts";

/** What a step takes at one input. `path` names it in full: `data`, `xs[0]`, `config.model`. */
export type Dependency =
  | { readonly kind: "output"; readonly path: string; readonly step: string; readonly output: string }
  | { readonly kind: "version"; readonly path: string; readonly artifact: string; readonly version: string };

/** All artifacts that come into a step. An id can hold a dot, so `from` is read against the steps that there are. */
export function dependenciesOf(step: GraphStep, steps: ReadonlyMap<string, GraphStep>): readonly Dependency[] {
  return Object.entries(step.inputs).flatMap(([name, binding]) => walk(name, binding, steps));
}

/** Steps by id. */
export function stepsById({ steps }: Graph): ReadonlyMap<string, GraphStep> {
  return new Map(steps.map((step) => [step.id, step]));
}

function walk(path: string, binding: GraphBinding, steps: ReadonlyMap<string, GraphStep>): readonly Dependency[] {
  if ("from" in binding) {
    const producer = producerOf(binding.from, steps);
    return producer === undefined ? [] : [{ kind: "output", path, ...producer }];
  }
  if ("artifact" in binding) return [{ kind: "version", path, artifact: binding.artifact, version: binding.version }];
  if ("expression" in binding) return (binding.of ?? []).flatMap((from) => walk(path, { from }, steps));
  if ("list" in binding) return binding.list.flatMap((item, index) => walk(`${path}[${String(index)}]`, item, steps));
  if ("object" in binding) return Object.entries(binding.object).flatMap(([name, field]) => walk(`${path}.${name}`, field, steps));
  return [];
}

function producerOf(from: string, steps: ReadonlyMap<string, GraphStep>): { readonly step: string; readonly output: string } | undefined {
  for (let dot = from.indexOf("."); dot !== -1; dot = from.indexOf(".", dot + 1)) {
    const step = from.slice(0, dot);
    const output = from.slice(dot + 1);
    if (steps.get(step)?.outputs.some(({ name }) => name === output) === true) return { step, output };
  }
  // An output that the graph does not list, such as one of a step that has not been read yet: the step still stands before.
  const dot = from.lastIndexOf(".");
  const step = dot === -1 ? from : from.slice(0, dot);
  return steps.has(step) ? { step, output: dot === -1 ? "" : from.slice(dot + 1) } : undefined;
}
