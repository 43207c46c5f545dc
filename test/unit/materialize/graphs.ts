import fc from "fast-check";

/** One node of a graph to be built: what it is, and the numbers of the nodes that it holds. */
const node = fc.record({ kind: fc.constantFrom("object", "list", "map", "set"), holds: fc.array(fc.nat(9), { maxLength: 4 }) });

/** Containers that hold each other in any way: trees, shared parts, cycles. */
export const graph = fc.array(node, { minLength: 1, maxLength: 10 }).map((nodes): object => {
  const containers = nodes.map(({ kind }) => empty(kind));
  for (const [index, { holds }] of nodes.entries()) {
    for (const [place, held] of holds.entries()) put(containers[index], place, containers[held % containers.length]);
  }
  return containers[0] ?? {};
});

type Container = unknown[] | Map<unknown, unknown> | Set<unknown> | Record<string, unknown>;

function empty(kind: string): Container {
  if (kind === "list") return [];
  if (kind === "map") return new Map();
  return kind === "set" ? new Set() : {};
}

function put(container: Container | undefined, place: number, held: unknown): void {
  if (Array.isArray(container)) container.push(held);
  else if (container instanceof Map) container.set(place % 2 === 0 ? held : place, held);
  else if (container instanceof Set) container.add(held);
  else if (container !== undefined) container[`k${String(place)}`] = held;
}

/** A graph as text: each container once, with the numbers of those it holds. Equal where the shapes are. */
export function describeGraph(root: unknown): string[] {
  const numbers = new Map<unknown, number>();
  const lines: string[] = [];
  const visit = (value: unknown): string => {
    if (typeof value !== "object" || value === null) return String(value);
    const known = numbers.get(value);
    if (known !== undefined) return `#${String(known)}`;
    const number = numbers.size;
    numbers.set(value, number);
    const members = value instanceof Map || value instanceof Set ? [...value.entries()] : Object.entries(value);
    lines[number] = `${value.constructor.name}(${members.map(([key, held]) => `${visit(key)}: ${visit(held)}`).join(", ")})`;
    return `#${String(number)}`;
  };
  visit(root);
  return lines;
}
