import type { Graph } from "../../../src/runner/model/graph.ts";
import { dependenciesOf, stepsById } from "./dependencies.ts";
import type { GraphView, ViewNode } from "./view.ts";

/** Who stands directly before and after each step, values and `after` alike. */
export interface Neighbours {
  readonly before: ReadonlyMap<string, readonly string[]>;
  readonly after: ReadonlyMap<string, readonly string[]>;
}

/** Which of a step's neighbours: those that it waits for, or those that wait for it. */
export type Side = keyof Neighbours;

/** What the person asks for with a mark or a key: the neighbours of a node on one side. */
export interface MorePick {
  readonly node: string;
  readonly side: Side;
}

/** All neighbours of a step on one side, which the person has asked for. */
export interface Opened {
  readonly step: string;
  readonly side: Side;
}

/** How many neighbours of a step are not drawn. */
export type Hidden = Readonly<Record<Side, number>>;

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

/** The steps of a neighbourhood with what has been opened in it, in the order in which it was: one may lead to the next. */
export function widened(neighbours: Neighbours, near: ReadonlySet<string>, opened: readonly Opened[]): ReadonlySet<string> {
  const all = new Set(near);
  for (const { step, side } of opened) {
    // The step may be gone from the code, or from this neighbourhood.
    if (all.has(step)) for (const other of neighbours[side].get(step) ?? []) all.add(other);
  }
  return all;
}

/** The nodes of a view at its edge: those with neighbours that are not drawn. A closed group stands for its steps, an open one has none of its own. */
export function hiddenNeighbours({ nodes }: GraphView, neighbours: Neighbours): ReadonlyMap<string, Hidden> {
  const stepsOf = (node: ViewNode): readonly string[] =>
    node.kind === "step" ? [node.step.id] : node.kind === "group" && !node.open ? node.steps : [];
  const drawn = new Set(nodes.flatMap(stepsOf));
  const count = (steps: readonly string[], side: Side): number =>
    new Set(steps.flatMap((step) => neighbours[side].get(step) ?? []).filter((step) => !drawn.has(step))).size;
  return new Map(
    nodes.flatMap((node): readonly [string, Hidden][] => {
      const steps = stepsOf(node);
      const hidden = { before: count(steps, "before"), after: count(steps, "after") };
      return hidden.before + hidden.after === 0 ? [] : [[node.id, hidden]];
    }),
  );
}
