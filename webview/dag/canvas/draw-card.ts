import { iconOutline } from "../../shared/icons.ts";
import type { Theme } from "../../shared/theme.ts";
import type { Place, Size } from "../graph/layout.ts";
import type { ViewNode } from "../graph/view.ts";
import { cardLook, type Card } from "../state/card.ts";
import type { Lettering, Pen, Stroke } from "./pen.ts";

/** What the person's eyes and hands are on. */
export interface Attention {
  readonly selected: boolean;
  /** The keyboard stands here. */
  readonly focused: boolean;
  /** The cursor in the code stands here. */
  readonly highlighted: boolean;
  /** Something else is searched or selected. */
  readonly dimmed: boolean;
}

/** How much of a card can be read at a zoom: all of it, its name, or only its colour. */
export type Detail = "all" | "name" | "colour";

const cardHeight = 60;
const nameSize = 13;
/** From afar there is nothing but the name, so it may be larger: as large as most of them have room. */
const farNameSize = 16;
const lineHeight = 15;
const artifactHeight = 28;
const closedGroupHeight = 50;
const radius = 6;
const padding = 12;
const iconSize = 16;
const markSize = 16;

/** The size of a node's card, from its texts alone: it does not change while a run goes on. `measure` gives a width at 13 px. */
export function sizeOfCard(node: ViewNode, measure: (text: string, bold: boolean) => number): Size {
  if (node.kind === "artifact") return { width: clamp(measure(node.name, false) + 44, 80, 200), height: artifactHeight };
  const name = node.kind === "step" ? node.step.id : node.name;
  const height = node.kind === "step" ? cardHeight : closedGroupHeight;
  return { width: clamp(measure(name, true) + 2 * padding + iconSize + 12, 192, 280), height };
}

/** Draws one card. `turn` is how far the mark of a running step has turned, in radians. */
export function drawCard(pen: Pen, place: Place, card: Card, theme: Theme, attention: Attention, detail: Detail, turn: number): void {
  const { colours } = theme;
  const tone = colours[cardLook(card)?.colour ?? "quiet"];
  const left = place.x - place.width / 2;
  const top = place.y - place.height / 2;
  const opacity = attention.dimmed ? 0.35 : 1;
  const round = card.kind === "artifact" ? place.height / 2 : radius;
  if (card.kind === "group") {
    pen.box(left + 5, top + 5, place.width, place.height, round, {
      fill: colours.card,
      stroke: { colour: colours.border, width: 1 },
      opacity,
    });
  }
  // From afar a card is a spot of its colour.
  const begun = card.status !== undefined && card.status !== "pending" && card.status !== "skipped";
  const fill = detail !== "colour" || card.kind === "artifact" ? colours.card : begun ? tone : colours.edge;
  pen.box(left, top, place.width, place.height, round, { fill, stroke: outline(card, theme, tone), opacity });
  if (attention.selected || attention.focused || attention.highlighted) drawRing(pen, place, round, theme, attention);
  if (detail === "colour") return;
  if (card.kind === "artifact") drawArtifact(pen, left, place, card, theme, attention.dimmed);
  else drawStep(pen, left, top, place, card, theme, { dimmed: attention.dimmed, detail, turn, tone });
}

function outline({ status }: Card, { colours, highContrast }: Theme, tone: string): Stroke {
  const quiet = status === undefined || status === "completed" || status === "cached";
  if (status === "pending" || status === "skipped") return { colour: highContrast ? colours.border : colours.edge, width: 1, dash: [4, 3] };
  return quiet ? { colour: colours.border, width: 1 } : { colour: tone, width: status === "failed" ? 2 : 1.5 };
}

function drawRing(pen: Pen, { x, y, width, height }: Place, round: number, { colours }: Theme, attention: Attention): void {
  const ring = (gap: number, stroke: Stroke): void =>
    pen.box(x - width / 2 - gap, y - height / 2 - gap, width + 2 * gap, height + 2 * gap, round + gap, { stroke });
  if (attention.selected) ring(2.5, { colour: colours.focus, width: 2.5 });
  if (attention.focused) ring(attention.selected ? 6 : 3, { colour: colours.active, width: 1.5, dash: [3, 2] });
  if (attention.highlighted && !attention.selected) ring(3, { colour: colours.highlight, width: 2 });
}

function drawArtifact(pen: Pen, left: number, { y, width }: Place, card: Card, { colours }: Theme, dimmed: boolean): void {
  const colour = dimmed ? colours.track : colours.text;
  pen.icon(iconOutline("artifact"), left + 10, y - 7, 14, dimmed ? colours.track : colours.artifact);
  pen.text(card.title, left + 29, y + 4, { colour, size: 12, maxWidth: width - 40 });
}

interface StepDrawing {
  readonly dimmed: boolean;
  readonly detail: Detail;
  readonly turn: number;
  readonly tone: string;
}

function drawStep(pen: Pen, left: number, top: number, place: Place, card: Card, theme: Theme, drawing: StepDrawing): void {
  const { colours } = theme;
  const { dimmed, detail, tone, turn } = drawing;
  const name = cardLook(card)?.icon ?? (card.kind === "group" ? "layers" : "circle");
  const under = detail === "all" ? [card.subtitle, card.note ?? ""].filter((line) => line !== "") : [];
  // All lines together stand in the middle, of what the bar leaves where there are three.
  const middle = place.y - 8 * under.length - (under.length > 1 && card.fraction !== undefined ? 2 : 0);
  pen.icon(iconOutline(name), left + padding - 1, middle - 8, iconSize, dimmed ? colours.track : tone, name === "loading" ? turn : 0);
  const textLeft = left + padding + iconSize + 6;
  const marks = [...new Set(card.within?.map(({ kind }) => kind))];
  const lineWidth = place.width - (textLeft - left) - padding;
  const maxWidth = lineWidth - marks.length * markSize;
  for (const [index, kind] of marks.entries()) {
    const markLeft = left + place.width - padding - (marks.length - index) * markSize + 4;
    pen.icon(iconOutline(kind), markLeft, middle - 7, markSize - 2, dimmed ? colours.track : colours.muted);
  }
  const size =
    detail === "all" ? nameSize : clamp(Math.floor((nameSize * maxWidth) / pen.width(card.title, nameSize, true)), nameSize, farNameSize);
  const colour = dimmed ? colours.muted : colours.text;
  pen.text(card.title, textLeft, middle + 0.35 * size, { colour, size, bold: true, maxWidth, cut: "middle" });
  for (const [index, line] of under.entries()) {
    const failed = card.status === "failed" && index === 0 && !dimmed;
    const lettering: Lettering = { colour: failed ? colours.failed : colours.muted, size: 11.5, maxWidth: lineWidth };
    pen.text(line, textLeft, middle + 21 + index * lineHeight, {
      ...lettering,
      cut: index === 0 && card.status === "running" ? "parts" : "end",
    });
  }
  if (card.fraction !== undefined) {
    const bar = place.width - 2 * radius;
    pen.box(left + radius, top + place.height - 5, bar, 3, 1.5, { fill: colours.track });
    pen.box(left + radius, top + place.height - 5, Math.max(3, bar * clamp(card.fraction, 0, 1)), 3, 1.5, { fill: tone });
  }
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
