import type { Theme } from "../../shared/theme.ts";
import type { Direction, Layout, Place } from "../graph/layout.ts";
import type { GraphView, ViewNode } from "../graph/view.ts";
import type { Card } from "../state/card.ts";
import { drawCard, type Attention, type Detail } from "./draw-card.ts";
import { drawFrame, drawFrameTitle } from "./draw-frame.ts";
import { drawMarks } from "./edge-marks.ts";
import type { Pen } from "./pen.ts";

/** All that a picture of the graph is made from. */
export interface Scene {
  readonly view: GraphView;
  readonly layout: Layout;
  readonly direction: Direction;
  readonly cardOf: (node: ViewNode) => Card;
  readonly attentionOf: (node: ViewNode) => Attention;
  /** A node of the view by its id. */
  readonly nodeOf: (id: string) => ViewNode | undefined;
}

/** A part of the plane. */
export interface Area {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export const noAttention: Attention = { selected: false, focused: false, highlighted: false, dimmed: false };

/** The frames of open groups, to be drawn behind the edges. */
export function drawFrames(pen: Pen, { view, layout }: Scene, theme: Theme): void {
  for (const node of view.nodes) {
    const place = layout.nodes.get(node.id);
    if (place !== undefined && isFrame(node)) drawFrame(pen, place, theme);
  }
}

/** Cards and names of groups, to be drawn above the edges. What lies outside of `area` is left out. */
export function drawCards(
  pen: Pen,
  scene: Scene,
  theme: Theme,
  { area, detail, turn }: { area?: Area; detail: Detail; turn: number },
): void {
  for (const node of scene.view.nodes) {
    const place = scene.layout.nodes.get(node.id);
    if (place === undefined || (area !== undefined && !touches(areaOf(place), area))) continue;
    const card = scene.cardOf(node);
    const attention = scene.attentionOf(node);
    if (isFrame(node)) drawFrameTitle(pen, place, card, theme, attention, detail);
    else drawCard(pen, place, card, theme, attention, detail, turn);
    if (card.hidden !== undefined && detail !== "colour") drawMarks(pen, place, card.hidden, scene.direction, theme);
  }
}

/** An open group is drawn as a frame, everything else as a card. */
export const isFrame = (node: ViewNode): boolean => node.kind === "group" && node.open;

/** The smallest area that holds everything. */
export function boundsOf({ nodes }: Layout): Area {
  let [left, top, right, bottom] = [Infinity, Infinity, -Infinity, -Infinity];
  for (const { x, y, width, height } of nodes.values()) {
    left = Math.min(left, x - width / 2);
    top = Math.min(top, y - height / 2);
    right = Math.max(right, x + width / 2);
    bottom = Math.max(bottom, y + height / 2);
  }
  return left === Infinity ? { left: 0, top: 0, right: 0, bottom: 0 } : { left, top, right, bottom };
}

/** Whether all of an area lies in another, and not nearer to its edge than `margin`. */
export function holds(outer: Area, inner: Area, margin = 0): boolean {
  return (
    inner.left >= outer.left + margin &&
    inner.right <= outer.right - margin &&
    inner.top >= outer.top + margin &&
    inner.bottom <= outer.bottom - margin
  );
}

/** Whether something is to be drawn where an area of the plane is: what is drawn may reach a little over its own bounds. */
export function touches(bounds: Area, area: Area): boolean {
  const margin = 12;
  return (
    bounds.right + margin >= area.left &&
    bounds.left - margin <= area.right &&
    bounds.bottom + margin >= area.top &&
    bounds.top - margin <= area.bottom
  );
}

export function areaOf({ x, y, width, height }: Place): Area {
  return { left: x - width / 2, top: y - height / 2, right: x + width / 2, bottom: y + height / 2 };
}
