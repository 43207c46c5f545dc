import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import type { GraphBinding, GraphStep } from "../../../src/runner/model/graph.ts";
import type { Json } from "../../../src/runner/model/json.ts";
import type { Location } from "../../../src/runner/model/location.ts";
import type { ArtifactDetails, AttemptDetails, FromPanel, StepDetails } from "../../../src/runner/model/panel.ts";
import { isPage } from "../../../src/runner/model/preview-page.ts";
import { shownType } from "../../../src/runner/model/shown-type.ts";
import { failureOf } from "../../shared/failure.ts";
import { icon } from "../../shared/icons.ts";
import { jsonTree, previewOf } from "../../shared/preview.ts";
import { bytesText, spanText, tickingText } from "../../shared/time.ts";
import { inSentence, stepLook } from "../state/status.ts";

/** A part of the details under a heading that folds. */
export function section(title: string, content: TemplateResult, open = true): TemplateResult {
  return html`<details class="section" ?open=${open}>
    <summary><h3>${title}</h3></summary>
    <div class="section-body">${content}</div>
  </details>`;
}

/** Artifacts with their previews; before there are any, the outputs that the source promises. */
export function artifactSection(
  title: string,
  artifacts: readonly ArtifactDetails[],
  promised: GraphStep["outputs"],
  ask: (message: FromPanel) => void,
): TemplateResult | typeof nothing {
  if (artifacts.length === 0 && promised.length === 0) return nothing;
  const made = artifacts.map(
    ({ name, artifact, version, type, bytes, preview, from }) =>
      html`<div class="artifact">
        <p class="artifact-head">
          <strong>${name}</strong>
          <code class="quiet">${type === undefined ? "" : shownType(type, preview)}</code>
          <button
            class="link"
            type="button"
            aria-label=${l10n.t("Open {0}, version {1}", artifact, version)}
            @click=${() => ask({ type: "openArtifact", artifact, version })}
          >
            ${artifact === name ? "" : artifact} v${version}
          </button>
          ${bytes === undefined ? nothing : html`<span class="quiet">${bytesText(bytes)}</span>`}
          ${
            preview === undefined || !isPage(preview)
              ? nothing
              : html`<button
                  class="link"
                  type="button"
                  aria-label=${l10n.t("Show {0}, version {1}, as a page", artifact, version)}
                  @click=${() => ask({ type: "showPage", artifact, version })}
                >
                  ${l10n.t("Show page")}
                </button>`
          }
        </p>
        ${from === undefined ? nothing : html`<p class="quiet">${l10n.t("from {0}", from)}</p>`}
        ${preview === undefined ? nothing : previewOf(preview)}
      </div>`,
  );
  const later = promised.map(
    ({ name, type }) => html`<p class="artifact-head"><strong>${name}</strong> <code class="quiet">${shownType(type)}</code></p>`,
  );
  return section(title, html`${artifacts.length > 0 ? made : later}`);
}

/** Where the inputs come from, as the graph has it: before a run there is nothing more to say. */
export function inputsOfGraph({ inputs }: GraphStep): TemplateResult | typeof nothing {
  const entries = Object.entries(inputs);
  if (entries.length === 0) return nothing;
  return section(
    l10n.t("Inputs"),
    html`${entries.map(([name, binding]) => html`<p class="artifact-head"><strong>${name}</strong> <span class="quiet">${bindingText(binding)}</span></p>`)}`,
  );
}

export function parametersSection(title: string, parameters: Readonly<Record<string, Json>>): TemplateResult | typeof nothing {
  const entries = Object.entries(parameters);
  if (entries.length === 0) return nothing;
  return section(title, html`${entries.map(([name, value]) => jsonTree(value, 1, name))}`);
}

export function logSection({ log }: StepDetails, show: (attempt: number) => void): TemplateResult | typeof nothing {
  if (log === undefined) return nothing;
  const text = log.text.trimEnd();
  return section(
    l10n.t("Log"),
    html`${
        text === ""
          ? html`<p class="quiet">${l10n.t("The step has written nothing.")}</p>`
          : html`<pre class="preview-text log" tabindex="0" aria-label=${l10n.t("End of the log")}>
${log.truncated ? "…\n" : ""}${text}</pre>`
      } <button class="link" type="button" @click=${() => show(log.attempt)}>${l10n.t("Open the whole log")}</button>`,
  );
}

/** One try needs no list, unless it says what went wrong elsewhere than the step itself does. */
export function attemptsSection(
  { attempts }: StepDetails,
  now: number,
  goTo: (place: Location) => void,
  showLog: (attempt: number) => void,
): TemplateResult | typeof nothing {
  if (attempts.length < 2) return nothing;
  return section(
    l10n.t("Attempts"),
    html`<ol class="attempts">
      ${attempts.map((attempt) => html`<li>${attemptOf(attempt, now, goTo, showLog)}</li>`)}
    </ol>`,
  );
}

function attemptOf(
  attempt: AttemptDetails,
  now: number,
  goTo: (place: Location) => void,
  showLog: (attempt: number) => void,
): TemplateResult {
  const { status, startedAt, endedAt, error } = attempt;
  const look = stepLook(status);
  const number = attempt.attempt;
  const span = endedAt === undefined ? tickingText(now - startedAt) : spanText(endedAt - startedAt);
  return html`<p class="artifact-head">
      <span class="tone-${look.colour}">${icon(look.icon)}</span>
      <span>${l10n.t("Attempt {0}: {1}, {2}", number, inSentence(status), span)}</span>
      <button class="link" type="button" aria-label=${l10n.t("Log of attempt {0}", number)} @click=${() => showLog(number)}>
        ${l10n.t("Log")}
      </button>
    </p>
    ${
      error === undefined
        ? nothing
        : html`<details>
            <summary>${error.thrown?.message ?? error.message}</summary>
            ${failureOf(error, goTo)}
          </details>`
    }`;
}

export function codeSection({ code, definition }: StepDetails): TemplateResult | typeof nothing {
  if (code === undefined) return nothing;
  const lines = code.trimEnd();
  return section(
    l10n.t("Code"),
    html`${definition === undefined ? nothing : html`<p class="quiet">${definition.file}:${String(definition.line)}</p>`}
      <pre class="preview-text code" tabindex="0" aria-label=${l10n.t("Code of the step")}>${lines}</pre>`,
    false,
  );
}

/** A binding in a few words. */
function bindingText(binding: GraphBinding): string {
  if ("from" in binding) return l10n.t("from {0}", binding.from);
  if ("artifact" in binding) return `${binding.artifact} v${binding.version}`;
  if ("list" in binding) return `[${binding.list.map(bindingText).join(", ")}]`;
  if ("object" in binding)
    return `{ ${Object.entries(binding.object)
      .map(([name, field]) => `${name}: ${bindingText(field)}`)
      .join(", ")} }`;
  return "expression" in binding ? binding.expression : JSON.stringify(binding.value);
}
