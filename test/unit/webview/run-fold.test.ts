import assert from "node:assert/strict";
import { suite, test } from "node:test";
import fc from "fast-check";
import type { RunEvent } from "../../../src/runner/model/events.ts";
import type { RunView } from "../../../src/runner/model/panel-view.ts";
import { foldEvents } from "../../../src/runner/store/fold.ts";
import { foldGraph } from "../../../webview/dag/state/graph-fold.ts";
import { foldRun } from "../../../webview/dag/state/run-fold.ts";
import { EventStory } from "../../ui/panel/support/events.ts";
import { start, training } from "../../ui/panel/support/graphs.ts";

function stepOf(run: RunView | undefined, id: string): RunView["steps"][number] {
  const step = run?.steps.find((each) => each.id === id);
  assert.ok(step, `no step ${id}`);
  return step;
}

suite("run events become what the panel draws", () => {
  test("a run begins with all of its steps pending", () => {
    const run = foldRun(undefined, [new EventStory().begin(training, { loadData: 3 })]);
    assert.equal(run?.status, "initializing");
    assert.deepEqual(new Set(run.steps.map(({ status }) => status)), new Set(["pending"]));
    assert.equal(stepOf(run, "loadData").maxAttempts, 4);
  });

  test("a step starts, progresses, tries again and completes", () => {
    const story = new EventStory();
    let run = foldRun(undefined, [story.begin(training)]);
    run = foldRun(run, [story.started("loadData", 10), story.progress("loadData", 20, 0.5, "half")]);
    assert.deepEqual(stepOf(run, "loadData").progress, { fraction: 0.5, message: "half" });
    run = foldRun(run, [story.progress("loadData", 25, 0.6)]);
    assert.deepEqual(stepOf(run, "loadData").progress, { fraction: 0.6, message: "half" });
    run = foldRun(run, [story.retrying("loadData", 30, 1, 2)]);
    assert.equal(stepOf(run, "loadData").retryAt, start + 2030);
    run = foldRun(run, [story.started("loadData", 2030, 2), story.completed("loadData", 2100, 2)]);
    const done = stepOf(run, "loadData");
    assert.equal(done.status, "completed");
    assert.deepEqual(
      done.attempts.map(({ status }) => status),
      ["failed", "completed"],
    );
    assert.deepEqual([done.startedAt, done.endedAt], [start + 10, start + 2100]);
    assert.equal(done.error, undefined);
    assert.equal(done.retryAt, undefined);
    assert.equal(done.progress, undefined);
  });

  test("what no event touched is the same object, and a view is never changed", () => {
    const story = new EventStory();
    const before = foldRun(undefined, [story.begin(training)]);
    const copy = structuredClone(before);
    const after = foldRun(before, [story.started("loadData", 10)]);
    assert.deepEqual(before, copy);
    assert.equal(stepOf(after, "notify"), stepOf(before, "notify"));
    assert.notEqual(stepOf(after, "loadData"), stepOf(before, "loadData"));
  });

  test("events that are known, of another run or after the end change nothing", () => {
    const story = new EventStory();
    const begin = story.begin(training);
    const started = story.started("loadData", 10);
    const end = story.event(20, { event: "run.cancelled" });
    const late = story.completed("loadData", 30);
    const run = foldRun(undefined, [begin, started]);
    assert.equal(foldRun(run, [begin, started]), run);
    assert.equal(foldRun(run, [new EventStory("run-9").started("loadData", 1)]), run);
    const over = foldRun(run, [end]);
    assert.equal(foldRun(over, [late]), over);
  });

  test("a new run takes the place of the one that was drawn", () => {
    const run = foldRun(undefined, [new EventStory().begin(training)]);
    const next = foldRun(run, [new EventStory("run-2").begin(training)]);
    assert.equal(next?.id, "run-2");
  });

  test("events in one batch or one by one make the same of any story, and the same as the store's own fold says", () => {
    const kinds = ["started", "progress", "retrying", "completed", "failed", "skipped", "cached"] as const;
    const told = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.constantFrom("loadData", "cleanRows", "notify")), { maxLength: 40 });
    fc.assert(
      fc.property(told, (acts) => {
        const story = new EventStory();
        const events: RunEvent[] = [story.begin(training)];
        for (const [index, [kind, id]] of acts.entries()) events.push(eventOf(story, kind, id, (index + 1) * 10));
        const whole = foldRun(undefined, events);
        const single = events.reduce<RunView | undefined>((run, event) => foldRun(run, [event]), undefined);
        assert.deepEqual(single, whole);
        const record = foldEvents(events);
        for (const { id, status, attempts, endedAt } of whole?.steps ?? []) {
          const stored = record?.steps[id];
          assert.equal(status, stored?.status, id);
          assert.deepEqual(
            attempts.map((attempt) => attempt.status),
            stored?.attempts.map((attempt) => attempt.status),
          );
          assert.equal(endedAt === undefined ? undefined : new Date(endedAt).toISOString(), stored?.endedAt);
        }
      }),
    );
  });
});

suite("run events become the graph", () => {
  test("a run brings its own graph, and a dynamic one grows", () => {
    const story = new EventStory();
    const [first, second] = training.steps;
    assert.ok(first !== undefined && second !== undefined);
    const begun = foldGraph(training, [story.begin({ ...training, steps: [first] })]);
    assert.deepEqual(
      begun.steps,
      [{ ...first, inputs: { path: { value: "data/iris.csv" } }, line: undefined }].map(({ line: _line, ...rest }) => rest),
    );
    const grown = foldGraph(begun, [story.added(second, 10), story.added(second, 11)]);
    assert.deepEqual(
      grown.steps.map(({ id }) => id),
      ["loadData", "cleanRows"],
    );
    assert.deepEqual(grown.steps[1]?.inputs, { rows: { from: "loadData.output" } });
  });

  test("events of steps leave it as it is", () => {
    const story = new EventStory();
    assert.equal(foldGraph(training, [story.started("loadData", 1)]), training);
  });
});

function eventOf(
  story: EventStory,
  kind: "started" | "progress" | "retrying" | "completed" | "failed" | "skipped" | "cached",
  id: string,
  at: number,
): RunEvent {
  switch (kind) {
    case "started":
      return story.started(id, at);
    case "progress":
      return story.progress(id, at, 0.5);
    case "retrying":
      return story.retrying(id, at, 1, 1);
    case "completed":
      return story.completed(id, at);
    case "failed":
      return story.failed(id, at, "no");
    case "skipped":
      return story.skipped(id, at, ["loadData"]);
    case "cached":
      return story.cached(id, at);
    default:
      return kind satisfies never;
  }
}
