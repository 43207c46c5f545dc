import * as l10n from "@vscode/l10n";
import type { GraphStep } from "../../src/runner/model/graph.ts";
import { spanText, tickingText } from "../shared/time.ts";
import { sizeOfCard, type Attention } from "./canvas/draw-card.ts";
import { textMeasure } from "./canvas/measure.ts";
import type { Scene } from "./canvas/scene.ts";
import { groupId, groupPaths } from "./graph/groups.ts";
import { stepNodeId, type GraphView, type ViewNode } from "./graph/view.ts";
import type { Direction } from "./graph/layout.ts";
import type { Hidden } from "./graph/neighbourhood.ts";
import { BackgroundLayout } from "./layout/background-layout.ts";
import type { Panel } from "./panel.ts";
import { cardsOf, Drawing, type DrawingOptions } from "./state/drawing.ts";
import { stepsText, type Card } from "./state/card.ts";
import { planSummary, plannedSteps } from "./state/plan.ts";
import { runLook, statusWord, type StatusLook } from "./state/status.ts";
import type { TreeItem } from "./tree/tree-items.ts";

/** From the panel's state to what is on the screen. It changes nothing of the state but the neighbourhood's middle. */
export class Picture {
  scene: Scene | undefined;
  items: readonly TreeItem[] = [];
  cards: ReadonlyMap<string, Card> = new Map();

  readonly #panel: Panel;
  #drawing: Drawing | undefined;
  #font = "";
  #nodes: ReadonlyMap<string, ViewNode> = new Map();
  /** The node that shows the step under the cursor in the code. */
  #highlighted: string | undefined;
  /** What a thread is laying out. */
  #placing: { readonly view: GraphView; readonly direction: Direction } | undefined;
  readonly #background = new BackgroundLayout();
  /** Whether there is more room beside the graph than below it. The details do not count: opening them turns no graph. */
  readonly #wide = matchMedia("(min-aspect-ratio: 3/2)");
  /** Where a neighbourhood is drawn although the person chose no middle. */
  #anchor: string | undefined;

  constructor(panel: Panel) {
    this.#panel = panel;
    this.#wide.addEventListener("change", () => this.#redraw());
  }

  /** Draws the state as it is now. A large graph is placed by a thread, and the old picture stays until then. */
  refresh(): void {
    const { state, memory } = this.#panel;
    const { graph, run } = state;
    if (graph === undefined) {
      this.scene = undefined;
      this.items = [];
      this.#nodes = new Map();
      return;
    }
    this.#highlighted = state.highlight === undefined ? undefined : this.nearestNode(state.highlight);
    const drawing = this.#drawingFor(this.#panel.theme.fontFamily);
    const options = this.#options();
    const view = drawing.view(graph, options);
    this.items = drawing.items(graph, memory.closed);
    this.#nodes = new Map([...this.items.map(({ node }) => node), ...view.nodes].map((node) => [node.id, node]));
    // What is not drawn is missed on the plane; the list has all of it.
    const hidden = this.#panel.view.view === "graph" ? drawing.hidden(graph, view) : new Map<string, Hidden>();
    this.cards = cardsOf(this.#nodes.values(), run, this.#panel.now, { plan: plannedSteps(state.plan), hidden });
    if (!drawing.isQuick(view, options.direction)) {
      this.#placeLater(drawing, view, options);
      if (this.scene?.view.nodes.every(({ id }) => this.cards.has(id)) !== true) this.scene = undefined;
      return;
    }
    this.#background.cancel();
    this.#placing = undefined;
    const layout = drawing.layout(view, options.direction);
    const { cards } = this;
    const none: Card = { kind: "step", title: "", subtitle: "" };
    const cardOf = (node: ViewNode): Card => cards.get(node.id) ?? none;
    this.scene = {
      view,
      layout,
      direction: options.direction,
      cardOf,
      attentionOf: (node) => this.#attentionOf(node),
      nodeOf: (id) => this.#nodes.get(id),
    };
  }

  /** A node by its id, as it is drawn or listed. */
  node(id: string): ViewNode | undefined {
    return this.#nodes.get(id);
  }

  /** What drawing depends on, as the settings and the person have it. */
  get direction(): Direction {
    const chosen = this.#panel.view.direction ?? this.#panel.state.snapshot?.settings.direction ?? "auto";
    return chosen !== "auto" ? chosen : this.#wide.matches ? "right" : "down";
  }

  get showArtifacts(): boolean {
    return this.#panel.view.showArtifacts ?? this.#panel.state.snapshot?.settings.showArtifacts ?? false;
  }

  get onlyNeighbourhood(): boolean {
    const { state, memory } = this.#panel;
    const above = state.snapshot?.settings.neighbourhoodAbove ?? Infinity;
    return memory.neighbourhood ?? (state.graph?.steps.length ?? 0) > above;
  }

  /** The step in the middle of the neighbourhood. It stays where it is until the person moves it: a graph that wanders with the run could not be followed. */
  get anchor(): string | undefined {
    const { state, memory } = this.#panel;
    const chosen = [memory.anchor, this.#anchor].find((step) => step !== undefined && this.#stepOf(step) !== undefined);
    if (chosen !== undefined) return chosen;
    const telling = state.run?.steps.find(({ status }) => status === "failed" || status === "running" || status === "retrying");
    this.#anchor = telling?.id ?? state.highlight ?? state.graph?.steps[0]?.id;
    return this.#anchor;
  }

  get neighbourhoodText(): string | undefined {
    const { graph } = this.#panel.state;
    if (!this.onlyNeighbourhood || graph === undefined || this.scene === undefined) return undefined;
    const shown = this.scene.view.nodes.reduce(
      (count, node) => count + (node.kind === "step" ? 1 : node.kind === "group" && !node.open ? node.steps.length : 0),
      0,
    );
    const all = graph.steps.length;
    const { anchor } = this;
    return anchor === undefined
      ? l10n.t("{0} of {1} steps, around the first", shown, all)
      : l10n.t("{0} of {1} steps, around {2}", shown, all, anchor);
  }

  /** While a large graph is being placed: there is another picture until then, or none. */
  get placingText(): string | undefined {
    return this.#placing === undefined ? undefined : l10n.t("Placing {0} steps…", this.#panel.state.graph?.steps.length ?? 0);
  }

  /** What the graph cannot say, of one that was read from source or that grows. */
  get promiseText(): string | undefined {
    const { graph, snapshot, run } = this.#panel.state;
    const isStatic = snapshot?.content.kind === "graph" && snapshot.content.source === "static" && run === undefined;
    if (graph?.dynamic === true && run === undefined) return l10n.t("The graph grows while the pipeline runs.");
    return isStatic && graph?.partial === true ? l10n.t("Read from the source: a run may call other steps.") : undefined;
  }

  /** What a run would do, while that is shown. */
  get planText(): string | undefined {
    const { plan } = this.#panel.state;
    return plan === undefined ? undefined : planSummary(plan);
  }

  /** How the run goes, in a few words; `failed` is the step that made it fail. */
  get runText(): (StatusLook & { readonly text: string; readonly failed?: string }) | undefined {
    const { run } = this.#panel.state;
    if (run === undefined) return undefined;
    const look = runLook(run.status);
    const warnings = run.warnings.length;
    const done = run.steps.filter(({ endedAt }) => endedAt !== undefined).length;
    const cached = run.steps.filter(({ status }) => status === "cached").length;
    const failed = run.steps.find(({ status }) => status === "failed")?.id;
    const parts = [
      statusWord(run.status),
      run.endedAt === undefined ? tickingText(this.#panel.now - run.startedAt) : spanText(run.endedAt - run.startedAt),
      l10n.t("{0} of {1}", done, stepsText(run.steps.length)),
      ...(cached > 0 ? [l10n.t("{0} cached", cached)] : []),
      ...(warnings > 0 ? [warnings === 1 ? l10n.t("1 warning") : l10n.t("{0} warnings", warnings)] : []),
    ];
    return { ...look, text: parts.join(" · "), ...(failed === undefined ? {} : { failed }) };
  }

  /** What a step waits for, in words. */
  waitsFor(node: string): string {
    const found = this.#nodes.get(node);
    const { graph } = this.#panel.state;
    if (found?.kind !== "step" || graph === undefined) return "";
    const before = this.#drawing?.neighbours(graph).before.get(found.step.id) ?? [];
    if (before.length === 0) return "";
    const named = before.slice(0, 4).join(", ");
    return before.length > 4 ? l10n.t("after {0} and {1} more", named, before.length - 4) : l10n.t("after {0}", named);
  }

  savedOutput({
    step,
    output,
  }: {
    readonly step: string;
    readonly output: string;
  }): { readonly artifact: string; readonly version: string } | undefined {
    return this.#panel.state.run?.steps.find(({ id }) => id === step)?.outputs.find((saved) => saved.output === output);
  }

  /** The node that shows a step: its own, or the closed group around it. */
  nearestNode(step: string): string | undefined {
    const found = this.#stepOf(step);
    if (found === undefined) return undefined;
    const closed = groupPaths(found)
      .map(groupId)
      .find((group) => this.#panel.memory.closed.includes(group));
    return closed ?? stepNodeId(step);
  }

  /** Makes a step visible: opens the groups around it and moves the neighbourhood to it where it is not in there. Gives back its node. */
  uncover(step: string): string | undefined {
    const found = this.#stepOf(step);
    if (found === undefined) return undefined;
    const around = new Set(groupPaths(found).map(groupId));
    const { closed } = this.#panel.memory;
    if (closed.some((group) => around.has(group))) this.#panel.changeMemory({ closed: closed.filter((group) => !around.has(group)) });
    const node = stepNodeId(step);
    if (this.onlyNeighbourhood && this.scene?.view.nodes.some(({ id }) => id === node) !== true)
      this.#panel.changeMemory({ anchor: step, opened: [] });
    return node;
  }

  #stepOf(step: string): GraphStep | undefined {
    return this.#panel.state.graph?.steps.find(({ id }) => id === step);
  }

  #options(): DrawingOptions {
    const { closed, opened = [] } = this.#panel.memory;
    const anchor = this.onlyNeighbourhood ? this.anchor : undefined;
    return { direction: this.direction, showArtifacts: this.showArtifacts, closed, ...(anchor === undefined ? {} : { anchor, opened }) };
  }

  #attentionOf(node: ViewNode): Attention {
    const { memory, focused, treeFocused, search } = this.#panel;
    const steps = node.kind === "step" ? [node.step.id] : node.kind === "group" ? node.steps : [];
    return {
      selected: memory.selected === node.id,
      focused: treeFocused && focused === node.id,
      highlighted: this.#highlighted === node.id,
      dimmed:
        search !== undefined &&
        !(node.kind === "group" && node.open) &&
        (steps.length > 0 ? steps.every((step) => search.hides(step)) : search.text.trim() !== ""),
    };
  }

  #drawingFor(font: string): Drawing {
    if (this.#drawing === undefined || font !== this.#font) {
      const measure = textMeasure(font);
      this.#drawing = new Drawing((node) => sizeOfCard(node, measure));
      this.#font = font;
    }
    return this.#drawing;
  }

  #placeLater(drawing: Drawing, view: GraphView, { direction }: DrawingOptions): void {
    if (this.#placing?.view === view && this.#placing.direction === direction) return;
    this.#placing = { view, direction };
    this.#background.begin({ view, sizes: drawing.sizes(view), direction }, (layout) => {
      drawing.keepLayout(view, direction, layout);
      this.#placing = undefined;
      this.#redraw();
    });
  }

  #redraw(): void {
    this.refresh();
    this.#panel.parts.update();
  }
}
