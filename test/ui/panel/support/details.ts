import type { StepDetails } from "../../../../src/runner/model/panel.ts";
import { start } from "./graphs.ts";

/** Details of a step with every kind of preview, and with texts that would be markup if they were not kept from it. */
export const richDetails: StepDetails = {
  step: "splitRows",
  run: "run-1",
  status: "completed",
  doc: "Splits the rows into a part to learn from and a part to test with.",
  code: "const splitRows = step((rows: Row[], share: number) => {\n  const at = Math.round(rows.length * share);\n  return outputs({ train: rows.slice(0, at), test: rows.slice(at) });\n});",
  definition: { file: "src/steps.ts", line: 31, column: 7 },
  parameters: { share: 0.8, seed: 7, options: { shuffle: true, columns: ["length", "width"], note: null } },
  inputs: [
    {
      name: "rows",
      artifact: "cleanRows",
      version: "4",
      from: "cleanRows.output",
      type: "Row[]",
      bytes: 15_320,
      preview: {
        kind: "table",
        columns: [
          { name: "length", type: "number", min: 4.3, max: 7.9, mean: 5.843, histogram: [9, 23, 14, 27, 22, 20, 18, 6, 5, 6] },
          { name: "width", type: "number", min: 2, max: 4.4, mean: 3.057, histogram: [4, 7, 22, 24, 37, 31, 10, 11, 2, 2] },
          { name: "species", type: "string", distinct: 3 },
        ],
        rows: [
          [5.1, 3.5, "setosa"],
          [4.9, 3, "setosa"],
          [7, 3.2, "versicolor"],
          [6.3, 3.3, "virginica"],
        ],
        totalRows: 150,
      },
    },
  ],
  outputs: [
    {
      name: "train",
      artifact: "train",
      version: "4",
      type: "Row[]",
      bytes: 12_200,
      preview: { kind: "array", dtype: "float64", shape: [120, 4], head: [5.1, 3.5, 1.4, 0.2] },
    },
    { name: "accuracy", artifact: "accuracy", version: "2", type: "number", bytes: 18, preview: { kind: "scalar", text: "0.9667" } },
    {
      name: "report",
      artifact: "report",
      version: "1",
      type: "string",
      bytes: 80,
      preview: { kind: "text", language: "html", text: "<img src=x onerror=alert(1)><b>bold</b>", truncated: true },
    },
    {
      name: "summary",
      artifact: "summary",
      version: "9",
      type: "Summary",
      preview: { kind: "json", value: { rows: 150, classes: ["setosa", "virginica"], best: { k: 3 } }, truncated: true },
    },
    { name: "model", artifact: "model", version: "1", type: "Forest", preview: { kind: "opaque", text: "An instance of Forest, 1.2 MB" } },
  ],
  attempts: [
    {
      attempt: 1,
      status: "failed",
      startedAt: start,
      endedAt: start + 2000,
      error: {
        code: "SW3001",
        message: "The step splitRows threw.",
        help: "Mend it.",
        thrown: { name: "Error", message: "the disk was busy" },
      },
    },
    { attempt: 2, status: "completed", startedAt: start + 3000, endedAt: start + 4250 },
  ],
  log: { attempt: 2, text: "reading 150 rows\nshare 0.8: 120 and 30\n<script>alert(1)</script>\n", truncated: true },
  metadata: { rows: 150 },
  tags: ["nightly", "iris"],
  why: ["The parameter share changed from 0.7 to 0.8."],
};
