import assert from "node:assert/strict";
import { suite, test } from "node:test";
import type { StepDetails } from "../../../src/runner/model/panel.ts";
import { announcement } from "../../../webview/dag/state/announce.ts";
import { statusText } from "../../../webview/dag/state/card.ts";
import { applyMessage, initialState, type PanelState } from "../../../webview/dag/state/panel-state.ts";
import { foldRun } from "../../../webview/dag/state/run-fold.ts";
import { pipelineMemory, remember, viewStateOf } from "../../../webview/dag/state/view-state.ts";
import { timelineOf } from "../../../webview/dag/timeline/timeline-rows.ts";
import { spanText, tickingText } from "../../../webview/shared/time.ts";
import { EventStory } from "../../ui/panel/support/events.ts";
import { graphContent, pendingRun, snapshotOf, start, storyRun, training } from "../../ui/panel/support/graphs.ts";

const shown = (seq: number, state: PanelState = initialState): PanelState =>
  applyMessage(state, { type: "snapshot", seq, snapshot: snapshotOf(graphContent(training, pendingRun(training))) }, 0);
const details = (step: string): StepDetails => ({ step, parameters: {}, inputs: [], outputs: [], attempts: [], metadata: {}, tags: [] });

suite("messages of the host", () => {
  test("events count from the snapshot on", () => {
    const story = new EventStory();
    const state = applyMessage(shown(7), { type: "events", seq: 8, events: [story.started("loadData", 1)] }, 0);
    assert.equal(state.run?.steps[0]?.status, "running");
    assert.equal(state.behind, false);
  });

  test("a gap is noticed, what follows is passed over, and a snapshot mends it", () => {
    const story = new EventStory();
    let state = applyMessage(shown(7), { type: "events", seq: 9, events: [story.started("loadData", 1)] }, 0);
    assert.equal(state.behind, true);
    state = applyMessage(state, { type: "events", seq: 10, events: [story.started("notify", 2)] }, 0);
    assert.ok(state.run?.steps.every(({ status }) => status === "pending"));
    assert.equal(shown(10, state).behind, false);
  });

  test("a message that was overtaken by a snapshot changes nothing", () => {
    const state = shown(7);
    assert.equal(applyMessage(state, { type: "events", seq: 7, events: [] }, 0), state);
    assert.equal(applyMessage(initialState, { type: "events", seq: 1, events: [] }, 0), initialState);
  });

  test("details stay while the run is the same, and go with another one", () => {
    const state = applyMessage(shown(1), { type: "details", details: details("loadData") }, 0);
    assert.ok(shown(2, state).details.has("loadData"));
    const other = { ...pendingRun(training), id: "run-2" };
    const changed = applyMessage(state, { type: "snapshot", seq: 2, snapshot: snapshotOf(graphContent(training, other)) }, 0);
    assert.equal(changed.details.size, 0);
  });
});

suite("what a screen reader is told", () => {
  const story = new EventStory();
  const begun = foldRun(undefined, [story.begin(training)]);
  test("a few changes by name", () => {
    const run = foldRun(begun, [story.started("loadData", 1)]);
    assert.equal(announcement(begun, run), "loadData running.");
    const next = foldRun(run, [story.completed("loadData", 2), story.started("cleanRows", 3)]);
    assert.equal(announcement(run, next), "loadData completed. cleanRows running.");
  });

  test("many changes in numbers, and the end", () => {
    const events = training.steps.map(({ id }) => story.cached(id, 5));
    const run = foldRun(begun, [...events, story.event(9, { event: "run.completed", outputs: {} })]);
    assert.equal(announcement(begun, run), "9 cached. Run completed.");
  });

  test("nothing where nothing happened", () => assert.equal(announcement(begun, begun), ""));
});

suite("what the person did", () => {
  test("is remembered by pipeline, the last twenty of them", () => {
    let view = viewStateOf({});
    for (let index = 0; index < 25; index += 1) view = remember(view, `p${String(index)}`, { selected: `s${String(index)}` });
    assert.equal(Object.keys(view.pipelines).length, 20);
    assert.equal(pipelineMemory(view, "p24").selected, "s24");
    assert.deepEqual(pipelineMemory(view, "p0"), { closed: [] });
    assert.deepEqual(pipelineMemory(view, "constructor"), { closed: [] });
  });
});

suite("times", () => {
  test("as a person says them", () => {
    assert.deepEqual([40, 999.7, 3249, 65_000, 7_620_000].map(spanText), ["40 ms", "1.0 s", "3.2 s", "1 min 05 s", "2 h 07 min"]);
    assert.equal(tickingText(3999), "3 s");
  });

  test("a step says its state in one line", () => {
    const run = storyRun(training, { loadData: { status: "running", from: 0, progress: { fraction: 0.4, message: "epoch 3" } } });
    assert.equal(statusText(run.steps[0] ?? assert.fail(), start + 12_400), "Running · 12 s · 40 % · epoch 3");
  });

  test("bars of a timeline lie where attempts were, in the order in which steps began", () => {
    const run = storyRun(
      training,
      { loadData: { status: "completed", from: 500, to: 1000 }, cleanRows: { status: "cached", from: 100, to: 100 } },
      { status: "completed", endedAt: start + 1000 },
    );
    const { rows, span, ticks } = timelineOf(run, start + 99_000);
    assert.equal(span, 1000);
    assert.deepEqual(
      rows.slice(0, 3).map(({ step }) => step.id),
      ["cleanRows", "loadData", "splitRows"],
    );
    assert.deepEqual(rows[1]?.bars, [{ attempt: 1, status: "completed", from: 0.5, to: 1 }]);
    assert.deepEqual(ticks, [0, 200, 400, 600, 800, 1000]);
  });
});
