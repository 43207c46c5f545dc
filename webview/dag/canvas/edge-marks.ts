import type { Theme } from "../../shared/theme.ts";
import type { Direction, Place, Point } from "../graph/layout.ts";
import type { Hidden, MorePick, Side } from "../graph/neighbourhood.ts";
import type { Pen } from "./pen.ts";
import type { Scene } from "./scene.ts";

/** Says at the edge of a card that more steps stand before or after it than are drawn: `+2`. */
interface EdgeMark extends Place {
  readonly side: Side;
  readonly text: string;
}

const height = 17;
const letter = 10.5;
/** A pointer need not hit it exactly. */
const reach = 4;

/** Draws the marks of a card, half on it and half beside it, where its edges leave and enter but not on them. */
export function drawMarks(pen: Pen, place: Place, hidden: Hidden, direction: Direction, { colours }: Theme): void {
  for (const { x, y, width, text } of marksOf(place, hidden, direction)) {
    const stroke = { colour: colours.border, width: 1 };
    pen.box(x - width / 2, y - height / 2, width, height, height / 2, { fill: colours.card, stroke });
    const wide = pen.width(text, letter, true);
    pen.text(text, x - wide / 2, y + 3.8, { colour: colours.muted, size: letter, bold: true, maxWidth: width });
  }
}

/** The mark at a point of the plane, and the node whose it is. */
export function markAt({ view, layout, direction, cardOf }: Scene, { x, y }: Point): MorePick | undefined {
  for (const node of view.nodes) {
    const { hidden } = cardOf(node);
    const place = layout.nodes.get(node.id);
    if (hidden === undefined || place === undefined) continue;
    const hit = marksOf(place, hidden, direction).find(
      (mark) => Math.abs(mark.x - x) <= mark.width / 2 + reach && Math.abs(mark.y - y) <= height / 2 + reach,
    );
    if (hit !== undefined) return { node: node.id, side: hit.side };
  }
  return undefined;
}

function marksOf(place: Place, hidden: Hidden, direction: Direction): readonly EdgeMark[] {
  return (["before", "after"] as const).flatMap((side): readonly EdgeMark[] => {
    const count = hidden[side];
    if (count === 0) return [];
    const text = `+${String(count)}`;
    const width = 10 + 7.5 * text.length;
    const sign = side === "before" ? -1 : 1;
    return [
      direction === "down"
        ? { side, text, width, height, x: place.x + place.width / 2 - 10 - width / 2, y: place.y + (sign * place.height) / 2 }
        : { side, text, width, height, x: place.x + sign * (place.width / 2 + 4), y: place.y + place.height / 2 - 8 },
    ];
  });
}
