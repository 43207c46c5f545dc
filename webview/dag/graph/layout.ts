import { Graph as LayoutGraph, layout as arrange, type EdgeLabel, type GraphLabel, type NodeLabel } from "@dagrejs/dagre";
import { detour } from "./detour.ts";
import { Levels, type LevelEdge } from "./levels.ts";
import type { GraphView, ViewNode } from "./view.ts";

export type Direction = "down" | "right";

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Where a node stands: its middle and its size. */
export type Place = Point & Size;

/** Where everything stands. */
export interface Layout {
  readonly nodes: ReadonlyMap<string, Place>;
  /** Places that an edge passes between its ends, so that it runs around other nodes. */
  readonly bends: ReadonlyMap<string, readonly Point[]>;
}

/** Above this many nodes the layering that takes the square of their number gives way to a faster one. */
const manyNodes = 300;
/** Room inside an open group around its steps, and above them for its name. */
const groupPadding = 14;
const groupHeader = 28;

/**
 * Places the nodes of a view in layers. Pure. What stands in an open group is laid out first and by itself; around it the group is one
 * node. (The layering library can do groups by itself, and takes 5 s for a hundred of them where this takes a tenth of that.) It
 * takes about a second at a thousand nodes, so it is done when nodes or edges change and never for a status, and of large graphs in a thread.
 */
export function layOut(view: GraphView, sizeOf: (node: ViewNode) => Size, direction: Direction): Layout {
  const levels = new Levels(view);
  const nodes = new Map<string, Place>();
  const bends = new Map<string, readonly Point[]>();
  /** The cards or groups that an edge connects on the level that holds both. */
  const ends = new Map<string, { readonly source: string; readonly target: string }>();
  const arranged = arrangeLevel(undefined);
  settle(undefined, 0, 0);
  for (const { id, source, target } of view.edges) bends.set(id, wholeWay(id, source, target));
  return { nodes, bends };

  /** Lays out what stands directly in a group, after the groups in there. */
  function arrangeLevel(group: string | undefined): Arranged {
    const inner = new Map<string, Arranged>();
    const sizes = new Map<string, Size>();
    for (const node of levels.children(group)) {
      const open = node.kind === "group" && node.open;
      if (open) inner.set(node.id, arrangeLevel(node.id));
      const content = inner.get(node.id)?.size;
      sizes.set(
        node.id,
        content === undefined
          ? sizeOf(node)
          : { width: content.width + 2 * groupPadding, height: content.height + groupHeader + groupPadding },
      );
    }
    return { ...layers(sizes, levels.edges(group), direction), inner };
  }

  /** Moves a level, and all in it, to where it stands in the whole. */
  function settle(group: string | undefined, left: number, top: number, level = arranged): void {
    for (const [id, place] of level.nodes) {
      const moved = { ...place, x: place.x + left, y: place.y + top };
      nodes.set(id, moved);
      const inside = level.inner.get(id);
      if (inside !== undefined) settle(id, moved.x - place.width / 2 + groupPadding, moved.y - place.height / 2 + groupHeader, inside);
    }
    for (const { edge, source, target } of levels.edges(group)) {
      const points = level.bends.get(pair(source, target)) ?? [];
      bends.set(
        edge,
        points.map(({ x, y }) => ({ x: x + left, y: y + top })),
      );
      ends.set(edge, { source, target });
    }
  }

  /** From card to card: in the group of the first, between the groups, and in the group of the last. */
  function wholeWay(edge: string, source: string, target: string): readonly Point[] {
    const between = bends.get(edge) ?? [];
    const outer = ends.get(edge);
    const [from, to] = [nodes.get(source), nodes.get(target)];
    if (outer === undefined || from === undefined || to === undefined) return between;
    const others = (group: string, own: string): Place[] => levels.cards(group).flatMap((id) => (id === own ? [] : (nodes.get(id) ?? [])));
    const out = outer.source === source ? [] : detour(from, others(outer.source, source), "after", between[0] ?? to, direction);
    const into = outer.target === target ? [] : detour(to, others(outer.target, target), "before", between.at(-1) ?? from, direction);
    return [...out, ...between, ...into.reverse()];
  }
}

interface Layers {
  readonly nodes: ReadonlyMap<string, Place>;
  /** By source and target. */
  readonly bends: ReadonlyMap<string, readonly Point[]>;
  readonly size: Size;
}

interface Arranged extends Layers {
  readonly inner: ReadonlyMap<string, Arranged>;
}

const pair = (source: string, target: string): string => `${source}→${target}`;

function layers(sizes: ReadonlyMap<string, Size>, edges: readonly LevelEdge[], direction: Direction): Layers {
  const graph = new LayoutGraph<GraphLabel, NodeLabel, EdgeLabel>();
  graph.setGraph({
    rankdir: direction === "down" ? "TB" : "LR",
    nodesep: direction === "down" ? 28 : 20,
    ranksep: direction === "down" ? 38 : 60,
    edgesep: 14,
    ranker: sizes.size > manyNodes ? "longest-path" : "network-simplex",
  });
  for (const [id, size] of sizes) graph.setNode(id, { ...size });
  for (const { source, target } of edges) graph.setEdge(source, target, { weight: 1, minlen: 1 });
  arrange(graph, { disableOptimalOrderHeuristic: sizes.size > manyNodes });

  const { width = 0, height = 0 } = graph.graph();
  // The library often places the first of several last. People read in the order of the calls, so such a picture is turned over.
  const over = isBackwards(graph, direction);
  const turned = ({ x, y }: Point): Point => (!over ? { x, y } : direction === "down" ? { x: width - x, y } : { x, y: height - y });
  const nodes = new Map<string, Place>();
  for (const id of graph.nodes()) {
    const { x = 0, y = 0, width, height } = graph.node(id);
    nodes.set(id, { ...turned({ x, y }), width, height });
  }
  const bends = new Map<string, readonly Point[]>();
  for (const { v, w } of graph.edges()) {
    const points = graph.edge(v, w).points?.slice(1, -1) ?? [];
    // The one bend of an edge between two layers lies on the straight line, and would only dent the curve.
    bends.set(pair(v, w), points.length > 1 ? points.map(turned) : []);
  }
  return { nodes, bends, size: { width, height } };
}

/** Whether more neighbours within the layers stand against the order in which they came than with it. */
function isBackwards(graph: LayoutGraph<GraphLabel, NodeLabel, EdgeLabel>, direction: Direction): boolean {
  const ranks = new Map<number, number[]>();
  for (const id of graph.nodes()) {
    const { x = 0, y = 0, rank = 0 } = graph.node(id);
    const across = ranks.get(rank) ?? [];
    across.push(direction === "down" ? x : y);
    ranks.set(rank, across);
  }
  const signs = [...ranks.values()].flatMap((across) => across.slice(1).map((place, index) => Math.sign(place - (across[index] ?? place))));
  return signs.reduce((sum, sign) => sum + sign, 0) < 0;
}
