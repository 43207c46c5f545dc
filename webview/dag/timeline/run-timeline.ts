import * as l10n from "@vscode/l10n";
import { html, nothing, type PropertyValues, type TemplateResult } from "lit";
import type { RunView } from "../../../src/runner/model/panel-view.ts";
import { icon } from "../../shared/icons.ts";
import { styled } from "../../shared/styled.ts";
import { PlainElement } from "../../shared/plain-element.ts";
import { spanText } from "../../shared/time.ts";
import { stepNodeId } from "../graph/view.ts";
import { statusText } from "../state/card.ts";
import { inSentence, stepLook } from "../state/status.ts";
import { timelineOf, type Bar, type Timeline, type TimelineRow } from "./timeline-rows.ts";

const rowHeight = 28;
/** Rows beyond what is seen, so that scrolling shows no gap. */
const spare = 8;

/** The run as bars over time. Only the rows in sight are made. Tells `tree-select`, `tree-open` and `tree-menu`, as the tree does. */
export class RunTimeline extends PlainElement {
  static override properties = {
    run: { attribute: false },
    now: { attribute: false },
    selected: { attribute: false },
    scrolled: { state: true },
    height: { state: true },
    focusedStep: { state: true },
  };
  declare run: RunView | undefined;
  declare now: number;
  /** Id of a node. */
  declare selected: string | undefined;
  declare scrolled: number;
  declare height: number;
  declare focusedStep: string | undefined;

  #observer: ResizeObserver | undefined;

  constructor() {
    super();
    this.scrolled = 0;
    this.height = 600;
  }

  protected override render(): TemplateResult {
    const { run } = this;
    if (run === undefined) {
      return html`<div class="notice">
        <p class="notice-title">${l10n.t("No run yet")}</p>
        <p>${l10n.t("The timeline shows when each step of a run began and how long it took.")}</p>
      </div>`;
    }
    const timeline = timelineOf(run, this.now);
    const first = Math.max(0, Math.floor(this.scrolled / rowHeight) - spare);
    const shown = timeline.rows.slice(first, first + Math.ceil(this.height / rowHeight) + 2 * spare);
    const current = this.#currentOf(timeline);
    // The row on which the keyboard stands is always made, or there would be nothing to read.
    const apart = current !== undefined && !shown.includes(current) ? current : undefined;
    return html`<div class="timeline" @scroll=${this.#scroll}>
      <div class="timeline-axis" aria-hidden="true">
        ${timeline.ticks.map((tick) => html`<span ${styled({ "--at": String(tick / timeline.span) })}>${tick === 0 ? "0" : spanText(tick)}</span>`)}
      </div>
      <div
        class="timeline-rows"
        role="listbox"
        tabindex="0"
        aria-label=${l10n.t("Timeline of run {0}", run.name)}
        aria-activedescendant=${current === undefined ? nothing : rowId(current)}
        ${styled({ height: `${String(timeline.rows.length * rowHeight)}px` })}
        @keydown=${(event: KeyboardEvent) => this.#key(event, timeline)}
      >
        ${timeline.ticks.map((tick) => html`<i class="timeline-line" ${styled({ "--at": String(tick / timeline.span) })}></i>`)}
        ${[...shown, ...(apart === undefined ? [] : [apart])].map((row) => this.#row(row, timeline, row === current))}
      </div>
    </div>`;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    // What is selected elsewhere is where the keyboard goes on.
    if (changed.has("selected") && this.focusedStep !== undefined && stepNodeId(this.focusedStep) !== this.selected)
      this.focusedStep = undefined;
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has("selected") && this.run !== undefined)
      this.#scrollTo(timelineOf(this.run, this.now).rows.findIndex(({ step }) => stepNodeId(step.id) === this.selected));
    const scroller = this.querySelector(".timeline");
    if (scroller === null || this.#observer !== undefined) return;
    this.#observer = new ResizeObserver(([entry]) => (this.height = entry?.contentRect.height ?? this.height));
    this.#observer.observe(scroller);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer?.disconnect();
    this.#observer = undefined;
  }

  #row(row: TimelineRow, timeline: Timeline, focused: boolean): TemplateResult {
    const { step, bars } = row;
    const index = timeline.rows.indexOf(row);
    const look = stepLook(step.status);
    const node = stepNodeId(step.id);
    const said = [
      step.id,
      statusText(step, this.now),
      ...(bars[0] === undefined ? [] : [l10n.t("began after {0}", spanText(bars[0].from * timeline.span))]),
    ];
    return html`<div
      id=${rowId(row)}
      class="timeline-row ${node === this.selected ? "selected" : ""} ${focused ? "focused" : ""}"
      role="option"
      aria-selected=${node === this.selected ? "true" : "false"}
      aria-setsize=${timeline.rows.length}
      aria-posinset=${index + 1}
      aria-label=${said.join(", ")}
      data-node=${node}
      data-status=${step.status}
      ${styled({ top: `${String(index * rowHeight)}px` })}
      @click=${({ clientX: x, clientY: y }: MouseEvent) => this.#pick(step.id, { node, x, y })}
      @dblclick=${({ clientX: x, clientY: y }: MouseEvent) => this.tell("tree-open", { node, x, y })}
      @contextmenu=${(event: MouseEvent) => {
        event.preventDefault();
        this.tell("tree-menu", { node, x: event.clientX, y: event.clientY });
      }}
    >
      <span class="timeline-name"
        ><span class="tone-${look.colour} ${look.icon === "loading" ? "turning" : ""}">${icon(look.icon)}</span
        ><span class="timeline-step">${step.id}</span></span
      >
      <span class="timeline-track">${bars.map((bar) => this.#bar(bar, timeline))}</span>
    </div>`;
  }

  #bar({ attempt, status, from, to }: Bar, { span }: Timeline): TemplateResult {
    const time = status === "cached" ? inSentence(status) : spanText((to - from) * span);
    return html`<span
      class="timeline-bar fill-${stepLook(status).colour}"
      title=${attempt > 1 ? l10n.t("Attempt {0} · {1}", attempt, time) : time}
      ${styled({ "--from": String(from), "--to": String(to) })}
      ><b>${attempt > 1 ? `#${String(attempt)} · ${time}` : time}</b></span
    >`;
  }

  #currentOf({ rows }: Timeline): TimelineRow | undefined {
    return (
      rows.find(({ step }) => step.id === this.focusedStep) ?? rows.find(({ step }) => stepNodeId(step.id) === this.selected) ?? rows[0]
    );
  }

  #pick(step: string, pick: { readonly node: string; readonly x: number; readonly y: number }): void {
    this.focusedStep = step;
    this.tell("tree-select", pick);
  }

  #key(event: KeyboardEvent, timeline: Timeline): void {
    const current = this.#currentOf(timeline);
    if (current === undefined || event.ctrlKey || event.metaKey || event.altKey) return;
    const index = timeline.rows.indexOf(current);
    const node = stepNodeId(current.step.id);
    const { left, bottom } = document.getElementById(rowId(current))?.getBoundingClientRect() ?? { left: 0, bottom: 0 };
    const pick = { node, x: left + 24, y: bottom };
    const targets: Readonly<Record<string, number>> = {
      ArrowDown: index + 1,
      ArrowUp: index - 1,
      PageDown: Math.min(timeline.rows.length - 1, index + 10),
      PageUp: Math.max(0, index - 10),
      Home: 0,
      End: timeline.rows.length - 1,
    };
    const target = targets[event.key];
    if (target !== undefined) this.#moveTo(timeline.rows[target], target);
    else if (event.key === "Enter") this.tell("tree-open", pick);
    else if (event.key === " ") this.tell("tree-select", pick);
    else if (event.key === "ContextMenu" || (event.key === "F10" && event.shiftKey)) this.tell("tree-menu", pick);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #moveTo(row: TimelineRow | undefined, index: number): void {
    if (row === undefined) return;
    this.focusedStep = row.step.id;
    this.#scrollTo(index);
  }

  /** Brings a row into sight, and moves no further than needed. */
  #scrollTo(index: number): void {
    const scroller = this.querySelector(".timeline");
    if (index < 0 || scroller === null) return;
    const top = index * rowHeight;
    if (top < scroller.scrollTop) scroller.scrollTop = top;
    else if (top + 3 * rowHeight > scroller.scrollTop + scroller.clientHeight)
      scroller.scrollTop = top + 3 * rowHeight - scroller.clientHeight;
  }

  readonly #scroll = ({ target }: Event): void => {
    this.scrolled = (target as Element).scrollTop;
  };
}

function rowId({ step }: TimelineRow): string {
  return `time-${encodeURIComponent(step.id)}`;
}
