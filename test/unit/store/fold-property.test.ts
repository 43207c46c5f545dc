import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { NewRunEvent, RunEvent } from "../../../src/runner/model/events.ts";
import { RunRecord, type StepRecord } from "../../../src/runner/model/record.ts";
import { foldEvents, interrupt, RunFold } from "../../../src/runner/store/fold.ts";
import { draft, invocation, runId, stamp, started, startOfStory } from "./support.ts";

const error = { code: "SW3001", message: "It threw.", help: "Mend it." } as const;
const version = { ...draft("model"), version: "1", createdAt: 0 };

/** How one step can go: what happens to it, in order. */
function stepStory(id: string): fc.Arbitrary<NewRunEvent[]> {
  const begin = (attempt: number): NewRunEvent => ({ event: "step.started", id, attempt, inputs: {}, pid: 1 });
  const during = fc.array(
    fc.constantFrom<NewRunEvent>(
      { event: "step.progress", id, attempt: 1, fraction: 0.5 },
      { event: "metadata.logged", id, metadata: { loss: 1 } },
      { event: "tags.added", id, tags: ["x"] },
      { event: "artifact.saved", id, output: "model", version },
      { event: "hook.ran", id, attempt: 1, hook: "onStart" },
    ),
    { maxLength: 4 },
  );
  const retries = fc
    .nat(2)
    .map((count) =>
      Array.from({ length: count }, (_, index): NewRunEvent[] => [
        begin(index + 1),
        { event: "step.retrying", id, attempt: index + 1, delay: 1, error },
      ]).flat(),
    );
  const ending = fc.constantFrom<NewRunEvent>(
    { event: "step.completed", id, attempt: 1 },
    { event: "step.failed", id, attempt: 1, error },
    { event: "step.cancelled", id },
  );
  return fc.oneof(
    fc.tuple(retries, during, ending).map(([before, meanwhile, last]) => [...before, begin(before.length / 2 + 1), ...meanwhile, last]),
    fc.constant<NewRunEvent[]>([{ event: "step.skipped", id, because: [] }]),
    fc.constant<NewRunEvent[]>([
      { event: "step.cached", id, inputs: {}, from: { run: "r", step: id }, outputs: {}, cache: { key: "k", parts: {} } },
    ]),
  );
}

/** A run of up to four steps whose events come in any order that keeps each step's own. */
const runStory = fc.nat(4).chain((count) => {
  const ids = Array.from({ length: count }, (_, index) => `step_${String(index)}`);
  const last = fc.constantFrom<NewRunEvent>(
    { event: "run.completed", outputs: {} },
    { event: "run.failed", error },
    { event: "run.cancelled" },
  );
  return fc
    .tuple(fc.tuple(...ids.map(stepStory)), fc.infiniteStream(fc.nat(1000)), last)
    .map(([stories, picks, ending]) => stamp([started(ids.map((id) => invocation(id))), ...mixed(stories, picks), ending]));
});

function mixed(stories: readonly NewRunEvent[][], picks: Iterator<number>): NewRunEvent[] {
  const waiting = stories.map((story) => [...story]);
  const all: NewRunEvent[] = [];
  for (let left = waiting.filter((story) => story.length > 0); left.length > 0; left = left.filter((story) => story.length > 0)) {
    const next = left[Number(picks.next().value) % left.length]?.shift();
    if (next !== undefined) all.push(next);
  }
  return all;
}

/** What must hold of a record at any time. */
function assertConsistent(record: RunRecord): void {
  const over = record.endedAt !== undefined;
  assert.equal(over, record.status !== "initializing" && record.status !== "running");
  for (const step of Object.values(record.steps)) assertStepConsistent(step);
  assert.deepEqual(RunRecord.parse(JSON.parse(JSON.stringify(record))), record);
}

function assertStepConsistent(step: StepRecord): void {
  const running = step.attempts.filter(({ status }) => status === "running");
  const begun = step.attempts.length > 0;
  assert.equal(running.length, step.status === "running" ? 1 : 0);
  assert.equal(step.endedAt !== undefined, !["pending", "running", "retrying"].includes(step.status));
  if (step.status === "completed" || step.status === "running" || step.status === "retrying") assert.ok(begun);
  if (step.status === "pending" || step.status === "skipped" || step.status === "cached") assert.ok(!begun);
  if (step.status === "completed") assert.equal(step.attempts.at(-1)?.status, "completed");
  assert.equal(step.error !== undefined, step.status === "failed");
}

test("at every point of a run its record is consistent, and so is what an interruption makes of it", () => {
  fc.assert(
    fc.property(runStory, (events) => {
      const fold = new RunFold();
      for (const event of events) {
        fold.apply(event);
        assert.ok(fold.record);
        assertConsistent(fold.record);
        const interrupted = interrupt(fold.record, startOfStory + 1e6);
        assertConsistent(interrupted);
        assert.notEqual(interrupted.status, "running");
      }
    }),
    { numRuns: 40 },
  );
});

test("any events, in any order and number, leave a consistent record", () => {
  const anything = fc.tuple(runStory, fc.array(fc.nat(1000))).map(([[first, ...rest], picks]) => {
    const picked = picks.flatMap((pick) => rest.slice(pick % rest.length).slice(0, 1));
    const all: RunEvent[] = first === undefined ? [] : [first, ...picked];
    return all.map((event, seq) => ({ ...event, seq }));
  });
  fc.assert(
    fc.property(anything, (events) => {
      const record = foldEvents(events);
      assert.ok(record);
      assertConsistent(record);
    }),
    { numRuns: 100 },
  );
});

test("an event that is applied again, at any later point, changes nothing", () => {
  fc.assert(
    fc.property(runStory, fc.nat(1000), fc.nat(1000), (events, which, later) => {
      const repeated = which % events.length;
      const at = repeated + 1 + (later % (events.length - repeated));
      const again = [...events.slice(0, at), ...events.slice(repeated, repeated + 1), ...events.slice(at)];
      assert.deepEqual(foldEvents(again), foldEvents(events));
    }),
    { numRuns: 100 },
  );
});

test("events in order end in what the last of them says", () => {
  fc.assert(
    fc.property(runStory, (events) => {
      const record = foldEvents(events);
      assert.equal(`run.${String(record?.status)}`, events.at(-1)?.event);
      for (const [id, step] of Object.entries(record?.steps ?? {})) {
        const last = events.findLast((event) => "id" in event && event.id === id);
        assert.equal(`step.${step.status}`, last?.event);
      }
      assert.equal(record?.id, runId);
    }),
    { numRuns: 100 },
  );
});

test("a run of a thousand steps", () => {
  const ids = Array.from({ length: 1000 }, (_, index) => `step_${String(index)}`);
  const events = stamp([
    started(ids.map((id) => invocation(id))),
    ...ids.flatMap((id): NewRunEvent[] => [
      { event: "step.ready", id },
      { event: "step.started", id, attempt: 1, inputs: {}, pid: 1 },
      { event: "artifact.saved", id, output: "model", version },
      { event: "step.completed", id, attempt: 1 },
    ]),
  ]);
  const record = foldEvents(events);
  assert.equal(Object.values(record?.steps ?? {}).filter(({ status }) => status === "completed").length, 1000);
});
