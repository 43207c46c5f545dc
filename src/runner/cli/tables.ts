import Table from "cli-table3";
import type { Screen } from "./terminal.ts";
import { fit } from "./text/width.ts";

/** Lines up columns with two spaces between them: easy to read, to cut and to search. */
const noBorders = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: "  ",
};

/**
 * A table as text, without borders and without a line break at the end. On a terminal its lines are cut to the width; in a file or pipe
 * nothing is cut. Cells are safe to print already.
 */
export function table(head: readonly string[], rows: readonly (readonly string[])[], screen: Screen): string {
  // An own style of the head would colour it where colours are off.
  const lines = new Table({ chars: noBorders, style: { "padding-left": 0, "padding-right": 0, head: [], border: [] } });
  lines.push(
    head.map((title) => screen.colors.dim(title)),
    ...rows.map((row) => [...row]),
  );
  const columns = screen.columns();
  return lines
    .toString()
    .split("\n")
    .map((line) => (columns === undefined ? line.trimEnd() : fit(line.trimEnd(), columns)))
    .join("\n");
}
