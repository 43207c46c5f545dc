import type { Theme } from "../../shared/theme.ts";
import { CanvasPen } from "../canvas/canvas-pen.ts";
import { drawEdges } from "../canvas/draw-edges.ts";
import { measuringContext } from "../canvas/measure.ts";
import type { Pen } from "../canvas/pen.ts";
import { boundsOf, drawCards, drawFrames, noAttention, type Area, type Scene } from "../canvas/scene.ts";
import { escapeXml, SvgPen } from "./svg-pen.ts";

const margin = 24;
/** Browsers draw nothing at all on a canvas that is larger than this. */
const largestSide = 16_000;
const largestArea = 120_000_000;

/** The whole graph as the text of an SVG, in the colours of the theme. */
export function svgOf(scene: Scene, theme: Theme, title: string): string {
  const { left, top, right, bottom } = padded(boundsOf(scene.layout));
  const pen = new SvgPen(theme.fontFamily, measuringContext());
  drawPicture(pen, scene, theme);
  const [width, height] = [Math.ceil(right - left), Math.ceil(bottom - top)];
  const box = `${left.toFixed(1)} ${top.toFixed(1)} ${String(width)} ${String(height)}`;
  return `<?xml version="1.0" encoding="UTF-8"?>
<svg xmlns="http://www.w3.org/2000/svg" width="${String(width)}" height="${String(height)}" viewBox="${box}" role="img">
<title>${escapeXml(title)}</title>
<rect x="${left.toFixed(1)}" y="${top.toFixed(1)}" width="${String(width)}" height="${String(height)}" fill="${escapeXml(theme.colours.background)}"/>
${pen.elements}
</svg>
`;
}

/** The same as a PNG in base64. Twice as fine as the screen, or as fine as a very large graph allows. */
export function pngOf(scene: Scene, theme: Theme): string {
  const { left, top, right, bottom } = padded(boundsOf(scene.layout));
  const [width, height] = [right - left, bottom - top];
  const scale = Math.min(2, largestSide / width, largestSide / height, Math.sqrt(largestArea / (width * height)));
  const context = measuringContext();
  context.canvas.width = Math.ceil(width * scale);
  context.canvas.height = Math.ceil(height * scale);
  context.fillStyle = theme.colours.background;
  context.fillRect(0, 0, context.canvas.width, context.canvas.height);
  context.setTransform(scale, 0, 0, scale, -left * scale, -top * scale);
  drawPicture(new CanvasPen(context, theme.fontFamily), scene, theme);
  const url = context.canvas.toDataURL("image/png");
  return url.slice(url.indexOf(",") + 1);
}

function drawPicture(pen: Pen, scene: Scene, theme: Theme): void {
  const quiet: Scene = { ...scene, attentionOf: () => noAttention };
  drawFrames(pen, quiet, theme);
  drawEdges(pen, quiet, theme, { apart: true });
  drawCards(pen, quiet, theme, { detail: "all", turn: 0 });
}

function padded({ left, top, right, bottom }: Area): Area {
  return { left: left - margin, top: top - margin, right: right + margin, bottom: bottom + margin };
}
