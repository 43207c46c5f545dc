import * as l10n from "@vscode/l10n";
import type { FromPanel, StepDetails, ToPanel } from "../../src/runner/model/panel.ts";
import type { StepView } from "../../src/runner/model/panel-view.ts";
import { onThemeChange, readTheme, type Theme } from "../shared/theme.ts";
import type { GraphStage, StagePick } from "./canvas/graph-stage.ts";
import type { Scene } from "./canvas/scene.ts";
import type { Direction } from "./graph/layout.ts";
import type { MorePick } from "./graph/neighbourhood.ts";
import type { ViewNode } from "./graph/view.ts";
import type { PopupMenu } from "./menu.ts";
import { menuFacts, nodeMenu, panelMenu, type PanelHands } from "./menus.ts";
import { handsOf } from "./panel-hands.ts";
import { DoubleClick } from "./double-click.ts";
import { DetailsRequests } from "./details-requests.ts";
import type { PanelHost } from "./panel-host.ts";
import { perform } from "./panel-commands.ts";
import { Picture } from "./picture.ts";
import { moreText } from "./show-more.ts";
import { announcement } from "./state/announce.ts";
import type { Card } from "./state/card.ts";
import { applyMessage, initialState, type PanelState } from "./state/panel-state.ts";
import { Search } from "./state/search-state.ts";
import { pipelineMemory, remember, viewStateOf, type PipelineMemory, type ViewState } from "./state/view-state.ts";
import type { TreeItem } from "./tree/tree-items.ts";

/** The elements that the panel reaches for. */
interface Parts {
  readonly update: () => void;
  readonly stage: () => GraphStage | null;
  readonly menu: () => PopupMenu | null;
  readonly focusGraph: () => void;
  readonly focusSearch: () => void;
}

/** The view is kept when the person has not moved it for this long, and durations tick this often: milliseconds. */
const keepDelay = 250;
const tick = 1000;

/** What the page shows and what the person's actions mean. It holds the state; `DagPanel` draws it. */
export class Panel {
  state: PanelState = initialState;
  view: ViewState;
  theme: Theme = readTheme();
  search: Search | undefined;
  /** The node on which the keyboard stands. */
  focused: string | undefined;
  treeFocused = false;
  /** What the live region says. */
  said = "";
  readonly hands: PanelHands;
  readonly parts: Parts;

  readonly #host: PanelHost;
  readonly #picture = new Picture(this);
  #keepTimer: ReturnType<typeof setTimeout> | undefined;
  #tickTimer: ReturnType<typeof setTimeout> | undefined;
  readonly #details = new DetailsRequests(this);
  readonly #clicks = new DoubleClick((node) => this.open(node));

  constructor(host: PanelHost, parts: Parts) {
    this.#host = host;
    this.parts = parts;
    this.view = viewStateOf(host.memory);
    this.hands = handsOf(this);
    host.onMessage((message) => this.#receive(message));
    onThemeChange(() => {
      this.theme = readTheme();
      this.#update();
    });
    host.send({ type: "ready" });
  }

  readonly send = (message: FromPanel): void => this.#host.send(message);

  /** What it is called in the view's memory. */
  get pipeline(): string {
    return this.state.snapshot?.pipeline ?? this.state.graph?.pipeline ?? "";
  }

  get memory(): PipelineMemory {
    return pipelineMemory(this.view, this.pipeline);
  }

  /** By the host's clock. */
  get now(): number {
    return Date.now() - this.state.clockAhead;
  }

  get anyRunning(): boolean {
    return this.state.run?.steps.some(({ status }) => status === "running") === true;
  }

  get detailsShown(): boolean {
    return this.view.showDetails && this.selectedNode !== undefined;
  }

  /** Id of the selected node, if the graph still has it. */
  get selected(): string | undefined {
    return this.selectedNode?.id;
  }

  get selectedNode(): ViewNode | undefined {
    const { selected } = this.memory;
    return selected === undefined ? undefined : this.#picture.node(selected);
  }

  /** The step that the selected node is, or whose output it is. */
  get selectedStep(): string | undefined {
    const node = this.selectedNode;
    if (node?.kind === "step") return node.step.id;
    return node?.kind === "artifact" && node.producer?.kind === "output" ? node.producer.step : undefined;
  }

  get selectedView(): StepView | undefined {
    return this.state.run?.steps.find(({ id }) => id === this.selectedStep);
  }

  get selectedDetails(): StepDetails | undefined {
    return this.selectedStep === undefined ? undefined : this.state.details.get(this.selectedStep);
  }

  /** A node by its id, as it is drawn or listed. */
  node(id: string): ViewNode | undefined {
    return this.#picture.node(id);
  }

  /** The step in the middle of the neighbourhood that is drawn. */
  get anchor(): string | undefined {
    return this.#picture.anchor;
  }

  get scene(): Scene | undefined {
    return this.#picture.scene;
  }

  get items(): readonly TreeItem[] {
    return this.#picture.items;
  }

  get cards(): ReadonlyMap<string, Card> {
    return this.#picture.cards;
  }

  /** How the graph is shown, as the settings and the person have it. */
  get shown(): { readonly direction: Direction; readonly showArtifacts: boolean; readonly neighbourhood: boolean } {
    const { direction, showArtifacts, onlyNeighbourhood: neighbourhood } = this.#picture;
    return { direction, showArtifacts, neighbourhood };
  }

  get neighbourhoodText(): string | undefined {
    return this.#picture.neighbourhoodText;
  }

  get placingText(): string | undefined {
    return this.#picture.placingText;
  }

  get promiseText(): string | undefined {
    return this.#picture.promiseText;
  }

  get runText(): Picture["runText"] {
    return this.#picture.runText;
  }

  get planText(): string | undefined {
    return this.#picture.planText;
  }

  /** Shows what a run would do, or shows it no more. */
  showPlan(shown: boolean): void {
    const { plan: _before, ...rest } = this.state;
    this.state = shown ? { ...rest, plan: "asked" } : rest;
    this.send({ type: "plan", shown });
    this.#update();
  }

  readonly moreText = ({ node, side }: MorePick): string => moreText(this.cards.get(node) ?? {}, side) ?? "";

  readonly waitsFor = (node: string): string => this.#picture.waitsFor(node);

  /** Changes the view and keeps it. `later`: the change is drawn already, as a move of the plane is. */
  changeView(view: ViewState, when: "now" | "later" = "now"): void {
    this.view = view;
    clearTimeout(this.#keepTimer);
    if (when === "later") {
      this.#keepTimer = setTimeout(() => this.#keep(), keepDelay);
      return;
    }
    // The window may be loaded anew at any time.
    this.#keep();
    this.#update();
  }

  #keep(): void {
    this.#host.keep({ ...this.view, pipeline: this.state.snapshot?.pipeline });
  }

  changeMemory(change: Partial<PipelineMemory>): void {
    this.changeView(remember(this.view, this.pipeline, change));
  }

  select(node: string | undefined): void {
    if (node !== undefined) this.focused = node;
    const before = this.selectedStep;
    this.changeMemory({ selected: node });
    const step = this.selectedStep;
    if (step !== before) this.send({ type: "select", ...(step === undefined ? {} : { step }) });
  }

  /** Selects what a row of the list or the timeline stands for; on the plane it may be out of sight, or not drawn. */
  selectRow(node: string): void {
    this.#clicks.hit(node);
    const found = this.#picture.node(node);
    if (found?.kind === "step") this.selectStep(found.step.id);
    else this.select(node);
  }

  /** Selects a step wherever it is: opens the groups around it, and moves the neighbourhood to it. */
  selectStep(step: string): void {
    const node = this.#picture.uncover(step);
    if (node === undefined) return;
    this.select(node);
    void this.#revealSoon(node);
  }

  focusOn(node: string): void {
    this.focused = node;
    // Only a key moves it, and whoever uses keys wants to see where they are.
    this.treeFocused = true;
    this.#update();
    void this.#revealSoon(node);
  }

  setTreeFocus(focused: boolean): void {
    if (this.treeFocused === focused) return;
    this.treeFocused = focused;
    // The tree stands on its first row before any key has moved it.
    if (focused && (this.focused === undefined || this.#picture.node(this.focused) === undefined))
      this.focused = this.selected ?? this.items[0]?.node.id;
    this.#update();
  }

  /** Enter or a double click: to the code, or the group opens and closes. */
  open(node: string): void {
    const found = this.#picture.node(node);
    if (found?.kind === "step") this.send({ type: "goToCall", step: found.step.id });
    else if (found?.kind === "group") this.toggleGroup(node);
    else if (found?.kind === "artifact" && found.producer !== undefined) {
      const saved = found.producer.kind === "version" ? found.producer : this.#picture.savedOutput(found.producer);
      if (saved !== undefined) this.send({ type: "openArtifact", artifact: saved.artifact, version: saved.version });
    }
  }

  toggleGroup(group: string): void {
    const { closed } = this.memory;
    this.focused = group;
    this.changeMemory({ closed: closed.includes(group) ? closed.filter((other) => other !== group) : [...closed, group] });
  }

  pick({ node }: StagePick): void {
    this.#clicks.hit(node);
    this.select(node);
    this.parts.focusGraph();
    // The pointer shows where it is by itself.
    this.setTreeFocus(false);
  }

  nodeMenu(node: string, place?: { readonly x: number; readonly y: number }): void {
    const found = this.#picture.node(node);
    if (found === undefined) return;
    this.select(node);
    const at = place ?? this.parts.stage()?.pagePlace(node) ?? { x: 0, y: 0 };
    const label = l10n.t("Actions for {0}", this.cards.get(node)?.title ?? node);
    const facts = menuFacts(this, node);
    this.parts.menu()?.open(label, nodeMenu(found, this.selectedView, facts, this.hands), at, this.#focusedElement());
  }

  panelMenu(place: { readonly x: number; readonly y: number }, from = this.#focusedElement()): void {
    this.parts.menu()?.open(l10n.t("View"), panelMenu(menuFacts(this), this.hands), place, from);
  }

  openSearch(): void {
    this.search ??= new Search();
    this.#update();
    this.parts.focusSearch();
  }

  closeSearch(): void {
    this.search = undefined;
    this.#update();
    this.parts.focusGraph();
  }

  find(text: string): void {
    if (this.state.graph === undefined) return;
    this.search = new Search(text, this.state.graph);
    this.findNext(0);
  }

  findNext(by: number): void {
    const { search } = this;
    if (search === undefined) return;
    this.search = search.moved(by);
    const { current } = this.search;
    if (current !== undefined) this.selectStep(current);
    this.#update();
  }

  resizeDetails(size: number): void {
    this.changeView({ ...this.view, detailsSize: Math.round(Math.min(900, Math.max(160, size))) });
  }

  #receive(message: ToPanel): void {
    const before = this.state;
    this.state = applyMessage(before, message, Date.now());
    // A tab whose person has only looked at it comes back with its pipeline as well.
    if (this.state.snapshot?.pipeline !== undefined && this.state.snapshot.pipeline !== before.snapshot?.pipeline) this.#keep();
    if (this.state.behind && !before.behind) this.send({ type: "ready" });
    const said = announcement(before.snapshot === undefined ? undefined : before.run, this.state.run);
    if (before.snapshot !== undefined && said !== "") this.said = said;
    if (message.type === "perform") perform(this, message.command);
    if (message.type === "highlight" && message.step !== undefined) {
      const node = this.#picture.nearestNode(message.step);
      if (node !== undefined) void this.#revealSoon(node);
    }
    this.#update();
  }

  #update(): void {
    this.#picture.refresh();
    this.#details.ask();
    this.parts.update();
    clearTimeout(this.#tickTimer);
    const { run } = this.state;
    if (run !== undefined && run.endedAt === undefined) this.#tickTimer = setTimeout(() => this.#update(), tick);
  }

  async #revealSoon(node: string): Promise<void> {
    // The graph may have to be placed anew first, and a large one takes a moment.
    await new Promise((resolve) => requestAnimationFrame(resolve));
    this.parts.stage()?.reveal(node);
  }

  #focusedElement(): HTMLElement | undefined {
    return document.activeElement instanceof HTMLElement && document.activeElement !== document.body ? document.activeElement : undefined;
  }
}
