import type { Core } from "cytoscape";
import type { Theme } from "../../shared/theme.ts";
import { CanvasPen } from "./canvas-pen.ts";
import type { Detail } from "./draw-card.ts";
import { drawEdges } from "./draw-edges.ts";
import { drawCards, drawFrames, type Scene } from "./scene.ts";

/** How long the mark of a running step takes for one turn, and how often it is drawn anew meanwhile, in milliseconds. */
const turnTime = 1200;
const frameTime = 60;

/**
 * The two canvases around the engine's: frames of groups with the edges below, cards above. They are drawn in the same frame as the engine
 * draws, so that nothing swims while the plane moves; and by themselves while a mark turns.
 */
export class CardLayer {
  readonly #below: CanvasRenderingContext2D;
  readonly #above: CanvasRenderingContext2D;
  readonly #core: Core;
  #scene: Scene | undefined;
  #theme: Theme;
  /** Whether anything turns. */
  #turning = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #frame: number | undefined;

  constructor(core: Core, below: HTMLCanvasElement, above: HTMLCanvasElement, theme: Theme) {
    this.#core = core;
    this.#below = contextOf(below);
    this.#above = contextOf(above);
    this.#theme = theme;
    core.on("render", this.#draw);
  }

  /** Shows another scene, or the same one with other cards, with the next frame. */
  show(scene: Scene, theme: Theme, turning: boolean): void {
    this.#scene = scene;
    this.#theme = theme;
    this.#turning = turning && !theme.reducedMotion;
    this.#drawSoon();
  }

  dispose(): void {
    this.#core.off("render", this.#draw);
    clearTimeout(this.#timer);
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
  }

  #drawSoon(): void {
    this.#frame ??= requestAnimationFrame(this.#draw);
  }

  readonly #draw = (): void => {
    if (this.#frame !== undefined) cancelAnimationFrame(this.#frame);
    this.#frame = undefined;
    clearTimeout(this.#timer);
    const scene = this.#scene;
    if (scene === undefined) return;
    const zoom = this.#core.zoom();
    const pan = this.#core.pan();
    const theme = this.#theme;
    const [width, height] = [this.#core.width(), this.#core.height()];
    const area = { left: -pan.x / zoom, top: -pan.y / zoom, right: (width - pan.x) / zoom, bottom: (height - pan.y) / zoom };
    for (const context of [this.#below, this.#above]) {
      fitCanvas(context.canvas, width, height);
      context.setTransform(1, 0, 0, 1, 0, 0);
      context.clearRect(0, 0, context.canvas.width, context.canvas.height);
      const scale = zoom * devicePixelRatio;
      context.setTransform(scale, 0, 0, scale, pan.x * devicePixelRatio, pan.y * devicePixelRatio);
    }
    const below = new CanvasPen(this.#below, theme.fontFamily);
    drawFrames(below, scene, theme);
    drawEdges(below, scene, theme, { area, zoom });
    const turn = this.#turning ? ((performance.now() % turnTime) / turnTime) * 2 * Math.PI : 0;
    drawCards(new CanvasPen(this.#above, theme.fontFamily), scene, theme, { area, detail: detailAt(zoom), turn });
    if (this.#turning && !document.hidden) this.#timer = setTimeout(() => this.#drawSoon(), frameTime);
  };
}

/** What can be read at a zoom. */
export function detailAt(zoom: number): Detail {
  return zoom >= 0.55 ? "all" : zoom >= 0.3 ? "name" : "colour";
}

function fitCanvas(canvas: HTMLCanvasElement, width: number, height: number): void {
  const [wide, high] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)];
  // Setting a size clears the canvas even where it is the same.
  if (canvas.width !== wide) canvas.width = wide;
  if (canvas.height !== high) canvas.height = high;
}

function contextOf(canvas: HTMLCanvasElement): CanvasRenderingContext2D {
  const context = canvas.getContext("2d");
  if (context === null) throw new Error("This browser has no canvas.");
  return context;
}
