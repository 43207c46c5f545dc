import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { keyed } from "lit/directives/keyed.js";
import type { FromPanel, PanelSnapshot } from "../../src/runner/model/panel.ts";
import { styled } from "../shared/styled.ts";
import { PlainElement } from "../shared/plain-element.ts";
import { icon, type IconName } from "../shared/icons.ts";
import type { TreePick } from "./tree/step-tree.ts";
import type { StagePick } from "./canvas/graph-stage.ts";
import type { Point } from "./graph/layout.ts";
import type { MorePick } from "./graph/neighbourhood.ts";
import { bannersOf, noticeOf } from "./notices.ts";
import type { PanelHost } from "./panel-host.ts";
import { answer, press } from "./panel-commands.ts";
import { panelKey } from "./panel-keys.ts";
import { Panel } from "./panel.ts";
import type { ToolbarAsk } from "./panel-toolbar.ts";
import { remember, type Viewport } from "./state/view-state.ts";

/** The page: lays the parts out and hands what the person does to `Panel`, which knows what it means. */
export class DagPanel extends PlainElement {
  #panel: Panel | undefined;

  /** Begins to listen and to draw. Called once. */
  start(host: PanelHost): void {
    this.#panel = new Panel(host, {
      update: () => this.requestUpdate(),
      stage: () => this.querySelector("graph-stage"),
      menu: () => this.querySelector("popup-menu"),
      focusGraph: () => this.querySelector("step-tree")?.focus(),
      focusSearch: () => this.querySelector("search-bar")?.focus(),
    });
    window.addEventListener("keydown", (event) => {
      const key = panelKey(event);
      if (key === undefined || this.#panel === undefined || !press(this.#panel, key)) return;
      event.preventDefault();
    });
    this.requestUpdate();
  }

  protected override render(): TemplateResult | typeof nothing {
    const panel = this.#panel;
    if (panel === undefined) return nothing;
    const { snapshot } = panel.state;
    const notice = noticeOf(snapshot, panel.state.graph, panel.send);
    const drawn = notice === undefined && panel.state.graph !== undefined;
    return html`<main class="panel">
      ${snapshot === undefined ? nothing : this.#head(panel, snapshot, drawn)}
      <div
        class="work ${panel.detailsShown && drawn ? "with-details" : ""}"
        ${styled({ "--details": `${String(panel.view.detailsSize)}px` })}
      >
        <div class="main">
          <h1 class="unseen">${snapshot?.pipelines.find(({ id }) => id === snapshot.pipeline)?.name ?? l10n.t("Pipeline graph")}</h1>
          ${notice ?? (drawn ? this.#main(panel) : nothing)}
        </div>
        ${panel.detailsShown && drawn ? this.#details(panel) : nothing}
      </div>
      <div class="unseen" role="status" aria-live="polite" aria-atomic="true">${panel.said}</div>
      <popup-menu></popup-menu>
    </main>`;
  }

  #head(panel: Panel, snapshot: PanelSnapshot, drawn: boolean): TemplateResult {
    return html`<panel-toolbar
        .snapshot=${snapshot}
        .runId=${panel.state.run?.id}
        .view=${panel.view.view}
        .drawn=${drawn}
        .searching=${panel.search !== undefined}
        @toolbar-ask=${({ detail }: CustomEvent<ToolbarAsk>) => answer(panel, detail)}
      ></panel-toolbar>
      ${bannersOf(snapshot, panel.send)} ${this.#runBanner(panel)}
      ${
        panel.search === undefined || !drawn
          ? nothing
          : html`<search-bar
              .text=${panel.search.text}
              .found=${panel.search.found.length}
              .index=${panel.search.index}
              @search-text=${({ detail }: CustomEvent<string>) => panel.find(detail)}
              @search-step=${({ detail }: CustomEvent<number>) => panel.findNext(detail)}
              @search-close=${() => panel.closeSearch()}
            ></search-bar>`
      }`;
  }

  #runBanner(panel: Panel): TemplateResult | typeof nothing {
    const { run } = panel.state;
    const text = panel.runText;
    if (run === undefined || text === undefined) return nothing;
    return html`<div class="run-line" data-status=${run.status}>
      <span class="tone-${text.colour} ${text.icon === "loading" ? "turning" : ""}">${icon(text.icon)}</span>
      <span class="run-name">${run.name}</span><span class="quiet">${text.text}</span>
      ${
        text.failed === undefined
          ? nothing
          : html`<button class="link" type="button" @click=${() => panel.selectStep(text.failed ?? "")}>
              ${l10n.t("Show {0}", text.failed)}
            </button>`
      }
      ${
        panel.state.snapshot?.actions.includes("resume") === true
          ? html`<button class="link" type="button" @click=${() => panel.send({ type: "act", action: "resume" })}>
              ${l10n.t("Resume")}
            </button>`
          : nothing
      }
    </div>`;
  }

  #main(panel: Panel): TemplateResult {
    const { view } = panel.view;
    const tree = html`<step-tree
      class=${view === "list" ? "" : "unseen"}
      .items=${panel.items}
      .cards=${panel.cards}
      .selected=${panel.selected}
      .focused=${panel.focused}
      .waitsFor=${panel.waitsFor}
      .label=${l10n.t("Steps of {0}", panel.state.graph?.pipeline ?? "")}
      @tree-focus=${({ detail }: CustomEvent<string>) => panel.focusOn(detail)}
      @tree-select=${({ detail }: CustomEvent<TreePick>) => panel.selectRow(detail.node)}
      @tree-open=${({ detail }: CustomEvent<TreePick>) => panel.open(detail.node)}
      @tree-toggle=${({ detail }: CustomEvent<TreePick>) => panel.toggleGroup(detail.node)}
      @tree-more=${({ detail }: CustomEvent<MorePick>) => panel.hands.showMore(detail.node, detail.side)}
      @tree-menu=${({ detail }: CustomEvent<TreePick>) => panel.nodeMenu(detail.node, panel.view.view === "graph" ? undefined : detail)}
      @focusin=${({ target }: FocusEvent) => panel.setTreeFocus((target as Element).matches(":focus-visible"))}
      @focusout=${() => panel.setTreeFocus(false)}
    ></step-tree>`;
    switch (view) {
      case "graph":
        return html`${this.#stage(panel)}${tree}`;
      case "list":
        return tree;
      case "timeline":
        return html`<run-timeline
          .run=${panel.state.run}
          .now=${panel.now}
          .selected=${panel.selected}
          @tree-select=${({ detail }: CustomEvent<TreePick>) => panel.selectRow(detail.node)}
          @tree-open=${({ detail }: CustomEvent<TreePick>) => panel.open(detail.node)}
          @tree-menu=${({ detail }: CustomEvent<TreePick>) => panel.nodeMenu(detail.node, detail)}
        ></run-timeline>`;
      default:
        return view satisfies never;
    }
  }

  #stage(panel: Panel): TemplateResult {
    const { scene } = panel;
    if (scene === undefined) {
      return html`<div class="notice" role="status" aria-busy="true"><p class="quiet">${panel.placingText ?? ""}</p></div>`;
    }
    const button = (name: IconName, label: string, run: () => void): TemplateResult =>
      html`<vscode-button appearance="icon" aria-label=${label} title=${label} @click=${run}>${icon(name)}</vscode-button>`;
    return html`<div class="stage ${panel.treeFocused ? "tree-focused" : ""}">
      ${panel.placingText === undefined ? nothing : html`<p class="stage-note" role="status">${panel.placingText}</p>`}
      ${
        panel.planText === undefined
          ? nothing
          : html`<div class="stage-note" role="status">
              <span>${panel.planText}</span>
              <button class="link" type="button" @click=${() => panel.hands.setPlan(false)}>${l10n.t("Hide")}</button>
            </div>`
      }
      ${panel.promiseText === undefined ? nothing : html`<p class="stage-note">${panel.promiseText}</p>`}
      ${
        panel.neighbourhoodText === undefined
          ? nothing
          : html`<div class="stage-note" role="status">
              <span>${panel.neighbourhoodText}</span>
              <button class="link" type="button" @click=${() => panel.hands.setNeighbourhood(false)}>${l10n.t("Show all")}</button>
            </div>`
      }
      ${keyed(
        panel.pipeline,
        html`<graph-stage
          .scene=${scene}
          .theme=${panel.theme}
          .selected=${panel.selected}
          .turning=${panel.anyRunning}
          .moreText=${panel.moreText}
          .initialViewport=${panel.memory.viewport}
          @stage-pick=${({ detail }: CustomEvent<StagePick>) => panel.pick(detail)}
          @stage-open=${({ detail }: CustomEvent<StagePick>) => detail.node !== undefined && panel.open(detail.node)}
          @stage-more=${({ detail }: CustomEvent<StagePick>) => detail.node !== undefined && detail.more !== undefined && panel.hands.showMore(detail.node, detail.more)}
          @stage-menu=${({ detail }: CustomEvent<StagePick>) => (detail.node === undefined ? panel.panelMenu(detail) : panel.nodeMenu(detail.node, detail))}
          @stage-viewport=${({ detail }: CustomEvent<Viewport | null>) => this.#viewportMoved(panel, detail)}
        ></graph-stage>`,
      )}
      <div class="stage-controls" role="group" aria-label=${l10n.t("Zoom")}>
        ${button("zoomIn", l10n.t("Zoom in"), () => panel.hands.zoomBy(1.25))}
        ${button("zoomOut", l10n.t("Zoom out"), () => panel.hands.zoomBy(0.8))}
        ${button("fit", l10n.t("Fit to panel"), () => panel.hands.fit())}
      </div>
      ${
        panel.view.showMinimap
          ? html`<mini-map
              .scene=${scene}
              .theme=${panel.theme}
              .seen=${this.querySelector("graph-stage")?.visibleArea}
              @map-center=${({ detail }: CustomEvent<Point>) => this.querySelector("graph-stage")?.center(detail.x, detail.y)}
            ></mini-map>`
          : nothing
      }
    </div>`;
  }

  #details(panel: Panel): TemplateResult {
    return html`<div
        class="splitter"
        role="separator"
        tabindex="0"
        aria-label=${l10n.t("Size of the details")}
        aria-valuenow=${panel.view.detailsSize}
        aria-valuemin="160"
        aria-valuemax="900"
        @pointerdown=${(event: PointerEvent) => (event.target as Element).setPointerCapture(event.pointerId)}
        @pointermove=${(event: PointerEvent) => event.buttons === 1 && this.#resize(panel, event)}
        @keydown=${(event: KeyboardEvent) => this.#resizeByKey(panel, event)}
      ></div>
      <details-pane
        .node=${panel.selectedNode}
        .graph=${panel.state.graph}
        .step=${panel.selectedView}
        .details=${panel.selectedDetails}
        .actions=${panel.state.snapshot?.actions ?? []}
        .now=${panel.now}
        @details-ask=${({ detail }: CustomEvent<FromPanel>) => panel.send(detail)}
        @details-close=${() => panel.hands.setDetails(false)}
        @details-select=${({ detail }: CustomEvent<string>) => panel.selectStep(detail)}
      ></details-pane>`;
  }

  #viewportMoved(panel: Panel, viewport: Viewport | null): void {
    panel.changeView(remember(panel.view, panel.pipeline, { viewport: viewport ?? undefined }), "later");
    const map = this.querySelector("mini-map");
    if (map !== null) map.seen = this.querySelector("graph-stage")?.visibleArea;
  }

  #resize(panel: Panel, { clientX, clientY }: PointerEvent): void {
    const box = this.querySelector(".work")?.getBoundingClientRect();
    if (box === undefined) return;
    const size = this.#isBelow() ? box.bottom - clientY : box.right - clientX;
    panel.resizeDetails(size);
  }

  #resizeByKey(panel: Panel, event: KeyboardEvent): void {
    const grow = event.key === "ArrowLeft" || event.key === "ArrowUp";
    if (!grow && event.key !== "ArrowRight" && event.key !== "ArrowDown") return;
    event.preventDefault();
    panel.resizeDetails(panel.view.detailsSize + (grow ? 24 : -24));
  }

  #isBelow(): boolean {
    const work = this.querySelector(".work");
    return work !== null && getComputedStyle(work).flexDirection === "column";
  }
}
