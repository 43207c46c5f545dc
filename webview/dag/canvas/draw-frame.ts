import { iconOutline } from "../../shared/icons.ts";
import type { Theme } from "../../shared/theme.ts";
import type { Place } from "../graph/layout.ts";
import type { Card } from "../state/card.ts";
import { stepLook } from "../state/status.ts";
import type { Attention, Detail } from "./draw-card.ts";
import type { Pen } from "./pen.ts";

/** Draws the frame of an open group behind what stands in it. */
export function drawFrame(pen: Pen, { x, y, width, height }: Place, theme: Theme): void {
  const { colours, highContrast } = theme;
  const stroke = { colour: highContrast ? colours.border : colours.edge, width: 1, dash: [5, 4] };
  pen.box(x - width / 2, y - height / 2, width, height, 8, { fill: colours.group, opacity: highContrast ? 1 : 0.75 });
  pen.box(x - width / 2, y - height / 2, width, height, 8, { stroke });
}

/** Draws the name of an open group, and what has the person's attention, above all edges. */
export function drawFrameTitle(pen: Pen, place: Place, card: Card, theme: Theme, attention: Attention, detail: Detail): void {
  const { colours } = theme;
  const { x, y, width, height } = place;
  const left = x - width / 2;
  const top = y - height / 2;
  if (attention.selected) pen.box(left, top, width, height, 8, { stroke: { colour: colours.focus, width: 2.5 } });
  if (attention.focused)
    pen.box(left - 3, top - 3, width + 6, height + 6, 10, { stroke: { colour: colours.active, width: 1.5, dash: [3, 2] } });
  if (detail === "colour") return;
  const tone = card.status === undefined ? colours.muted : colours[stepLook(card.status).colour];
  pen.icon(iconOutline("chevronDown"), left + 8, top + 8, 12, colours.muted);
  const size = detail === "all" ? 11.5 : 16;
  pen.text(card.title, left + 24, top + 14 + 0.35 * size, { colour: colours.text, size, bold: true, maxWidth: width - 50, cut: "middle" });
  if (card.status !== undefined) pen.icon(iconOutline(stepLook(card.status).icon), left + width - 22, top + 8, 12, tone);
}
