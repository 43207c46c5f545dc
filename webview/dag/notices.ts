import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import type { Graph } from "../../src/runner/model/graph.ts";
import type { FromPanel, PanelAction, PanelSnapshot } from "../../src/runner/model/panel.ts";
import type { Location } from "../../src/runner/model/location.ts";
import { failureOf } from "../shared/failure.ts";
import { icon } from "../shared/icons.ts";

type Send = (message: FromPanel) => void;

/** What stands where there is no graph: that it is being read, that there is none and what to do, or why it cannot be drawn. */
export function noticeOf(snapshot: PanelSnapshot | undefined, graph: Graph | undefined, send: Send): TemplateResult | undefined {
  if (snapshot === undefined) return loading();
  const { content, actions } = snapshot;
  switch (content.kind) {
    case "loading":
      return loading();
    case "empty":
      return emptyNotice(content.reason, actions, send);
    case "problem":
      return html`<div class="notice" role="alert">
        <p class="notice-title">${l10n.t("This pipeline cannot be drawn")}</p>
        ${failureOf(content.failure, goTo(send))}
      </div>`;
    case "graph":
      // Events may have added to it since.
      return (graph ?? content.graph).steps.length > 0 ? undefined : noSteps(content.source);
    default:
      return content satisfies never;
  }
}

/** A line above the graph for what a person should know of it. */
export function bannersOf(snapshot: PanelSnapshot, send: Send): readonly TemplateResult[] {
  const { content, trusted, actions } = snapshot;
  const stale = content.kind === "graph" ? content.stale : undefined;
  return [
    ...(stale === undefined
      ? []
      : [
          html`<div class="banner warning" role="status">
            ${icon("warning")}<span>${l10n.t("Not up to date: {0}", stale.message)}</span>
            ${stale.at === undefined ? nothing : link(l10n.t("Go to line"), () => goTo(send)(stale.at ?? { file: "", line: 1, column: 1 }))}
          </div>`,
        ]),
    ...(trusted
      ? []
      : [
          html`<div class="banner" role="status">
            ${icon("warning")}<span>${l10n.t("Restricted Mode: the graph is read from the source, and nothing is run.")}</span>
            ${actions.includes("manageTrust") ? link(l10n.t("Manage trust"), () => send({ type: "act", action: "manageTrust" })) : nothing}
          </div>`,
        ]),
  ];
}

function loading(): TemplateResult {
  return html`<div class="notice" role="status" aria-busy="true">
    <span class="turning quiet">${icon("loading", "icon large")}</span>
    <p class="quiet">${l10n.t("Reading the pipeline…")}</p>
  </div>`;
}

function emptyNotice(reason: "noFolder" | "noSource" | "noPipeline", actions: readonly PanelAction[], send: Send): TemplateResult {
  const texts = {
    noFolder: { title: l10n.t("No folder is open"), text: l10n.t("Open a folder to see its pipelines here.") },
    noSource: {
      title: l10n.t("No TypeScript here"),
      text: l10n.t("Pipelines are functions in TypeScript files. This folder has none yet."),
    },
    noPipeline: {
      title: l10n.t("No pipeline yet"),
      text: l10n.t("A pipeline is a function that calls steps. When a file has one, its graph is drawn here."),
    },
  };
  const { title, text } = texts[reason];
  const button = (action: PanelAction, label: string): TemplateResult | typeof nothing =>
    actions.includes(action) ? html`<vscode-button @click=${() => send({ type: "act", action })}>${label}</vscode-button>` : nothing;
  return html`<div class="notice">
    <span class="quiet">${icon("graph", "icon large")}</span>
    <p class="notice-title">${title}</p>
    <p class="quiet">${text}</p>
    ${button("openFolder", l10n.t("Open folder"))} ${button("createSample", l10n.t("Create sample pipeline"))}
  </div>`;
}

function noSteps(source: "static" | "recorded" | "run"): TemplateResult {
  const text =
    source === "static"
      ? l10n.t("No call of a step was found in its source.")
      : source === "recorded"
        ? l10n.t("It calls no step.")
        : l10n.t("It has called no step so far.");
  return html`<div class="notice">
    <span class="quiet">${icon("graph", "icon large")}</span>
    <p class="notice-title">${l10n.t("No steps")}</p>
    <p class="quiet">${text}</p>
  </div>`;
}

function link(label: string, run: () => void): TemplateResult {
  return html`<button class="link" type="button" @click=${run}>${label}</button>`;
}

function goTo(send: Send): (place: Location) => void {
  return (place) => send({ type: "goToPlace", place });
}
