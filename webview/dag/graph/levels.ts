import type { GraphView, ViewNode } from "./view.ts";

/** An edge as one level sees it: between the nodes there that hold its ends. */
export interface LevelEdge {
  /** Id of the edge in the view. */
  readonly edge: string;
  readonly source: string;
  readonly target: string;
}

/** A view taken apart by its open groups: each edge belongs to the innermost level that holds both of its ends. */
export class Levels {
  readonly #children = new Map<string | undefined, ViewNode[]>();
  readonly #edges = new Map<string | undefined, LevelEdge[]>();
  readonly #cards = new Map<string, readonly string[]>();
  readonly #parents: ReadonlyMap<string, string | undefined>;

  constructor({ nodes, edges }: GraphView) {
    this.#parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
    for (const node of nodes) push(this.#children, node.parent, node);
    for (const { id, source, target } of edges) {
      const from = this.#chain(source);
      const to = this.#chain(target);
      let depth = 0;
      while (depth < from.length - 1 && depth < to.length - 1 && from[depth] === to[depth]) depth += 1;
      const [left, right] = [from[depth], to[depth]];
      if (left === undefined || right === undefined || left === right) continue;
      push(this.#edges, depth === 0 ? undefined : from[depth - 1], { edge: id, source: left, target: right });
    }
  }

  /** What stands directly in a group, or outside of all. */
  children(group: string | undefined): readonly ViewNode[] {
    return this.#children.get(group) ?? [];
  }

  /** The cards in a group, at any depth: all but open groups. */
  cards(group: string): readonly string[] {
    const known = this.#cards.get(group);
    if (known !== undefined) return known;
    const found = this.children(group).flatMap((node) => (node.kind === "group" && node.open ? this.cards(node.id) : [node.id]));
    this.#cards.set(group, found);
    return found;
  }

  edges(group: string | undefined): readonly LevelEdge[] {
    return this.#edges.get(group) ?? [];
  }

  /** A node and the groups around it, outermost first. */
  #chain(node: string): readonly string[] {
    const chain = [node];
    for (let parent = this.#parents.get(node); parent !== undefined; parent = this.#parents.get(parent)) chain.unshift(parent);
    return chain;
  }
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [value]);
  else list.push(value);
}
