import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { after, before, describe, it } from "node:test";
import { runSummary } from "../../../src/runner/cli/run-summary.ts";
import { runText } from "../../../src/runner/cli/run-text.ts";
import { runFailures } from "../../../src/runner/cli/step-failures.ts";
import type { RunRecord } from "../../../src/runner/model/record.ts";
import { logPath } from "../../../src/runner/store/logs.ts";
import type { Store } from "../../../src/runner/store/store.ts";
import { attempt, output, runRecord, stepRecord, time } from "./support/records.ts";
import { boom, runId, runName, scalar } from "./support/story.ts";
import { noColors } from "./support/terminal.ts";

const failed = runRecord({
  status: "failed",
  parameters: { epochs: 20, learningRate: 0.005 },
  tags: ["nightly"],
  steps: {
    load: stepRecord({ outputs: { output: output("p::load::output", { kind: "json", value: [1, 2], truncated: false }) } }),
    split: stepRecord({
      status: "cached",
      attempts: [],
      outputs: { seed: output("seed", scalar("7")), rows: output("rows", scalar("150")) },
    }),
    train: stepRecord({
      status: "failed",
      endedAt: time(1200),
      attempts: [attempt(1, { status: "failed", error: boom }), attempt(2, { status: "failed", error: boom })],
      error: boom,
    }),
    evaluate: stepRecord({ status: "skipped", attempts: [], startedAt: undefined, endedAt: undefined, skippedBecause: ["train"] }),
    plot: stepRecord({ status: "cancelled", attempts: [attempt(1, { status: "cancelled" })] }),
    report: stepRecord({ status: "pending", attempts: [], startedAt: undefined, endedAt: undefined }),
  },
  warnings: ["`load` is stored\nfor this Node only"],
  error: { ...boom, code: "SW3010", message: "Steps of the run failed" },
});

describe("a run as text", () => {
  let store: Store = { root: "", workspace: "" };
  before(() => {
    const workspace = mkdtempSync(join(tmpdir(), "stepwright-run-text-"));
    store = { root: join(workspace, ".stepwright"), workspace };
    const log = logPath(store, runId, "train", 2);
    mkdirSync(dirname(log), { recursive: true });
    writeFileSync(log, Array.from({ length: 30 }, (_, index) => `line ${index}\u001b[0m\n`).join(""));
  });
  after(() => {
    rmSync(store.workspace, { recursive: true });
  });
  const places = () => ({ cwd: store.workspace, workspace: store.workspace });

  const failureBlock = [
    "✗ train failed after 2 attempts",
    "error[SW3001] Step `train` threw: labels is not iterable",
    "  help: Correct the step and run again.",
    "  end of its log:",
    ...Array.from({ length: 10 }, (_, index) => `  │ line ${20 + index}`),
  ];

  it("tells everything of a failed run", () => {
    assert.deepEqual(runText(failed, store, places(), noColors).split("\n"), [
      "✗ trainingPipeline failed in 1.2 s",
      `  name        ${runName}`,
      `  id          ${runId}`,
      "  started     2026-03-01T10:00:00.000Z",
      "  parameters  epochs = 20, learningRate = 0.005",
      "  tags        nightly",
      "",
      "✓ load      12 ms      → [1,2]",
      "◉ split     cached     → seed = 7, rows = 150",
      "✗ train     1.2 s      2 attempts  SW3001",
      "↷ evaluate  skipped    because of train",
      "■ plot      cancelled",
      "· report    pending",
      "",
      "! `load` is stored for this Node only",
      "",
      ...failureBlock,
    ]);
  });

  it("ends with a summary that says where to look", () => {
    assert.deepEqual(runSummary(failed, noColors).split("\n"), [
      "✗ trainingPipeline failed in 1.2 s: 1 completed, 1 cached, 1 failed, 1 skipped, 1 cancelled, 1 pending",
      `  stepwright run show ${runName}`,
      `  stepwright logs ${runName} train`,
    ]);
  });

  it("sums up a completed run by its outputs", () => {
    const run = runRecord({
      steps: { train: stepRecord({ outputs: { accuracy: output("accuracy", scalar("0.96")) } }) },
      outputs: { accuracy: { artifact: "accuracy", version: "3" } },
    });
    assert.deepEqual(runSummary(run, noColors).split("\n"), [
      "✓ trainingPipeline completed in 1.2 s: 1 completed",
      "  accuracy = 0.96  (accuracy@3)",
      `  stepwright run show ${runName}`,
    ]);
  });

  it("gives the error of each failed step, and that of the run only where no step failed", () => {
    const texts = (run: RunRecord) => runFailures(run, store, places(), noColors);
    assert.deepEqual(texts(failed), [failureBlock.join("\n")]);
    assert.deepEqual(texts(runRecord({ status: "failed", error: { ...boom, code: "SW1024" } })), [
      "error[SW1024] Step `train` threw: labels is not iterable\n  help: Correct the step and run again.",
    ]);
    assert.deepEqual(texts(runRecord()), []);
  });

  it("tells a run that still goes on without an end", () => {
    const run = runRecord({ status: "running", endedAt: undefined, steps: { a: stepRecord({ status: "running", endedAt: undefined }) } });
    assert.match(runText(run, store, places(), noColors), /^▸ trainingPipeline running\n/u);
    assert.match(runText(run, store, places(), noColors), /\n▸ a {2}running$/u);
  });
});
