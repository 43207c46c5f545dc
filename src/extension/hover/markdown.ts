import type { Json } from "../../runner/model/json.ts";
import type { Preview } from "../../runner/model/preview.ts";
import { lineOf } from "../../runner/model/preview-line.ts";
import { isPage, pageWords } from "../../runner/model/preview-page.ts";
import { pictureFacts } from "../../runner/model/preview-picture.ts";
import { histogramImage, lineImage } from "./sparkline.ts";

/** Previews as markdown. All that comes from a value stands in code or is escaped: it never becomes markup. */

/** How much of a text is shown, in characters. */
const mostText = 1_500;
/** Of a page, what a reader sees. */
const mostWords = 600;
const mostRows = 6;
const mostColumns = 8;
const mostCell = 24;
const mostNumbers = 24;

/** A preview as markdown, a list of numbers with its line above it. */
export const previewMarkdown = (preview: Preview): string => {
  const line = lineOf(preview);
  return line === undefined ? text(preview) : `${lineOfNumbers(line)}\n\n${preview.kind === "json" ? numbers(preview) : text(preview)}`;
};

const lineOfNumbers = (points: readonly number[]): string => {
  const facts = `${short(Math.min(...points))} to ${short(Math.max(...points))}`;
  return `![${facts}](${lineImage(points)} "${facts}")`;
};

/** The first of a list of numbers, as many as are read in a line or two. */
const numbers = ({ value, truncated }: Extract<Preview, { kind: "json" }>): string => {
  const all = Array.isArray(value) ? value : [];
  const shown = all.slice(0, mostNumbers).map((item) => cell(item));
  return fenced(`${shown.join(", ")}${truncated || all.length > shown.length ? " …" : ""}`, "text");
};

const text = (preview: Preview): string => {
  switch (preview.kind) {
    case "scalar":
      return fenced(preview.text, "text");
    case "text": {
      const words = isPage(preview) ? pageWords(preview.text) : "";
      return words === "" ? fenced(cut(preview.text, mostText), "text") : escaped(cut(words, mostWords));
    }
    case "json":
      return fenced(cut(JSON.stringify(preview.value, undefined, 2), mostText), "json");
    case "table":
      return table(preview);
    case "array":
      return fenced(`${preview.dtype}[${preview.shape.join(" × ")}]  ${preview.head.map((item) => cell(item)).join(", ")} …`, "text");
    case "image":
      return image(preview);
    case "opaque":
      return fenced(preview.text, "text");
    default:
      return preview satisfies never;
  }
};

/** A picture that is made of pixels, as the browser draws it; nothing in it is markup. */
const image = (preview: Extract<Preview, { kind: "image" }>): string => {
  const { picture } = preview;
  const facts = pictureFacts(preview);
  return picture === undefined ? fenced(facts, "text") : `![${facts}](data:${picture.type};base64,${picture.data} "${facts}")\n\n${facts}`;
};

/** A text in a code block that nothing inside can end. */
const fenced = (text: string, language: string): string => {
  const longest = Math.max(0, ...(text.match(/`+/g) ?? []).map((ticks) => ticks.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}${language}\n${text}\n${fence}`;
};

/** A text in a line of markdown, nothing of it markup. */
export const escaped = (text: string): string => text.replaceAll(/[\\`*_{}[\]()#+\-.!|<>~&$:@]/g, "\\$&").replaceAll(/\s+/g, " ");

/** A short text as code in a line; a table's bars would end the cell. */
const code = (text: string): string => {
  const flat = text.replaceAll(/\s+/g, " ").replaceAll("|", "∣");
  return flat.includes("`") ? escaped(flat) : `\`${flat === "" ? " " : flat}\``;
};

const table = ({ columns, rows, totalRows }: Extract<Preview, { kind: "table" }>): string => {
  const shown = columns.slice(0, mostColumns);
  const row = (cells: readonly string[]): string => `| ${cells.join(" | ")} |`;
  const lines = [
    row(shown.map(({ name }) => escaped(cut(name, mostCell)))),
    row(shown.map(({ type }) => (type === "number" ? "--:" : "---"))),
    row(shown.map((column) => spark(column))),
    ...rows.slice(0, mostRows).map((cells) => row(shown.map((_, index) => code(cell(cells[index] ?? null))))),
  ];
  const more = [
    totalRows > Math.min(rows.length, mostRows) ? `${totalRows.toLocaleString("en")} rows` : "",
    columns.length > shown.length ? `${String(columns.length)} columns` : "",
  ].filter((text) => text !== "");
  return `${lines.join("\n")}${more.length === 0 ? "" : `\n\n${more.join(", ")}`}`;
};

const spark = ({ histogram, min, max, mean, distinct }: Extract<Preview, { kind: "table" }>["columns"][number]): string => {
  if (histogram !== undefined && histogram.length > 0) {
    const facts =
      min === undefined || max === undefined ? "" : `${short(min)} to ${short(max)}${mean === undefined ? "" : `, mean ${short(mean)}`}`;
    return `![${facts}](${histogramImage(histogram)} "${facts}")`;
  }
  return distinct === undefined ? " " : `${String(distinct)} distinct`;
};

const short = (value: number): string => String(Number(value.toPrecision(4)));

const cell = (value: Json): string => {
  const text = typeof value === "string" ? value : typeof value === "number" ? short(value) : JSON.stringify(value);
  return cut(text, mostCell);
};

const cut = (text: string, most: number): string => (text.length > most ? `${text.slice(0, most)} …` : text);
