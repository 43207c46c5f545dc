import type { Graph } from "../../../src/runner/model/graph.ts";

/**
 * The steps that a text finds, by id, step, output or group, in the graph's order. Words may stand in any order; letters count without
 * their case. Nothing is found by an empty text.
 */
export function searchSteps(graph: Graph, text: string): readonly string[] {
  const words = text
    .toLowerCase()
    .split(/\s+/)
    .filter((word) => word !== "");
  if (words.length === 0) return [];
  return graph.steps
    .filter(({ id, step, outputs, group = [] }) => {
      const all = [id, step, ...outputs.map(({ name }) => name), ...group].join(" ").toLowerCase();
      return words.every((word) => all.includes(word));
    })
    .map(({ id }) => id);
}
