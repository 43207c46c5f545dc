import { cutText, textWidth } from "./cut-text.ts";
import type { Lettering, Pen, Shape } from "./pen.ts";

const outlines = new Map<string, Path2D>();

/** Draws on a canvas, with the transform that the context has. */
export class CanvasPen implements Pen {
  readonly #context: CanvasRenderingContext2D;
  readonly #family: string;
  #font = "";

  constructor(context: CanvasRenderingContext2D, fontFamily: string) {
    this.#context = context;
    this.#family = fontFamily;
  }

  box(x: number, y: number, width: number, height: number, radius: number, shape: Shape): void {
    const path = new Path2D();
    path.roundRect(x, y, width, height, Math.min(radius, width / 2, height / 2));
    this.#paint(path, shape);
  }

  text(text: string, x: number, y: number, lettering: Lettering): void {
    const context = this.#context;
    const font = this.#write(lettering);
    context.fillStyle = lettering.colour;
    context.fillText(
      cutText(text, lettering, font, (part) => context.measureText(part).width),
      x,
      y,
    );
  }

  width(text: string, size: number, bold: boolean): number {
    const font = this.#write({ size, bold });
    return textWidth(text, font, (part) => this.#context.measureText(part).width);
  }

  icon(outline: string, x: number, y: number, size: number, colour: string, turn = 0): void {
    const context = this.#context;
    let path = outlines.get(outline);
    if (path === undefined) {
      path = new Path2D(outline);
      outlines.set(outline, path);
    }
    context.save();
    context.translate(x + size / 2, y + size / 2);
    context.rotate(turn);
    context.scale(size / 16, size / 16);
    context.translate(-8, -8);
    context.fillStyle = colour;
    context.fill(path);
    context.restore();
  }

  path(commands: string, shape: Shape): void {
    this.#paint(new Path2D(commands), shape);
  }

  /** Takes up a font, and gives back how it is called. */
  #write(lettering: Pick<Lettering, "size" | "bold">): string {
    const font = fontOf(lettering, this.#family);
    // Setting a font is costly even where it is the same.
    if (this.#font !== font) this.#context.font = font;
    this.#font = font;
    return font;
  }

  #paint(path: Path2D, { fill, stroke, opacity = 1 }: Shape): void {
    const context = this.#context;
    context.globalAlpha = opacity;
    if (fill !== undefined) {
      context.fillStyle = fill;
      context.fill(path);
    }
    if (stroke !== undefined) {
      context.strokeStyle = stroke.colour;
      context.lineWidth = stroke.width;
      context.setLineDash([...(stroke.dash ?? [])]);
      context.stroke(path);
    }
    context.globalAlpha = 1;
  }
}

/** A font in CSS's shorthand. */
export function fontOf({ size, bold = false }: Pick<Lettering, "size" | "bold">, family: string): string {
  return `${bold ? "600 " : ""}${String(size)}px ${family}`;
}
