import { html, type PropertyValues, type TemplateResult } from "lit";
import { PlainElement } from "../../shared/plain-element.ts";
import type { Theme } from "../../shared/theme.ts";
import type { Size } from "../graph/layout.ts";
import { stepLook } from "../state/status.ts";
import { boundsOf, holds, isFrame, type Area, type Scene } from "./scene.ts";

/** It has the form of its graph, so that of a long one in a low panel it covers no more than a strip. */
const most: Size = { width: 168, height: 112 };
const least = 40;
const padding = 6;

/** The whole graph in a corner, with a frame around what is seen; not there while all of it is seen. Tells `map-center` with the point of the plane to go to. */
export class MiniMap extends PlainElement {
  static override properties = { scene: { attribute: false }, theme: { attribute: false }, seen: { attribute: false } };
  declare scene: Scene | undefined;
  declare theme: Theme;
  declare seen: Area | undefined;

  protected override render(): TemplateResult {
    return html`<canvas class="minimap" aria-hidden="true" @pointerdown=${this.#grab} @pointermove=${this.#drag}></canvas>`;
  }

  protected override updated(_changed: PropertyValues<this>): void {
    const canvas = this.querySelector("canvas");
    const context = canvas?.getContext("2d");
    if (canvas === null || context === null || context === undefined || this.scene === undefined) return;
    const { scene, theme, seen } = this;
    this.hidden = seen === undefined || holds(seen, boundsOf(scene.layout));
    if (seen === undefined || this.hidden) return;
    const { size, scale, x, y } = this.#fit();
    canvas.width = size.width * devicePixelRatio;
    canvas.height = size.height * devicePixelRatio;
    canvas.style.width = `${String(size.width)}px`;
    canvas.style.height = `${String(size.height)}px`;
    context.setTransform(scale * devicePixelRatio, 0, 0, scale * devicePixelRatio, x * devicePixelRatio, y * devicePixelRatio);
    for (const node of scene.view.nodes) {
      const place = scene.layout.nodes.get(node.id);
      if (place === undefined || isFrame(node)) continue;
      const { status } = scene.cardOf(node);
      context.fillStyle = status === undefined || status === "pending" ? theme.colours.edge : theme.colours[stepLook(status).colour];
      const dot = 2 / scale;
      context.fillRect(place.x - place.width / 2, place.y - place.height / 2, Math.max(place.width, dot), Math.max(place.height, dot));
    }
    context.strokeStyle = theme.colours.focus;
    context.lineWidth = 1.5 / scale;
    context.strokeRect(seen.left, seen.top, seen.right - seen.left, seen.bottom - seen.top);
  }

  #fit(): { readonly size: Size; readonly scale: number; readonly x: number; readonly y: number } {
    const { left, top, right, bottom } = this.scene === undefined ? { left: 0, top: 0, right: 1, bottom: 1 } : boundsOf(this.scene.layout);
    const graph = { width: Math.max(1, right - left), height: Math.max(1, bottom - top) };
    const scale = Math.min((most.width - 2 * padding) / graph.width, (most.height - 2 * padding) / graph.height);
    const along = (length: number): number => Math.max(least, Math.round(length * scale + 2 * padding));
    const size = { width: along(graph.width), height: along(graph.height) };
    return { size, scale, x: (size.width - (right + left) * scale) / 2, y: (size.height - (bottom + top) * scale) / 2 };
  }

  readonly #grab = (event: PointerEvent): void => {
    (event.target as Element).setPointerCapture(event.pointerId);
    this.#go(event);
  };

  readonly #drag = (event: PointerEvent): void => {
    if (event.buttons === 1) this.#go(event);
  };

  #go({ offsetX, offsetY }: PointerEvent): void {
    const { scale, x, y } = this.#fit();
    this.tell("map-center", { x: (offsetX - x) / scale, y: (offsetY - y) / scale });
  }
}
