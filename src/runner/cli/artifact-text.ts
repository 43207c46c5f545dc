import { resolve } from "node:path";
import type { ArtifactVersion } from "../model/artifact.ts";
import type { Preview } from "../model/preview.ts";
import { table } from "./tables.ts";
import type { Screen } from "./terminal.ts";
import { shownPath, type Places } from "./text/place.ts";
import { oneLine, printable } from "./text/printable.ts";
import { previewText } from "./text/preview-text.ts";
import { bytes, plural } from "./text/units.ts";
import { pad } from "./text/width.ts";

/** Rows of a table and lines of a text that are shown. */
const mostLines = 10;

/**
 * Everything a person wants to know of one version, as `artifact show` prints it.
 * @param at Its files relative to the workspace, and where the person stands.
 */
export function artifactText(version: ArtifactVersion, at: Places & { readonly files: readonly string[] }, screen: Screen): string {
  const { colors } = screen;
  const { producer } = version;
  const files = at.files.map((file) => shownPath(resolve(at.workspace, file), at.cwd));
  const facts: (readonly [string, string])[] = [
    ["type", version.type],
    ["made by", producer === undefined ? "" : `${producer.step}.${producer.output} of run ${producer.run}`],
    ["made at", new Date(version.createdAt).toISOString()],
    ["stored as", `${version.materializer}, ${bytes(version.content.bytes)}`],
    ["hash", version.content.hash],
    ["tags", version.tags.join(", ")],
    [
      "metadata",
      Object.entries(version.metadata)
        .map(([name, value]) => `${name} = ${JSON.stringify(value)}`)
        .join(", "),
    ],
  ];
  return [
    `${colors.bold(oneLine(version.artifact))}@${oneLine(version.version)}`,
    ...facts.filter(([, text]) => text !== "").map(([name, text]) => `  ${colors.dim(pad(name, 9))}  ${oneLine(text)}`),
    ...filesLines(files).map((text, index) => `  ${colors.dim(pad(index === 0 ? "files" : "", 9))}  ${oneLine(text)}`),
    "",
    previewBlock(version.preview, screen),
  ].join("\n");
}

function filesLines(files: readonly string[]): string[] {
  const hidden = files.length - mostLines;
  return hidden > 0 ? [...files.slice(0, mostLines), `… and ${plural(hidden, "more file")}`] : [...files];
}

/** What is known of the value, on as many lines as it is worth. */
function previewBlock(preview: Preview, screen: Screen): string {
  switch (preview.kind) {
    case "scalar":
    case "opaque":
      return printable(preview.text);
    case "text": {
      const lines = printable(preview.text).split("\n");
      const cut = preview.truncated || lines.length > mostLines;
      return [...lines.slice(0, mostLines), ...(cut ? ["…"] : [])].join("\n");
    }
    case "json":
      return printable(JSON.stringify(preview.value, undefined, 2));
    case "table": {
      const rows = preview.rows
        .slice(0, mostLines)
        .map((row) => row.map((cell) => oneLine(typeof cell === "string" ? cell : JSON.stringify(cell))));
      const head = preview.columns.map((column) => oneLine(column.name));
      const hidden = preview.totalRows - rows.length;
      return [table(head, rows, screen), ...(hidden > 0 ? [`… and ${plural(hidden, "more row")}`] : [])].join("\n");
    }
    case "array":
    case "image":
      return previewText(preview, 200);
    default:
      return preview satisfies never;
  }
}
