import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { artifactText } from "../../../src/runner/cli/artifact-text.ts";
import { discoveredTable } from "../../../src/runner/cli/discovered-table.ts";
import { runsTable } from "../../../src/runner/cli/runs-table.ts";
import { table } from "../../../src/runner/cli/tables.ts";
import { time } from "./support/records.ts";
import { runId, scalar, start, version } from "./support/story.ts";
import { capturedScreen } from "./support/terminal.ts";

const { screen } = capturedScreen();

describe("tables", () => {
  it("line up columns, also with wide letters", () => {
    assert.equal(
      table(
        ["name", "n"],
        [
          ["訓練", "1"],
          ["a", "20"],
        ],
        screen,
      ),
      "name  n\n訓練  1\na     20",
    );
  });

  it("are cut to a terminal and to nothing else", () => {
    const rows = [["x".repeat(30), "end"]];
    assert.equal(table(["a", "b"], rows, capturedScreen(20).screen).split("\n")[1], `${"x".repeat(19)}…`);
    assert.equal(table(["a", "b"], rows, screen).split("\n")[1], `${"x".repeat(30)}  end`);
  });

  it("show runs by status, name and time", () => {
    const runs = [
      { id: runId, name: "nightly", pipeline: "training", status: "completed" as const, startedAt: time(0), endedAt: time(1500) },
      { id: runId, name: "other", pipeline: "training", status: "running" as const, startedAt: time(60_000) },
    ];
    assert.deepEqual(runsTable(runs, screen, start + 120_000).split("\n"), [
      "status       pipeline  run      started    took   id",
      `✓ completed  training  nightly  2 min ago  1.5 s  ${runId}`,
      `▸ running    training  other    1 min ago         ${runId}`,
    ]);
  });

  it("show pipelines before steps", () => {
    const found = [
      { kind: "step" as const, name: "load", identity: "src/a.ts#load", file: "src/a.ts", line: 3, doc: "Loads.\nSlowly.", dynamic: false },
      { kind: "pipeline" as const, name: "train", identity: "src/a.ts#train", file: "src/a.ts", line: 9, dynamic: true },
    ];
    assert.deepEqual(discoveredTable(found, { cwd: "/w/src", workspace: "/w" }, screen).split("\n"), [
      "kind                name   defined",
      "pipeline (dynamic)  train  a.ts:9",
      "step                load   a.ts:3   Loads.",
    ]);
  });
});

describe("an artifact as text", () => {
  const at = { files: ["o/aa/a.json"], workspace: "/w", cwd: "/w" };

  it("says what it is, where it came from and what is in it", () => {
    const shown = version("accuracy", scalar("0.96"), { tags: ["best"], metadata: { items: 3 } });
    assert.deepEqual(artifactText(shown, at, screen).split("\n"), [
      "accuracy@3",
      "  type       number",
      `  made by    train.accuracy of run ${runId}`,
      "  made at    2026-03-01T10:00:00.000Z",
      "  stored as  json, 4 B",
      `  hash       ${"a".repeat(64)}`,
      "  tags       best",
      "  metadata   items = 3",
      "  files      o/aa/a.json",
      "",
      "0.96",
    ]);
  });

  it("shows the beginning of a table", () => {
    const preview = {
      kind: "table" as const,
      columns: [
        { name: "x", type: "number" as const },
        { name: "kind", type: "string" as const },
      ],
      rows: Array.from({ length: 12 }, (_, index) => [index, `k${index}`]),
      totalRows: 150,
    };
    const lines = artifactText(version("data", preview), at, screen).split("\n");
    assert.deepEqual(lines.slice(-12), [
      "x  kind",
      ...Array.from({ length: 10 }, (_, index) => `${index}  k${index}`),
      "… and 140 more rows",
    ]);
  });

  it("shows a text as text and JSON as JSON", () => {
    const ending = (preview: Parameters<typeof version>[1]) => artifactText(version("a", preview), at, screen).split("\n\n")[1];
    assert.equal(ending({ kind: "text", language: "text", text: "a\nb\u001b[2J", truncated: true }), "a\nb\n…");
    assert.equal(ending({ kind: "json", value: { a: 1 }, truncated: false }), '{\n  "a": 1\n}');
    assert.equal(ending({ kind: "array", dtype: "float64", shape: [2], head: [1, 2] }), "float64[2] 1, 2");
  });

  it("counts the files of a large folder", () => {
    const files = Array.from({ length: 25 }, (_, index) => `o/${index}`);
    const lines = artifactText(version("a", scalar("1")), { ...at, files }, screen).split("\n");
    assert.ok(lines.includes("             … and 15 more files"), lines.join("\n"));
  });
});
