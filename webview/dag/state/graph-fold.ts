import type { RunEvent } from "../../../src/runner/model/events.ts";
import type { Graph } from "../../../src/runner/model/graph.ts";
import { graphOfSpec, graphStep } from "../../../src/runner/model/graph-of-spec.ts";

/** What a batch of events makes of the graph: another run brings its own, a dynamic pipeline grows. The same object where nothing did. */
export function foldGraph(graph: Graph, events: readonly RunEvent[]): Graph {
  let grown = graph;
  // Made once a batch and only for the events that need it.
  let known: Set<string> | undefined;
  for (const event of events) {
    if (event.event === "run.started") {
      grown = graphOfSpec(event.spec);
      known = undefined;
    } else if (event.event === "step.added") {
      known ??= new Set(grown.steps.map(({ id }) => id));
      if (known.has(event.invocation.id)) continue;
      known.add(event.invocation.id);
      grown = { ...grown, steps: [...grown.steps, graphStep(event.invocation)] };
    }
  }
  return grown;
}
