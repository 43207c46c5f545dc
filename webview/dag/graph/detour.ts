import type { Direction, Place, Point } from "./layout.ts";

/** Free room beside a card that an edge passes: less than a group has at its sides. */
const margin = 10;

/**
 * Places that an edge passes between a card and the border of the group around it, so that it runs beside the other cards of the group: the
 * layers know of the edge only outside of the group. In the order from the card to the border; none where the way is free.
 *
 * @param card where the edge begins or ends
 * @param others the other cards of the group
 * @param side whether the edge goes on behind the card, in the direction of the graph, or comes from before it
 * @param beyond where the edge goes on outside, to choose the side that is nearer
 */
export function detour(card: Place, others: readonly Place[], side: "after" | "before", beyond: Point, direction: Direction): Point[] {
  const along = (point: Point): number => (direction === "down" ? point.y : point.x);
  const across = (point: Point): number => (direction === "down" ? point.x : point.y);
  const depth = (place: Place): number => (direction === "down" ? place.height : place.width) / 2;
  const reach = (place: Place): number => (direction === "down" ? place.width : place.height) / 2 + margin;
  const sign = side === "after" ? 1 : -1;

  const passed = others.filter((other) => sign * (along(other) - along(card)) > depth(card));
  const free = (at: number): boolean => passed.every((other) => Math.abs(at - across(other)) >= reach(other));
  const from = across(card);
  if (free(from)) return [];
  const length = (at: number): number => Math.abs(at - from) + Math.abs(at - across(beyond));
  const [way] = passed
    .flatMap((other) => [across(other) - reach(other), across(other) + reach(other)])
    .filter(free)
    .sort((a, b) => length(a) - length(b));
  if (way === undefined) return [];
  const first = sign * Math.min(...passed.map((other) => sign * along(other) - depth(other))) - sign * margin;
  const last = sign * Math.max(...passed.map((other) => sign * along(other) + depth(other)));
  return [first, last].map((at) => (direction === "down" ? { x: way, y: at } : { x: at, y: way }));
}
