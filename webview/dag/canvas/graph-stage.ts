import type { Core, EventObject, NodeSingular } from "cytoscape";
import { html, type TemplateResult } from "lit";
import { PlainElement } from "../../shared/plain-element.ts";
import type { Theme } from "../../shared/theme.ts";
import type { Point } from "../graph/layout.ts";
import type { MorePick, Side } from "../graph/neighbourhood.ts";
import type { Viewport } from "../state/view-state.ts";
import { CardLayer, detailAt } from "./card-layer.ts";
import { markAt } from "./edge-marks.ts";
import { EngineNodes } from "./engine-nodes.ts";
import { startEngine } from "./engine.ts";
import { areaOf, boundsOf, holds, type Area, type Scene } from "./scene.ts";
import { fitPadding, readable, settledViewport } from "./settle.ts";

/** What the pointer did to a node: `stage-pick` (once), `stage-open` (twice), `stage-menu` (for its menu). Absent node: the plane. */
export interface StagePick {
  readonly node?: string;
  /** It hit the mark that says what is not drawn on this side of the node: `stage-more`, with a `MorePick`. */
  readonly more?: Side;
  /** In the page, for a menu. */
  readonly x: number;
  readonly y: number;
}

/** What is nearer to the edge of the view than this is not in sight. */
const edge = 16;

/**
 * The plane with the graph on it. Pictures have no meaning to a screen reader and take no focus: `step-tree` says and does the same by
 * keyboard. Besides `StagePick` it tells `stage-viewport`: with a `Viewport` where the person has moved it, with nothing where all is shown.
 */
export class GraphStage extends PlainElement {
  static override properties = {
    scene: { attribute: false },
    theme: { attribute: false },
    selected: { attribute: false },
    turning: { attribute: false },
    moreText: { attribute: false },
  };
  declare scene: Scene | undefined;
  declare theme: Theme;
  declare selected: string | undefined;
  /** Whether something runs. */
  declare turning: boolean;
  /** What a click on a mark does, in words. */
  declare moreText: (mark: MorePick) => string;
  /** Where to show a graph that is new on the plane; absent: all of it. */
  initialViewport: Viewport | undefined;

  #core: Core | undefined;
  #layer: CardLayer | undefined;
  #nodes: EngineNodes | undefined;
  #drawn: Scene["layout"] | undefined;
  #observer: ResizeObserver | undefined;
  /** Who decides what is seen: this element when it opens, the person who asked for all of it, or the person who moved it. */
  #mode: "opening" | "fit" | "free" = "opening";

  protected override render(): TemplateResult {
    return html`<canvas class="stage-below" aria-hidden="true"></canvas>
      <div class="stage-engine" aria-hidden="true"></div>
      <canvas class="stage-above" aria-hidden="true"></canvas>`;
  }

  protected override firstUpdated(): void {
    const [below, above] = this.querySelectorAll("canvas");
    const container = this.querySelector<HTMLElement>(".stage-engine");
    if (below === undefined || above === undefined || container === null) return;
    const core = startEngine(container);
    this.#core = core;
    this.#nodes = new EngineNodes(core);
    this.#layer = new CardLayer(core, below, above, this.theme);
    core.on("tap", (event) => this.#tap(event));
    // Of a finger; `DoubleClick` hears the mouse.
    core.on("dbltap", "node", (event) => (event.originalEvent as UIEvent).detail === 0 && this.tell("stage-open", this.#pick(event)));
    core.on("cxttap", (event) => this.tell("stage-menu", this.#pick(event)));
    core.on("dragpan scrollzoom pinchzoom", () => (this.#mode = "free"));
    core.on("viewport", () => this.tell("stage-viewport", this.#mode === "free" ? this.viewport : undefined));
    core.on("mouseover", "node", () => container.classList.add("over-node"));
    core.on("mouseout", "node", () => container.classList.remove("over-node"));
    core.on("mousemove", (event) => {
      const mark = this.#markUnder(event);
      container.classList.toggle("over-mark", mark !== undefined);
      container.title = mark === undefined ? "" : this.moreText(mark);
    });
    // The engine listens further inside, and so hears of it afterwards.
    for (const type of ["pointerdown", "mousedown", "touchstart"])
      this.addEventListener(type, () => this.#nodes?.finish(), { capture: true, passive: true });
    container.addEventListener("contextmenu", (event) => event.preventDefault());
    this.#observer = new ResizeObserver(() => {
      // What is selected stays in sight when its details open beside the plane.
      const selected = this.selected !== undefined && this.#isInSight(this.selected) ? this.selected : undefined;
      core.resize();
      this.#settle();
      if (selected !== undefined) this.reveal(selected);
    });
    this.#observer.observe(container);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    this.#layer?.dispose();
    this.#nodes?.dispose();
    this.#core?.destroy();
  }

  protected override updated(): void {
    const { scene } = this;
    const core = this.#core;
    if (core === undefined || scene === undefined) return;
    if (this.#drawn !== scene.layout) {
      const first = this.#drawn === undefined;
      this.#drawn = scene.layout;
      this.#nodes?.show(scene);
      if (first && this.initialViewport !== undefined) this.viewport = this.initialViewport;
      else if (this.#mode === "free" && !this.#anythingVisible()) this.fit();
      else this.#settle();
    }
    this.#layer?.show(scene, this.theme, this.turning);
  }

  /** Where the person looks. Setting it counts as a move of the person. */
  get viewport(): Viewport {
    const { x = 0, y = 0 } = this.#core?.pan() ?? {};
    return { zoom: this.#core?.zoom() ?? 1, x, y };
  }

  set viewport({ zoom, x, y }: Viewport) {
    this.#mode = "free";
    this.#core?.viewport({ zoom, pan: { x, y } });
  }

  /** The part of the plane that is seen. */
  get visibleArea(): Area {
    const { zoom, x, y } = this.viewport;
    const [width, height] = [this.#core?.width() ?? 0, this.#core?.height() ?? 0];
    return { left: -x / zoom, top: -y / zoom, right: (width - x) / zoom, bottom: (height - y) / zoom };
  }

  /** Shows all of the graph, and keeps doing so when the panel changes its size. */
  fit(): void {
    this.#mode = "fit";
    this.#settle();
  }

  /** Zooms around the middle. */
  zoomBy(factor: number): void {
    const core = this.#core;
    if (core === undefined) return;
    this.#mode = "free";
    core.zoom({ level: core.zoom() * factor, renderedPosition: { x: core.width() / 2, y: core.height() / 2 } });
  }

  /** Moves by a part of what is seen. */
  panBy({ x, y }: Point): void {
    this.#mode = "free";
    this.#core?.panBy({ x: -x * this.#core.width(), y: -y * this.#core.height() });
  }

  /** Brings a node into sight, at a zoom at which it can be read, and moves no further than needed. */
  reveal(node: string, closer = false): void {
    const place = this.scene?.layout.nodes.get(node);
    if (place === undefined || this.#core === undefined || (this.#isInSight(node) && !closer)) return;
    this.center(place.x, place.y, closer ? Math.max(this.#core.zoom(), 0.9) : this.#core.zoom());
  }

  /** Brings several nodes into sight, moving and zooming out no further than needed; the first of them alone where all of them would be too small. */
  revealAll(nodes: readonly string[]): void {
    const { scene } = this;
    const core = this.#core;
    const [first] = nodes;
    if (scene === undefined || core === undefined || first === undefined) return;
    const places = nodes.flatMap((id) => {
      const place = scene.layout.nodes.get(id);
      return place === undefined ? [] : ([[id, place]] as const);
    });
    const bounds = boundsOf({ ...scene.layout, nodes: new Map(places) });
    if (holds(this.visibleArea, bounds)) return;
    const { left, top, right, bottom } = bounds;
    const room = { width: core.width() - 2 * fitPadding, height: core.height() - 2 * fitPadding };
    const zoom = Math.min(core.zoom(), room.width / (right - left), room.height / (bottom - top));
    if (zoom < readable) this.reveal(first);
    else this.center((left + right) / 2, (top + bottom) / 2, zoom);
  }

  /** Puts a point of the plane into the middle. */
  center(x: number, y: number, zoom = this.#core?.zoom() ?? 1): void {
    const core = this.#core;
    if (core === undefined) return;
    this.#mode = "free";
    core.viewport({ zoom, pan: { x: core.width() / 2 - x * zoom, y: core.height() / 2 - y * zoom } });
  }

  /** Where a node is in the page, for a menu that the keyboard asks for. */
  pagePlace(node: string): { readonly x: number; readonly y: number } {
    const place = this.scene?.layout.nodes.get(node) ?? { x: 0, y: 0 };
    const { left, top } = this.getBoundingClientRect();
    const { zoom, x, y } = this.viewport;
    return { x: left + x + place.x * zoom, y: top + y + place.y * zoom };
  }

  /** Puts the plane where the mode wants it. */
  #settle(): void {
    const core = this.#core;
    if (core === undefined || this.scene === undefined || this.#mode === "free" || core.width() === 0 || core.height() === 0) return;
    const { zoom, x, y } = settledViewport(this.scene, { width: core.width(), height: core.height() }, this.#mode);
    core.minZoom(Math.min(core.minZoom(), zoom));
    core.viewport({ zoom, pan: { x, y } });
  }

  /** A node that is seen whole, and not at the very edge. */
  #isInSight(node: string): boolean {
    const place = this.scene?.layout.nodes.get(node);
    return place !== undefined && holds(this.visibleArea, areaOf(place), edge);
  }

  #anythingVisible(): boolean {
    const seen = this.visibleArea;
    const { left, top, right, bottom } = this.scene === undefined ? seen : boundsOf(this.scene.layout);
    return left < seen.right && right > seen.left && top < seen.bottom && bottom > seen.top;
  }

  #tap(event: EventObject): void {
    const pick = this.#pick(event);
    this.tell(pick.more === undefined ? "stage-pick" : "stage-more", pick);
  }

  #markUnder({ position }: EventObject): MorePick | undefined {
    return this.scene === undefined || detailAt(this.viewport.zoom) === "colour" ? undefined : markAt(this.scene, position);
  }

  #pick(event: EventObject): StagePick {
    const target = event.target as Core | NodeSingular;
    const { clientX = 0, clientY = 0 } = event.originalEvent as Partial<MouseEvent>;
    const mark = this.#markUnder(event);
    if (mark !== undefined) return { node: mark.node, more: mark.side, x: clientX, y: clientY };
    return { ...(target === this.#core ? {} : { node: (target as NodeSingular).id() }), x: clientX, y: clientY };
  }
}
