import * as l10n from "@vscode/l10n";
import { html, nothing, svg, type TemplateResult } from "lit";
import type { Json } from "../../src/runner/model/json.ts";
import { lineBox, lineOf, linePlaces } from "../../src/runner/model/preview-line.ts";
import { pictureFacts } from "../../src/runner/model/preview-picture.ts";
import type { Preview } from "../../src/runner/model/preview.ts";

type Table = Extract<Preview, { kind: "table" }>;
type Column = Table["columns"][number];

/** A stored preview, a list of numbers with its line above it. Everything in it is text to the page: nothing of a value becomes markup. */
export function previewOf(preview: Preview): TemplateResult {
  const line = lineOf(preview);
  return line === undefined ? valueOf(preview) : html`${chartOf(line)}${valueOf(preview)}`;
}

function valueOf(preview: Preview): TemplateResult {
  switch (preview.kind) {
    case "scalar":
      return html`<code class="preview-scalar">${preview.text}</code>`;
    case "text":
      return html`<pre class="preview-text" tabindex="0" aria-label=${l10n.t("Beginning of the text")}>
${preview.text}${preview.truncated ? "…" : ""}</pre>`;
    case "json":
      return html`<div class="preview-json">
        ${jsonTree(preview.value, 2)}${preview.truncated ? html`<span class="quiet">${l10n.t("shortened")}</span>` : nothing}
      </div>`;
    case "table":
      return tableOf(preview);
    case "array":
      return html`<div class="preview-array">
        <span class="quiet">${preview.dtype} [${preview.shape.join(" × ")}]</span>
        <code>${preview.head.map((value) => textOf(value)).join(", ")}${preview.head.length < count(preview.shape) ? ", …" : ""}</code>
      </div>`;
    case "image":
      return imageOf(preview);
    case "opaque":
      return html`<span class="quiet">${preview.text}</span>`;
    default:
      return preview satisfies never;
  }
}

function imageOf(preview: Extract<Preview, { kind: "image" }>): TemplateResult {
  const { picture } = preview;
  const facts = pictureFacts(preview);
  // It is made of pixels: the browser draws it, and nothing in it runs.
  const source = picture && `data:${picture.type};base64,${picture.data}`;
  return html`${source === undefined ? nothing : html`<img class="preview-image" src=${source} alt=${facts} />`}<span class="quiet"
      >${facts}</span
    >`;
}

/** Numbers from left to right. */
function chartOf(points: readonly number[]): TemplateResult {
  const least = Math.min(...points);
  const most = Math.max(...points);
  const label = l10n.t("Line of the numbers, from {0} to {1}", short(least), short(most));
  const box = `0 0 ${String(lineBox.width)} ${String(lineBox.height)}`;
  return html`<svg class="chart" viewBox=${box} role="img" aria-label=${label}>${svg`<polyline points=${linePlaces(points)} />`}</svg>`;
}

/** JSON that folds. `open` levels are unfolded at first. */
export function jsonTree(value: Json, open: number, name?: string): TemplateResult {
  const label = name === undefined ? nothing : html`<span class="json-name">${name}: </span>`;
  if (typeof value !== "object" || value === null)
    return html`<div class="json-leaf">${label}<span class="json-${kindOf(value)}">${textOf(value)}</span></div>`;
  const entries = Array.isArray(value) ? value.map((item, index) => [String(index), item] as const) : Object.entries(value);
  const [left, right] = Array.isArray(value) ? ["[", "]"] : ["{", "}"];
  if (entries.length === 0) return html`<div class="json-leaf">${label}${left}${right}</div>`;
  return html`<details class="json" ?open=${open > 0}>
    <summary>${label}<span class="quiet">${left}${String(entries.length)}${right}</span></summary>
    <div class="json-members">${entries.map(([key, member]) => jsonTree(member, open - 1, key))}</div>
  </details>`;
}

function tableOf({ columns, rows, totalRows }: Table): TemplateResult {
  return html`<div class="preview-table" tabindex="0" role="group" aria-label=${l10n.t("First rows of the table")}>
    <table>
      <thead>
        <tr>
          ${columns.map((column) => html`<th scope="col"><span>${column.name}</span>${sparkline(column)}${summaryOf(column).map((fact) => html`<span class="quiet">${fact}</span>`)}</th>`)}
        </tr>
      </thead>
      <tbody>
        ${rows.map(
          (row) =>
            html`<tr>
              ${columns.map((column, index) => html`<td class=${column.type === "number" ? "number" : ""}>${textOf(row[index])}</td>`)}
            </tr>`,
        )}
      </tbody>
    </table>
    <p class="quiet">${rowsText(rows.length, totalRows)}</p>
  </div>`;
}

function rowsText(shown: number, all: number): string {
  if (shown < all) return l10n.t("{0} of {1} rows", shown, all);
  return all === 1 ? l10n.t("1 row") : l10n.t("{0} rows", all);
}

function sparkline({ histogram, name }: Column): TemplateResult | typeof nothing {
  if (histogram === undefined || histogram.length === 0) return nothing;
  const most = Math.max(...histogram, 1);
  const bars = histogram.map((value, index) => {
    const height = value === 0 ? 0 : Math.max(1, (value / most) * 16);
    return svg`<rect x=${index * 6} y=${16 - height} width="5" height=${height} />`;
  });
  return html`<svg
    class="sparkline"
    width=${histogram.length * 6}
    height="16"
    role="img"
    aria-label=${l10n.t("How the values of {0} are spread", name)}
  >
    ${bars}
  </svg>`;
}

/** Each on a line of its own: columns side by side have little room. */
function summaryOf({ type, min, max, mean, distinct }: Column): readonly string[] {
  if (min !== undefined && max !== undefined)
    return [`${short(min)} … ${short(max)}`, ...(mean === undefined ? [] : [l10n.t("mean {0}", short(mean))])];
  return [distinct === undefined ? type : l10n.t("{0} different", distinct)];
}

function short(value: number): string {
  return Number.isInteger(value) ? String(value) : String(Number(value.toPrecision(4)));
}

function textOf(value: Json | undefined): string {
  if (value === undefined) return "";
  if (typeof value === "string") return value;
  if (typeof value === "number") return short(value);
  return JSON.stringify(value);
}

function kindOf(value: null | boolean | number | string): string {
  return value === null ? "null" : typeof value;
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}
