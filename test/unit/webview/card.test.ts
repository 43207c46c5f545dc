import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { Failure } from "../../../src/runner/model/failure.ts";
import type { GraphStep } from "../../../src/runner/model/graph.ts";
import type { StepView } from "../../../src/runner/model/panel-view.ts";
import { cardOf } from "../../../webview/dag/state/card.ts";
import { pendingRun, start, training } from "../../ui/panel/support/graphs.ts";

const step = (outputs: GraphStep["outputs"]): GraphStep => ({ id: "load", step: "load", inputs: {}, outputs, after: [] });
const subtitle = (outputs: GraphStep["outputs"]): string =>
  cardOf({ id: "step:load", kind: "step", step: step(outputs) }, new Map(), undefined, 0).subtitle;

suite("the card of a step that has not run", () => {
  test("has the types of its outputs, and leaves out those that the source does not tell", () => {
    assert.equal(
      subtitle([
        { name: "rows", type: "Row[]" },
        { name: "count", type: "number" },
      ]),
      "Row[], number",
    );
    assert.equal(
      subtitle([
        { name: "rows", type: "?" },
        { name: "count", type: "number" },
      ]),
      "number",
    );
    assert.equal(subtitle([{ name: "output", type: "?" }]), "");
    assert.equal(subtitle([{ name: "page", type: "TaggedText" }]), "text", "a class of ours that nobody wrote");
  });
});

suite("the card of a step that runs or has run", () => {
  /** Its second and third line. */
  const lines = (view: Partial<StepView> & Pick<StepView, "status">): readonly (string | undefined)[] => {
    const full: StepView = { id: "load", attempts: [], outputs: [], startedAt: start, ...view };
    const run = { ...pendingRun(training), steps: [full] };
    const { subtitle, note } = cardOf({ id: "step:load", kind: "step", step: step([]) }, new Map([["load", full]]), run, start + 12_400);
    return [subtitle, note];
  };
  const attempts = (count: number): StepView["attempts"] =>
    Array.from({ length: count }, (_, index) => ({ attempt: index + 1, status: "running", startedAt: start }));

  test("has its attempt and its message on a line of their own", () => {
    assert.deepEqual(lines({ status: "running", attempts: attempts(2), maxAttempts: 4, progress: { fraction: 0.4, message: "epoch 3" } }), [
      "Running · 12 s · 40 %",
      "attempt 2 of 4 · epoch 3",
    ]);
    assert.deepEqual(lines({ status: "running", attempts: attempts(1) }), ["Running · 12 s", undefined]);
    assert.deepEqual(lines({ status: "retrying", attempts: attempts(1), retryAt: start + 15_400 }), [
      "Retrying · again in 3 s",
      "attempt 1",
    ]);
  });

  test("says on one line why it failed or did not run", () => {
    const thrown = { name: "RangeError", message: "row 7 has no label\n    in file" };
    const error: Failure = { code: "SW3001", message: "The step load threw.", help: "Mend it.", thrown };
    assert.deepEqual(lines({ status: "failed", endedAt: start + 1500, error }), ["Failed · 1.5 s", "RangeError: row 7 has no label"]);
    assert.deepEqual(lines({ status: "skipped", skippedBecause: ["a", "b"] }), ["Skipped", "because of a, b"]);
  });
});
