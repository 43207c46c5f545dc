import type { Graph } from "../../../src/runner/model/graph.ts";
import { groupId, groupPaths } from "../graph/groups.ts";
import { stepNodeId, type ViewNode } from "../graph/view.ts";

/** A row of the graph as a tree: a group with its steps below it, or a step. */
export interface TreeItem {
  readonly node: ViewNode;
  /** From 1. */
  readonly level: number;
  readonly position: number;
  readonly setSize: number;
  /** Of groups. */
  readonly expanded?: boolean;
}

interface Branch {
  readonly path: readonly string[];
  readonly items: (Branch | { readonly step: Graph["steps"][number] })[];
  readonly steps: string[];
}

/** The whole graph as rows, in its own order. What a closed group holds is left out, as on the canvas. */
export function treeItems(graph: Graph, closed: ReadonlySet<string>): readonly TreeItem[] {
  const root: Branch = { path: [], items: [], steps: [] };
  const branches = new Map<string, Branch>();
  for (const step of graph.steps) {
    let branch = root;
    for (const path of groupPaths(step)) {
      const id = groupId(path);
      let next = branches.get(id);
      if (next === undefined) {
        next = { path, items: [], steps: [] };
        branches.set(id, next);
        branch.items.push(next);
      }
      next.steps.push(step.id);
      branch = next;
    }
    branch.items.push({ step });
  }
  return rows(root, 1, closed);
}

function rows({ items }: Branch, level: number, closed: ReadonlySet<string>): readonly TreeItem[] {
  return items.flatMap((item, index): readonly TreeItem[] => {
    const place = { level, position: index + 1, setSize: items.length };
    if ("step" in item) return [{ node: { id: stepNodeId(item.step.id), kind: "step", step: item.step }, ...place }];
    const id = groupId(item.path);
    const expanded = !closed.has(id);
    const node: ViewNode = { id, kind: "group", name: item.path.at(-1) ?? "", open: expanded, steps: item.steps };
    return [{ node, ...place, expanded }, ...(expanded ? rows(item, level + 1, closed) : [])];
  });
}
