import type { Direction, Place, Point } from "../graph/layout.ts";

/** A chain of quadratic curves whose joints lie in the middle between two control points. */
export interface Curve {
  readonly start: Point;
  readonly controls: readonly Point[];
  readonly end: Point;
}

/** An edge leaves and enters along the direction of the graph, and passes the bends that the layout gave it in between. */
export function curveOf(source: Place, target: Place, bends: readonly Point[], direction: Direction): Curve {
  const down = direction === "down";
  const start = down ? { x: source.x, y: source.y + source.height / 2 } : { x: source.x + source.width / 2, y: source.y };
  const end = down ? { x: target.x, y: target.y - target.height / 2 } : { x: target.x - target.width / 2, y: target.y };
  const gap = down ? end.y - start.y : end.x - start.x;
  const reach = Math.min(26, Math.max(10, Math.abs(gap) * 0.45));
  const leave = down ? { x: start.x, y: start.y + reach } : { x: start.x + reach, y: start.y };
  const enter = down ? { x: end.x, y: end.y - reach } : { x: end.x - reach, y: end.y };
  return { start, controls: [leave, ...bends, enter], end };
}

/** The same curve in SVG's path language. */
export function pathOf({ start, controls, end }: Curve): string {
  const commands = [`M${text(start)}`];
  for (const [index, control] of controls.entries()) {
    const next = controls[index + 1];
    const joint = next === undefined ? end : { x: (control.x + next.x) / 2, y: (control.y + next.y) / 2 };
    commands.push(`Q${text(control)} ${text(joint)}`);
  }
  return commands.join("");
}

function text({ x, y }: Point): string {
  return `${x.toFixed(1)} ${y.toFixed(1)}`;
}
