import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import type { Graph, GraphStep } from "../../../src/runner/model/graph.ts";
import type { PanelAction, StepDetails } from "../../../src/runner/model/panel.ts";
import type { StepView } from "../../../src/runner/model/panel-view.ts";
import { failureOf } from "../../shared/failure.ts";
import { icon } from "../../shared/icons.ts";
import { PlainElement } from "../../shared/plain-element.ts";
import { withPart } from "../../shared/with-part.ts";
import type { FromPanel } from "../../../src/runner/model/panel.ts";
import type { ArtifactSource, ViewNode } from "../graph/view.ts";
import { calledText, statusText } from "../state/card.ts";
import { stepLook } from "../state/status.ts";
import { artifactSection, attemptsSection, codeSection, inputsOfGraph, logSection, parametersSection, section } from "./sections.ts";

/** What is known of the selected node. Tells `details-ask` with a message for the host, `details-close` and `details-select` with a step. */
export class DetailsPane extends PlainElement {
  static override properties = {
    node: { attribute: false },
    graph: { attribute: false },
    step: { attribute: false },
    details: { attribute: false },
    actions: { attribute: false },
    now: { attribute: false },
  };
  declare node: ViewNode | undefined;
  declare graph: Graph | undefined;
  /** Of the run that is drawn. */
  declare step: StepView | undefined;
  /** The host's answer; absent until it comes. */
  declare details: StepDetails | undefined;
  declare actions: readonly PanelAction[];
  /** By the host's clock. */
  declare now: number;

  protected override render(): TemplateResult {
    const { node } = this;
    return html`<section class="details" aria-label=${l10n.t("Details")}>
      <header class="details-head">
        <h2>${node === undefined ? l10n.t("Details") : titleOf(node)}</h2>
        <vscode-button
          appearance="icon"
          aria-label=${l10n.t("Close details")}
          title=${l10n.t("Close details")}
          @click=${() => this.tell("details-close", undefined)}
          >${icon("close")}</vscode-button
        >
      </header>
      <div
        class="details-body"
        tabindex="0"
        role="group"
        aria-label=${node === undefined ? l10n.t("Details") : l10n.t("Details of {0}", titleOf(node))}
      >
        ${this.#body(node)}
      </div>
    </section>`;
  }

  #body(node: ViewNode | undefined): TemplateResult {
    if (node === undefined) return html`<p class="quiet">${l10n.t("Select a step to see its inputs, outputs and log.")}</p>`;
    switch (node.kind) {
      case "step":
        return this.#stepBody(node.step);
      case "group":
        return html`<p class="quiet">${inlinedText(node.steps.length)}</p>
          <ul class="plain-list">
            ${node.steps.map((id) => html`<li>${this.#stepLink(id)}</li>`)}
          </ul>`;
      case "artifact":
        return this.#artifactBody(node.producer, node.type);
      default:
        return node satisfies never;
    }
  }

  #stepBody(graphStep: GraphStep): TemplateResult {
    const { step, details } = this;
    const { id } = graphStep;
    return html`
      ${step === undefined ? nothing : this.#status(step)}
      ${(graphStep.within ?? []).map((context) => html`<p class="quiet">${calledText(context)}</p>`)} ${this.#buttons(graphStep)}
      ${details?.doc === undefined ? nothing : html`<p class="doc">${details.doc}</p>`}
      ${details?.problem === undefined ? nothing : failureOf(details.problem, this.#goTo)}
      ${step?.error === undefined || step.status === "completed" ? nothing : section(l10n.t("Error"), failureOf(step.error, this.#goTo))}
      ${
        details === undefined
          ? html`<p class="quiet" aria-busy="true">${l10n.t("Reading…")}</p>`
          : html`
              ${artifactSection(l10n.t("Outputs"), details.outputs, graphStep.outputs, this.#ask)}
              ${details.inputs.length > 0 ? artifactSection(l10n.t("Inputs"), details.inputs, [], this.#ask) : inputsOfGraph(graphStep)}
              ${parametersSection(l10n.t("Parameters"), details.parameters)}
              ${logSection(details, (attempt) => this.#ask({ type: "showLog", step: id, attempt }))}
              ${attemptsSection(details, this.now, this.#goTo, (attempt) => this.#ask({ type: "showLog", step: id, attempt }))}
              ${
                details.why === undefined || details.why.length === 0
                  ? nothing
                  : section(
                      l10n.t("Why"),
                      html`<ul class="plain-list why-list">
                        ${details.why.map((reason) => html`<li>${reason}</li>`)}
                      </ul>`,
                    )
              }
              ${Object.keys(details.metadata).length === 0 ? nothing : parametersSection(l10n.t("Metadata"), details.metadata)}
              ${details.tags.length === 0 ? nothing : section(l10n.t("Tags"), html`<p>${details.tags.join(", ")}</p>`)}
              ${codeSection(details)}
            `
      }
    `;
  }

  #status(step: StepView): TemplateResult {
    const look = stepLook(step.status);
    const because = step.skippedBecause ?? [];
    return html`<p class="details-status">
        <span class="tone-${look.colour} ${look.icon === "loading" ? "turning" : ""}">${icon(look.icon)}</span>
        <span>${statusText(step, this.now)}</span>
      </p>
      ${
        step.status === "running" && step.progress?.fraction !== undefined
          ? html`<progress max="1" .value=${step.progress.fraction} aria-label=${l10n.t("Progress of {0}", step.id)}></progress>`
          : nothing
      }
      ${step.cachedFrom === undefined ? nothing : html`<p class="quiet">${l10n.t("Made by {0} in an earlier run.", step.cachedFrom.step)}</p>`}
      ${
        because.length === 0
          ? nothing
          : html`<p>
              ${withPart(
                l10n.t("Not run, because of {0}."),
                because.map((id, index) => [index > 0 ? ", " : "", this.#stepLink(id)]),
              )}
            </p>`
      }`;
  }

  #buttons({ id }: GraphStep): TemplateResult {
    const button = (label: string, message: FromPanel): TemplateResult =>
      html`<vscode-button appearance="secondary" @click=${() => this.#ask(message)}>${label}</vscode-button>`;
    return html`<div class="details-buttons">
      ${button(l10n.t("Go to call"), { type: "goToCall", step: id })} ${button(l10n.t("Go to code"), { type: "goToCode", step: id })}
      ${this.actions.includes("runFrom") ? button(l10n.t("Run from here"), { type: "act", action: "runFrom", step: id }) : nothing}
      ${this.actions.includes("runStep") ? button(l10n.t("Run step"), { type: "act", action: "runStep", step: id }) : nothing}
      ${this.actions.includes("debugStep") ? button(l10n.t("Debug step"), { type: "act", action: "debugStep", step: id }) : nothing}
    </div>`;
  }

  #artifactBody(source: ArtifactSource | undefined, type: string | undefined): TemplateResult {
    if (source === undefined) return html``;
    const typeText = type === undefined ? nothing : html`<p><code>${type}</code></p>`;
    if (source.kind === "version") {
      const { artifact, version } = source;
      return html`${typeText}
        <vscode-button appearance="secondary" @click=${() => this.#ask({ type: "openArtifact", artifact, version })}
          >${l10n.t("Open artifact")}</vscode-button
        >`;
    }
    const saved = this.details?.outputs.find(({ name }) => name === source.output);
    return html`${typeText}
      <p>${withPart(l10n.t("Output of {0}."), this.#stepLink(source.step))}</p>
      ${saved === undefined ? html`<p class="quiet">${l10n.t("Not made yet.")}</p>` : artifactSection(l10n.t("Value"), [saved], [], this.#ask)}`;
  }

  #stepLink(step: string): TemplateResult {
    return html`<button class="link" type="button" @click=${() => this.tell("details-select", step)}>${step}</button>`;
  }

  readonly #ask = (message: FromPanel): void => {
    this.tell("details-ask", message);
  };

  readonly #goTo = (place: { readonly file: string; readonly line: number; readonly column: number }): void =>
    this.#ask({ type: "goToPlace", place });
}

function inlinedText(steps: number): string {
  return steps === 1 ? l10n.t("An inlined pipeline with 1 step.") : l10n.t("An inlined pipeline with {0} steps.", steps);
}

function titleOf(node: ViewNode): string {
  return node.kind === "step" ? node.step.id : node.name;
}
