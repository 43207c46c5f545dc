import type { Graph } from "../../../src/runner/model/graph.ts";
import { dependenciesOf, stepsById } from "./dependencies.ts";

/** Who stands directly before and after each step, values and `after` alike. */
export interface Neighbours {
  readonly before: ReadonlyMap<string, readonly string[]>;
  readonly after: ReadonlyMap<string, readonly string[]>;
}

/** Both directions of the graph. */
export function neighboursOf(graph: Graph): Neighbours {
  const all = stepsById(graph);
  const before = new Map<string, readonly string[]>();
  const after = new Map<string, string[]>(graph.steps.map(({ id }) => [id, []]));
  for (const step of graph.steps) {
    const taken = dependenciesOf(step, all).flatMap((dependency) => (dependency.kind === "output" ? [dependency.step] : []));
    const waits = [...new Set([...taken, ...step.after.filter((id) => all.has(id))])];
    before.set(step.id, waits);
    for (const id of waits) after.get(id)?.push(step.id);
  }
  return { before, after };
}

/** A step with all that it can be reached from, and all that it reaches, in at most `distance` steps. At most `limit` of them, nearest first. */
export function neighbourhood({ before, after }: Neighbours, step: string, distance: number, limit: number): ReadonlySet<string> {
  const near = new Set([step]);
  let ring: readonly { readonly id: string; readonly way: "both" | "before" | "after" }[] = [{ id: step, way: "both" }];
  for (let walked = 0; walked < distance && ring.length > 0; walked += 1) {
    const next: { id: string; way: "before" | "after" }[] = [];
    for (const { id, way } of ring) {
      const reached = [
        ...(way === "after" ? [] : (before.get(id) ?? []).map((other) => ({ id: other, way: "before" as const }))),
        ...(way === "before" ? [] : (after.get(id) ?? []).map((other) => ({ id: other, way: "after" as const }))),
      ];
      for (const other of reached) {
        if (near.has(other.id) || near.size >= limit) continue;
        near.add(other.id);
        next.push(other);
      }
    }
    ring = next;
  }
  return near;
}
