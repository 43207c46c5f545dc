import type { Graph } from "../../../src/runner/model/graph.ts";
import type { PlannedStepView } from "../../../src/runner/model/panel.ts";
import type { RunView, StepView } from "../../../src/runner/model/panel-view.ts";
import { layOut, type Direction, type Layout, type Size } from "../graph/layout.ts";
import {
  hiddenNeighbours,
  neighbourhood,
  neighboursOf,
  widened,
  type Hidden,
  type Neighbours,
  type Opened,
} from "../graph/neighbourhood.ts";
import { viewOf, type GraphView, type ViewNode } from "../graph/view.ts";
import { treeItems, type TreeItem } from "../tree/tree-items.ts";
import { cardOf, type Card } from "./card.ts";

/** What decides which nodes there are and where they stand. */
export interface DrawingOptions {
  readonly direction: Direction;
  readonly showArtifacts: boolean;
  readonly closed: readonly string[];
  /** The step around which the neighbourhood is drawn; absent: the whole graph. */
  readonly anchor?: string;
  /** What has been opened beyond the neighbourhood. */
  readonly opened?: readonly Opened[];
}

/** How far the neighbourhood reaches, and how many steps it has at most. */
const reach = 3;
const most = 60;
/** A layout of this many nodes takes no longer than a person notices. */
const quick = 200;

/** The parts of the picture that stay the same while only statuses change. Each part is made anew only when what it depends on has changed. */
export class Drawing {
  readonly #sizeOf: (node: ViewNode) => Size;
  readonly #neighbours = remembered((graph: Graph) => neighboursOf(graph));
  readonly #items = remembered((graph: Graph, closed: string) => treeItems(graph, new Set(JSON.parse(closed) as string[])));
  readonly #hidden = remembered((view: GraphView, neighbours: Neighbours) => hiddenNeighbours(view, neighbours));
  readonly #view = remembered((graph: Graph, key: string) => this.#viewOf(graph, JSON.parse(key) as DrawingOptions));
  readonly #layout = remembered((view: GraphView, direction: Direction) => layOut(view, this.#sizeOf, direction));

  constructor(sizeOf: (node: ViewNode) => Size) {
    this.#sizeOf = sizeOf;
  }

  neighbours(graph: Graph): Neighbours {
    return this.#neighbours(graph, "");
  }

  items(graph: Graph, closed: readonly string[]): readonly TreeItem[] {
    return this.#items(graph, JSON.stringify(closed));
  }

  view(graph: Graph, { showArtifacts, closed, anchor, opened }: DrawingOptions): GraphView {
    return this.#view(graph, JSON.stringify({ showArtifacts, closed, ...(anchor === undefined ? {} : { anchor, opened }) }));
  }

  /** By node: how many of its neighbours are not in the view. */
  hidden(graph: Graph, view: GraphView): ReadonlyMap<string, Hidden> {
    return this.#hidden(view, this.neighbours(graph));
  }

  layout(view: GraphView, direction: Direction): Layout {
    return this.#layout(view, direction);
  }

  /** How large each node is drawn, by its id. */
  sizes(view: GraphView): ReadonlyMap<string, Size> {
    return new Map(view.nodes.map((node) => [node.id, this.#sizeOf(node)]));
  }

  /** A layout that was made elsewhere. */
  keepLayout(view: GraphView, direction: Direction, layout: Layout): void {
    this.#layout.keep(view, direction, layout);
  }

  /** Whether the layout is there already, or is made in a moment. */
  isQuick(view: GraphView, direction: Direction): boolean {
    return view.nodes.length <= quick || this.#layout.has(view, direction);
  }

  #viewOf(graph: Graph, { showArtifacts, closed, anchor, opened = [] }: DrawingOptions): GraphView {
    const neighbours = this.neighbours(graph);
    const only = anchor === undefined ? {} : { only: widened(neighbours, neighbourhood(neighbours, anchor, reach, most), opened) };
    return viewOf(graph, { showArtifacts, closed: new Set(closed), ...only });
  }
}

/** The cards of all given nodes at one moment. `hidden`: of the nodes at the edge of what is drawn. */
export function cardsOf(
  nodes: Iterable<ViewNode>,
  run: RunView | undefined,
  now: number,
  {
    plan,
    hidden,
  }: { readonly plan?: ReadonlyMap<string, PlannedStepView> | undefined; readonly hidden?: ReadonlyMap<string, Hidden> } = {},
): ReadonlyMap<string, Card> {
  const steps = new Map<string, StepView>(run?.steps.map((step) => [step.id, step]));
  return new Map(
    [...nodes].map((node) => {
      const card = cardOf(node, steps, run, now, plan);
      const beyond = hidden?.get(node.id);
      return [node.id, beyond === undefined ? card : { ...card, hidden: beyond }];
    }),
  );
}

interface Remembered<A, B, R> {
  (first: A, second: B): R;
  has(first: A, second: B): boolean;
  /** Remembers an answer that somebody else has found. */
  keep(first: A, second: B, answer: R): void;
}

/** A function that remembers its last answer. */
function remembered<A, B, R>(make: (first: A, second: B) => R): Remembered<A, B, R> {
  let last: { readonly first: A; readonly second: B; readonly answer: R } | undefined;
  const has = (first: A, second: B): boolean => last?.first === first && last.second === second;
  const answer = (first: A, second: B): R => {
    if (last?.first !== first || last.second !== second) last = { first, second, answer: make(first, second) };
    return last.answer;
  };
  const keep = (first: A, second: B, found: R): void => {
    last = { first, second, answer: found };
  };
  return Object.assign(answer, { has, keep });
}
