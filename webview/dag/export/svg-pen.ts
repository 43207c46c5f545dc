import { cutText } from "../canvas/cut-text.ts";
import { fontOf } from "../canvas/canvas-pen.ts";
import type { Lettering, Pen, Shape } from "../canvas/pen.ts";

/** Draws into the text of an SVG. Every text in it is escaped; it holds no script, no style and no link. */
export class SvgPen implements Pen {
  readonly #parts: string[] = [];
  readonly #family: string;
  readonly #measure: CanvasRenderingContext2D;

  /** `measure` is a canvas to measure texts with. */
  constructor(fontFamily: string, measure: CanvasRenderingContext2D) {
    this.#family = fontFamily;
    this.#measure = measure;
  }

  /** The elements so far. */
  get elements(): string {
    return this.#parts.join("\n");
  }

  box(x: number, y: number, width: number, height: number, radius: number, shape: Shape): void {
    this.#add("rect", { x, y, width, height, rx: Math.min(radius, width / 2, height / 2), ...paint(shape) });
  }

  text(text: string, x: number, y: number, lettering: Lettering): void {
    const font = fontOf(lettering, this.#family);
    this.#measure.font = font;
    const cut = cutText(text, lettering, font, (part) => this.#measure.measureText(part).width);
    const weight: Record<string, number> = lettering.bold === true ? { "font-weight": 600 } : {};
    this.#add(
      "text",
      { x, y, "font-family": this.#family, "font-size": lettering.size, ...weight, fill: lettering.colour },
      escapeXml(cut),
    );
  }

  width(text: string, size: number, bold: boolean): number {
    this.#measure.font = fontOf({ size, bold }, this.#family);
    return this.#measure.measureText(text).width;
  }

  icon(outline: string, x: number, y: number, size: number, colour: string, turn = 0): void {
    const scale = size / 16;
    const turned = turn === 0 ? "" : ` rotate(${number((turn * 180) / Math.PI)} 8 8)`;
    this.#add("path", {
      transform: `translate(${number(x)} ${number(y)}) scale(${number(scale)})${turned}`,
      fill: colour,
      d: outline,
    });
  }

  path(commands: string, shape: Shape): void {
    this.#add("path", { d: commands, ...paint(shape) });
  }

  #add(name: string, attributes: Readonly<Record<string, string | number>>, content = ""): void {
    const written = Object.entries(attributes).map(
      ([key, value]) => `${key}="${typeof value === "number" ? number(value) : escapeXml(value)}"`,
    );
    const open = `<${name} ${written.join(" ")}`;
    this.#parts.push(content === "" ? `${open}/>` : `${open}>${content}</${name}>`);
  }
}

function paint({ fill, stroke, opacity }: Shape): Record<string, string | number> {
  return {
    fill: fill ?? "none",
    ...(stroke === undefined ? {} : { stroke: stroke.colour, "stroke-width": stroke.width }),
    ...(stroke?.dash === undefined ? {} : { "stroke-dasharray": stroke.dash.join(" ") }),
    ...(opacity === undefined ? {} : { opacity }),
  };
}

function number(value: number): string {
  return String(Math.round(value * 100) / 100);
}

/** A text as it may stand in XML. Characters that XML cannot hold at all become a replacement mark. */
export function escapeXml(text: string): string {
  return text
    .replaceAll(/[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replaceAll("&", "&amp;")
    .replaceAll("<", "&lt;")
    .replaceAll(">", "&gt;")
    .replaceAll('"', "&quot;");
}
