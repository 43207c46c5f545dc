import * as l10n from "@vscode/l10n";
import { html, nothing, type TemplateResult } from "lit";
import type { Failure, ThrownError } from "../../src/runner/model/failure.ts";
import type { Location } from "../../src/runner/model/location.ts";

/** A failure with its place, its reason and what to do. `goTo` is called for a place that the person chooses. */
export function failureOf(failure: Failure, goTo: (place: Location) => void): TemplateResult {
  const { code, message, help, at, related = [], thrown } = failure;
  return html`<div class="failure" role="group" aria-label=${l10n.t("Error {0}", code)}>
    <p class="failure-message">${thrown === undefined ? message : `${thrown.name}: ${thrown.message}`}</p>
    ${thrown === undefined ? nothing : html`<p class="quiet">${message}</p>`}
    <p>${help} <span class="quiet">${code}</span></p>
    ${at === undefined ? nothing : placeLink(at, goTo)}
    ${related.map(({ at: place, message: text }) => html`<p>${text} ${placeLink(place, goTo)}</p>`)}
    ${thrown === undefined ? nothing : stackOf(thrown)}
  </div>`;
}

/** A place as a link. */
function placeLink(place: Location, goTo: (place: Location) => void): TemplateResult {
  return html`<button class="link" type="button" @click=${() => goTo(place)}>${place.file}:${String(place.line)}</button>`;
}

function stackOf(thrown: ThrownError): TemplateResult | typeof nothing {
  const text = stackText(thrown);
  if (text === "") return nothing;
  return html`<details>
    <summary>${l10n.t("Stack")}</summary>
    <pre class="preview-text" tabindex="0" aria-label=${l10n.t("Stack of the error")}>${text}</pre>
  </details>`;
}

function stackText({ stack = "", cause }: ThrownError): string {
  return cause === undefined ? stack : `${stack}\n${l10n.t("Caused by {0}: {1}", cause.name, cause.message)}\n${stackText(cause)}`.trim();
}
