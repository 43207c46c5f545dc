import type { Theme } from "../../shared/theme.ts";
import type { Layout } from "../graph/layout.ts";
import type { ViewEdge } from "../graph/view.ts";
import { curveOf, pathOf, type Curve } from "./edge-curve.ts";
import type { Pen, Stroke } from "./pen.ts";
import { touches, type Area, type Scene } from "./scene.ts";

/** An edge as it lies on the plane: its line and its arrowhead in SVG's path language. */
interface EdgeShape {
  readonly edge: ViewEdge;
  readonly line: string;
  readonly head: string;
  readonly bounds: Area;
}

/** How an edge looks: one that leads to or from what is selected stands out. */
const looks = ["dimmed", "plain", "near"] as const;
type EdgeLook = (typeof looks)[number];
const kinds = ["data", "after"] as const satisfies readonly ViewEdge["kind"][];

/** Edges stay where they are as long as the layout is the same. */
const shapes = new WeakMap<Layout, readonly EdgeShape[]>();

/** What is drawn, and how: `apart` draws each edge as a shape of its own; `zoom` is how large the picture is seen. */
interface EdgeDrawing {
  readonly area?: Area;
  readonly apart?: boolean;
  readonly zoom?: number;
}

/** However far away the graph is, its lines are seen: pixels. */
const thinnest = 0.6;

/**
 * Draws the edges, those that stand out above the others; what lies outside of `area` is left out. Edges that look the same are one shape,
 * which is quicker than thousands; `apart`: one shape each, for a picture that somebody may want to edit.
 */
export function drawEdges(pen: Pen, scene: Scene, theme: Theme, { area, apart = false, zoom = 1 }: EdgeDrawing = {}): void {
  const drawn = shapesOf(scene).filter(({ bounds }) => area === undefined || touches(bounds, area));
  const sorted = Map.groupBy(drawn, ({ edge }) => lookOf(edge, scene));
  for (const look of looks) {
    for (const kind of kinds) {
      const alike = (sorted.get(look) ?? []).filter(({ edge }) => edge.kind === kind);
      for (const group of apart ? alike.map((shape) => [shape]) : [alike])
        drawAlike(pen, group, strokeOf(look, kind, theme, thinnest / zoom), look);
    }
  }
}

function drawAlike(pen: Pen, group: readonly EdgeShape[], stroke: Stroke, look: EdgeLook): void {
  if (group.length === 0) return;
  const opacity = look === "dimmed" ? 0.3 : 1;
  pen.path(group.map(({ line }) => line).join(""), { stroke, opacity });
  pen.path(group.map(({ head }) => head).join(""), { fill: stroke.colour, opacity });
}

function strokeOf(look: EdgeLook, kind: ViewEdge["kind"], { colours, highContrast }: Theme, least: number): Stroke {
  const line =
    look === "near"
      ? { colour: colours.focus, width: Math.max(2, least) }
      : { colour: colours.edge, width: Math.max(highContrast ? 1.5 : 1.25, least) };
  return kind === "after" ? { ...line, dash: [5, 4] } : line;
}

function lookOf({ source, target }: ViewEdge, { attentionOf, nodeOf }: Scene): EdgeLook {
  const ends = [source, target].flatMap((id) => nodeOf(id) ?? []).map((node) => attentionOf(node));
  return ends.some(({ selected }) => selected) ? "near" : ends.some(({ dimmed }) => dimmed) ? "dimmed" : "plain";
}

function shapesOf({ view, layout, direction }: Scene): readonly EdgeShape[] {
  const known = shapes.get(layout);
  if (known !== undefined) return known;
  const made = view.edges.flatMap((edge): EdgeShape[] => {
    const from = layout.nodes.get(edge.source);
    const to = layout.nodes.get(edge.target);
    if (from === undefined || to === undefined) return [];
    const curve = curveOf(from, to, layout.bends.get(edge.id) ?? [], direction);
    return [{ edge, line: pathOf(curve), head: headOf(curve, direction), bounds: boundsOfCurve(curve) }];
  });
  shapes.set(layout, made);
  return made;
}

function headOf({ end: { x, y } }: Curve, direction: Scene["direction"]): string {
  return direction === "down"
    ? `M${at(x, y)}L${at(x - 4, y - 7)}L${at(x + 4, y - 7)}Z`
    : `M${at(x, y)}L${at(x - 7, y - 4)}L${at(x - 7, y + 4)}Z`;
}

/** A curve of this kind never leaves the hull of its points. */
function boundsOfCurve({ start, controls, end }: Curve): Area {
  const points = [start, ...controls, end];
  const [xs, ys] = [points.map(({ x }) => x), points.map(({ y }) => y)];
  return { left: Math.min(...xs), top: Math.min(...ys), right: Math.max(...xs), bottom: Math.max(...ys) };
}

function at(x: number, y: number): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
