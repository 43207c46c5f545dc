import type { RunEvent } from "../../../src/runner/model/events.ts";
import type { Graph, GraphBinding, GraphStep } from "../../../src/runner/model/graph.ts";
import type { Binding, Invocation } from "../../../src/runner/model/spec.ts";

/** What a batch of events makes of the graph: another run brings its own, a dynamic pipeline grows. The same object where nothing did. */
export function foldGraph(graph: Graph, events: readonly RunEvent[]): Graph {
  let grown = graph;
  // Made once a batch and only for the events that need it.
  let known: Set<string> | undefined;
  for (const event of events) {
    if (event.event === "run.started") {
      grown = ofRun(event.spec);
      known = undefined;
    } else if (event.event === "step.added") {
      known ??= new Set(grown.steps.map(({ id }) => id));
      if (known.has(event.invocation.id)) continue;
      known.add(event.invocation.id);
      grown = { ...grown, steps: [...grown.steps, stepOf(event.invocation)] };
    }
  }
  return grown;
}

function ofRun({ pipeline, file, invocations }: Extract<RunEvent, { event: "run.started" }>["spec"]): Graph {
  return { pipeline, file, steps: invocations.map(stepOf) };
}

function stepOf(invocation: Invocation): GraphStep {
  const { id, step, at, after, group } = invocation;
  return {
    id,
    step,
    ...(at === undefined ? {} : { line: at.line }),
    inputs: Object.fromEntries(Object.entries(invocation.inputs).map(([name, binding]) => [name, bindingOf(binding)])),
    outputs: outputsOf(invocation),
    after,
    ...(group === undefined ? {} : { group }),
  };
}

function outputsOf({ outputs }: Invocation): GraphStep["outputs"] {
  const shown = outputs.kind === "none" ? [] : outputs.kind === "single" ? [outputs.output] : outputs.outputs;
  return shown.map(({ name, type }) => ({ name, type }));
}

function bindingOf(binding: Binding): GraphBinding {
  switch (binding.kind) {
    case "value":
      return { value: binding.value };
    case "output":
      return { from: `${binding.from.invocation}.${binding.from.output}` };
    case "version":
      return { artifact: binding.ref.artifact, version: binding.ref.version };
    case "list":
      return { list: binding.items.map(bindingOf) };
    case "object":
      return { object: Object.fromEntries(Object.entries(binding.fields).map(([name, field]) => [name, bindingOf(field)])) };
    default:
      return binding satisfies never;
  }
}
