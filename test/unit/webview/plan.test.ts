import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { ShownPlan } from "../../../src/runner/model/panel.ts";
import { cardOf, lineOf } from "../../../webview/dag/state/card.ts";
import { applyMessage, initialState, type PanelState } from "../../../webview/dag/state/panel-state.ts";
import { planSummary, plannedSteps } from "../../../webview/dag/state/plan.ts";
import { EventStory } from "../../ui/panel/support/events.ts";
import { graphContent, pendingRun, snapshotOf, training } from "../../ui/panel/support/graphs.ts";

const plan: ShownPlan = {
  kind: "steps",
  steps: [
    { id: "loadData", decision: "hit", because: "" },
    { id: "cleanRows", decision: "miss", because: "code of cleanRows changed" },
    { id: "splitRows", decision: "unknown", because: "" },
  ],
};
const run = pendingRun(training, { status: "completed" });
const snapshot = { type: "snapshot", seq: 1, snapshot: snapshotOf(graphContent(training, run)) } as const;
const asked: PanelState = { ...applyMessage(initialState, snapshot, 0), plan: "asked" };

suite("what a run would do", () => {
  test("stands on the cards in place of how the last run went, and in one line above them", () => {
    const shown = applyMessage(asked, { type: "plan", plan }, 0);
    const views = new Map(run.steps.map((step) => [step.id, step]));
    const lines = training.steps.map((step) => {
      const { subtitle, note } = cardOf({ id: `step:${step.id}`, kind: "step", step }, views, run, 0, plannedSteps(shown.plan));
      return lineOf([subtitle, note]);
    });
    assert.deepEqual(lines.slice(0, 4), [
      "Would be cached",
      "Would run · code of cleanRows changed",
      "Open · steps before it decide",
      "Pending",
    ]);
    assert.equal(planSummary(plan), "If it ran now: 1 would run, 1 would be cached, 1 open.");
    assert.equal(planSummary("asked"), "Finding out what a run would do…");
    assert.equal(planSummary({ kind: "steps", steps: [] }), "If it ran now: the steps are known when it runs.");
  });

  test("says why it cannot be said", () => {
    const failure = { code: "SW2012" as const, message: "Nobody trusts it.", help: "Trust the folder." };
    assert.equal(planSummary({ kind: "problem", failure }), "It cannot be said what a run would do: Nobody trusts it. Trust the folder.");
  });

  test("is kept over snapshots of the same, and goes when a run begins, another pipeline is drawn, or nobody waits for it", () => {
    const shown = applyMessage(asked, { type: "plan", plan }, 0);
    assert.deepEqual(applyMessage(shown, { ...snapshot, seq: 2 }, 0).plan, plan);
    const begun = applyMessage(shown, { type: "events", seq: 2, events: [new EventStory("run-2").begin(training)] }, 0);
    assert.equal(begun.plan, undefined);
    const other = snapshotOf(graphContent(training), { pipeline: "src/report.ts#report" });
    assert.equal(applyMessage(shown, { type: "snapshot", seq: 2, snapshot: other }, 0).plan, undefined);
    const { plan: _plan, ...hidden } = shown;
    assert.equal(applyMessage(hidden, { type: "plan", plan }, 0).plan, undefined);
  });
});
