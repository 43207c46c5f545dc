import type { Graph, GraphBinding, GraphStep } from "./graph.ts";
import { shapeOutputs } from "./shape-outputs.ts";
import type { Binding, Invocation, PipelineSpec } from "./spec.ts";

/** A recorded pipeline as it is shown. */
export function graphOfSpec(spec: PipelineSpec): Graph {
  return { pipeline: spec.pipeline, file: spec.file, steps: spec.invocations.map(graphStep), ...(spec.dynamic && { dynamic: true }) };
}

/** A call of a step as it is shown. */
export function graphStep(invocation: Invocation): GraphStep {
  return {
    id: invocation.id,
    step: invocation.step,
    ...(invocation.at && { line: invocation.at.line }),
    inputs: mapValues(invocation.inputs, graphBinding),
    outputs: shapeOutputs(invocation.outputs).map(({ name, type }) => ({ name, type })),
    after: invocation.after,
    ...(invocation.group && { group: invocation.group }),
  };
}

function graphBinding(binding: Binding): GraphBinding {
  switch (binding.kind) {
    case "value":
      return { value: binding.value };
    case "output":
      return { from: `${binding.from.invocation}.${binding.from.output}` };
    case "version":
      return { artifact: binding.ref.artifact, version: binding.ref.version };
    case "list":
      return { list: binding.items.map(graphBinding) };
    case "object":
      return { object: mapValues(binding.fields, graphBinding) };
    default:
      return binding satisfies never;
  }
}

/** `Object.fromEntries` defines properties rather than assigning them, so an input called `__proto__` stays an input. */
function mapValues<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([key, value]) => [key, change(value)]));
}
