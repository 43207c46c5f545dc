import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import { runTitle } from "../../src/runner/model/run-title.ts";
import type { PanelAction, PanelSnapshot } from "../../src/runner/model/panel.ts";
import { choice, showChosen } from "../shared/choice.ts";
import { icon, type IconName } from "../shared/icons.ts";
import { PlainElement } from "../shared/plain-element.ts";
import { statusWord } from "./state/status.ts";
import type { ViewKind } from "./state/view-state.ts";

/** What a button of the bar asks for. */
export type ToolbarAsk =
  | { readonly kind: "pipeline"; readonly id: string }
  | { readonly kind: "run"; readonly id?: string }
  | { readonly kind: "view"; readonly view: ViewKind }
  | { readonly kind: "act"; readonly action: PanelAction }
  | { readonly kind: "find" }
  | { readonly kind: "menu"; readonly x: number; readonly y: number; readonly from: HTMLElement };

const views = (): readonly { readonly view: ViewKind; readonly label: string; readonly icon: IconName }[] => [
  { view: "graph", label: l10n.t("Show as graph"), icon: "graph" },
  { view: "list", label: l10n.t("Show as list"), icon: "listTree" },
  { view: "timeline", label: l10n.t("Show as timeline"), icon: "timeline" },
];

/** The bar above the graph: what is shown, how, and what can be done. Tells `toolbar-ask`. */
export class PanelToolbar extends PlainElement {
  static override properties = {
    snapshot: { attribute: false },
    runId: { attribute: false },
    view: { attribute: false },
    drawn: { attribute: false },
    searching: { attribute: false },
  };
  declare snapshot: PanelSnapshot;
  /** The run that is drawn: with events it may be newer than the snapshot's. */
  declare runId: string | undefined;
  declare view: ViewKind;
  /** Whether there is a graph at all. */
  declare drawn: boolean;
  declare searching: boolean;

  protected override updated(): void {
    showChosen(this);
  }

  protected override render(): TemplateResult | typeof nothing {
    const { pipelines, runs, actions } = this.snapshot;
    const offers = actions.some((action) => action === "run" || action === "stop" || action === "debug");
    // A bar with nothing on it is a strip that says nothing.
    if (!this.drawn && !offers && pipelines.length + runs.length === 0) return nothing;
    return html`<div class="toolbar">
      <div class="toolbar-choice">${this.#pipelines()} ${this.#runs()}</div>
      <div class="toolbar-actions">${this.#actions()}</div>
      ${
        this.drawn
          ? html`<div class="toolbar-views" role="group" aria-label=${l10n.t("View")}>
                ${views().map(({ view, label, icon: name }) => this.#toggle(name, label, () => this.#ask({ kind: "view", view }), this.view === view))}
              </div>
              <div class="toolbar-more">
                ${this.#toggle("search", l10n.t("Find a step"), () => this.#ask({ kind: "find" }), this.searching)}
                ${this.#button("ellipsis", l10n.t("More"), (event) => this.#more(event))}
              </div>`
          : nothing
      }
    </div>`;
  }

  #pipelines(): TemplateResult | typeof nothing {
    const { pipelines, pipeline } = this.snapshot;
    if (pipelines.length === 0) return nothing;
    const names = pipelines.map(({ name }) => name);
    // Where two files have a pipeline of one name, the file tells them apart.
    const text = (name: string, file: string): string => (names.indexOf(name) === names.lastIndexOf(name) ? name : `${name} – ${file}`);
    return choice({
      className: "choose-pipeline",
      label: l10n.t("Pipeline"),
      value: pipeline ?? "",
      options: pipelines.map(({ id, name, file }) => ({ value: id, text: text(name, file) })),
      change: (id) => this.#ask({ kind: "pipeline", id }),
    });
  }

  #runs(): TemplateResult | typeof nothing {
    const { runs } = this.snapshot;
    if (runs.length === 0) return nothing;
    return choice({
      className: "choose-run",
      label: l10n.t("Shown run"),
      value: this.runId ?? "",
      options: [
        { value: "", text: l10n.t("No run") },
        ...runs.map((run) => ({
          value: run.id,
          text: `${runTitle(run, this.#pipelineName, document.documentElement.lang || undefined)} · ${statusWord(run.status)}`,
        })),
      ],
      change: (id) => this.#ask({ kind: "run", ...(id === "" ? {} : { id }) }),
    });
  }

  get #pipelineName(): string {
    const { pipelines, pipeline } = this.snapshot;
    return pipelines.find(({ id }) => id === pipeline)?.name ?? "";
  }

  #actions(): TemplateResult {
    const offered = (action: PanelAction): boolean => this.snapshot.actions.includes(action);
    const act = (action: PanelAction) => () => this.#ask({ kind: "act", action });
    return html`${offered("run") ? html`<vscode-button class="act-run" @click=${act("run")}>${icon("play")} ${l10n.t("Run")}</vscode-button>` : nothing}
    ${offered("stop") ? html`<vscode-button class="act-stop" appearance="secondary" @click=${act("stop")}>${icon("stop")} ${l10n.t("Stop")}</vscode-button>` : nothing}
    ${offered("debug") ? this.#button("debug", l10n.t("Debug"), act("debug")) : nothing}`;
  }

  /** The toolkit's own button does not tell a screen reader that it is pressed. */
  #toggle(name: IconName, label: string, run: () => void, pressed: boolean): TemplateResult {
    return html`<button class="toggle" type="button" aria-label=${label} title=${label} aria-pressed=${String(pressed)} @click=${run}>
      ${icon(name)}
    </button>`;
  }

  #button(name: IconName, label: string, run: (event: Event) => void): TemplateResult {
    return html`<vscode-button appearance="icon" aria-label=${label} title=${label} @click=${run}>${icon(name)}</vscode-button>`;
  }

  #more({ currentTarget }: Event): void {
    const from = currentTarget as HTMLElement;
    const { left, bottom } = from.getBoundingClientRect();
    this.#ask({ kind: "menu", x: left, y: bottom + 2, from });
  }

  #ask(ask: ToolbarAsk): void {
    this.tell("toolbar-ask", ask);
  }
}
