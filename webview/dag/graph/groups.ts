import type { Graph, GraphStep } from "../../../src/runner/model/graph.ts";

/** The id of the group of an inlined pipeline: the ids of those around it, outermost first, and its own. */
export const groupId = (path: readonly string[]): string => `group:${JSON.stringify(path)}`;

/** The groups that a step stands in, outermost first, each by its whole path. */
export function groupPaths({ group = [] }: GraphStep): readonly (readonly string[])[] {
  return group.map((_, index) => group.slice(0, index + 1));
}

/** Ids of all groups of a graph. */
export function groupsOf(graph: Graph): ReadonlySet<string> {
  return new Set(graph.steps.flatMap((step) => groupPaths(step).map(groupId)));
}
