import assert from "node:assert/strict";
import { test } from "node:test";
import type { ArtifactVersion } from "../../../src/runner/model/artifact.ts";
import type { NewRunEvent } from "../../../src/runner/model/events.ts";
import type { Failure } from "../../../src/runner/model/failure.ts";
import { RunRecord } from "../../../src/runner/model/record.ts";
import { foldEvents, interrupt, RunFold } from "../../../src/runner/store/fold.ts";
import { draft, invocation, runId, stamp, started, startOfStory } from "./support.ts";

const error: Failure = { code: "SW3001", message: "It threw.", help: "Mend it." };
const version: ArtifactVersion = { ...draft("model"), version: "1", createdAt: startOfStory };
const input = { artifact: "data", version: "2", from: "load.output" };

const start = (id: string, attempt = 1, inputs = {}): NewRunEvent => ({ event: "step.started", id, attempt, inputs, pid: 7 });
const complete = (id: string, attempt = 1): NewRunEvent => ({ event: "step.completed", id, attempt });

/** The record of a run of `train` (and `test`) with these events after its first. */
function recordOf(...events: NewRunEvent[]): RunRecord {
  const record = foldEvents(stamp([started([invocation("train"), invocation("test")]), ...events]));
  assert.ok(record);
  assert.deepEqual(RunRecord.parse(JSON.parse(JSON.stringify(record))), record, "a record survives the disk");
  return record;
}

/** Seconds since the story began, of a time in a record. */
const second = (time: string | undefined) => (time === undefined ? undefined : (Date.parse(time) - startOfStory) / 1000);

/** A record in one line: the run, then each step with its attempts. */
function told(record: RunRecord): string {
  const steps = Object.entries(record.steps).map(([id, step]) => {
    const attempts = step.attempts.map(({ attempt, status }) => `${String(attempt)}:${status}`).join(" ");
    return `${id} ${step.status}${attempts === "" ? "" : ` (${attempts})`}`;
  });
  return [record.status, ...steps].join(", ");
}

test("before its first event a run is nothing", () => {
  assert.equal(foldEvents([]), undefined);
  assert.equal(foldEvents(stamp([start("train")])), undefined);
});

test("a run begins with every step of its spec waiting", () => {
  const record = recordOf();
  assert.equal(told(record), "initializing, train pending, test pending");
  assert.deepEqual([record.id, record.name, record.pipeline, record.startedAt], [runId, "train-1", "train", "2026-03-01T12:00:00.000Z"]);
  assert.deepEqual(record.parameters, { epochs: 3 });
});

test("a step that completes", () => {
  const cache = { key: "5e".repeat(32), parts: { code: "1" } };
  const record = recordOf(
    { event: "step.ready", id: "train" },
    start("train", 1, { data: input }),
    { event: "step.progress", id: "train", attempt: 1, fraction: 0.5 },
    { event: "artifact.saved", id: "train", output: "model", version },
    { event: "artifact.saved", id: "train", version: { ...version, artifact: "extra" } },
    { event: "metadata.logged", id: "train", metadata: { loss: 1, rate: 2 } },
    { event: "metadata.logged", id: "train", metadata: { loss: 0.5 } },
    { event: "tags.added", id: "train", tags: ["a", "b", "a"] },
    { event: "tags.added", id: "train", tags: ["b", "c"] },
    { event: "hook.ran", id: "train", attempt: 1, hook: "onEnd", error },
    { event: "step.completed", id: "train", attempt: 1, cache },
  );
  assert.equal(told(record), "running, train completed (1:completed), test pending");
  const { train } = record.steps;
  assert.deepEqual(train, {
    step: "train",
    status: "completed",
    startedAt: "2026-03-01T12:00:02.000Z",
    endedAt: "2026-03-01T12:00:11.000Z",
    attempts: [
      {
        attempt: 1,
        status: "completed",
        startedAt: "2026-03-01T12:00:02.000Z",
        endedAt: "2026-03-01T12:00:11.000Z",
        log: `logs/${runId}/train.1.log`,
      },
    ],
    parameters: {},
    inputs: { data: input },
    outputs: { model: { artifact: "model", version: "1", type: "number", hash: "ab".repeat(32), bytes: 1, preview: version.preview } },
    cacheKey: cache.key,
    cacheParts: cache.parts,
    hooks: [{ hook: "onEnd", attempt: 1, error }],
    metadata: { loss: 0.5, rate: 2 },
    tags: ["a", "b", "c"],
  });
});

test("progress is what was said last, and ends with the attempt that made it", () => {
  const progress = (attempt: number, said: { fraction?: number; message?: string }): NewRunEvent => ({
    event: "step.progress",
    id: "train",
    attempt,
    ...said,
  });
  const running = [start("train"), progress(1, { fraction: 0.5, message: "epoch 1" }), progress(1, { fraction: 0.6 })];
  assert.deepEqual(recordOf(...running).steps["train"]?.progress, { fraction: 0.6, message: "epoch 1" });
  const retried = [...running, { event: "step.retrying", id: "train", attempt: 1, delay: 1, error } as const, start("train", 2)];
  assert.equal(recordOf(...retried).steps["train"]?.progress, undefined);
});

test("every attempt is kept, with its error and its log", () => {
  const retry: NewRunEvent = { event: "step.retrying", id: "train", attempt: 1, delay: 10, error };
  assert.equal(told(recordOf(start("train"), retry)), "running, train retrying (1:failed), test pending");
  const record = recordOf(start("train"), retry, start("train", 2), complete("train", 2));
  assert.equal(told(record), "running, train completed (1:failed 2:completed), test pending");
  const [first, last] = record.steps["train"]?.attempts ?? [];
  assert.deepEqual([first?.error, second(first?.startedAt), second(first?.endedAt)], [error, 1, 2]);
  assert.deepEqual([last?.log, second(last?.startedAt), second(last?.endedAt)], [`logs/${runId}/train.2.log`, 3, 4]);
  assert.equal(second(record.steps["train"]?.startedAt), 1);
  assert.equal(record.steps["train"]?.error, undefined);
});

test("a step from the cache points to the one that made its outputs", () => {
  const from = { run: "R", step: "train", output: "model" };
  const cache = { key: "k", parts: {} };
  const record = recordOf({ event: "step.cached", id: "train", inputs: { data: input }, from, outputs: { model: version }, cache });
  assert.equal(told(record), "running, train cached, test pending");
  const { train } = record.steps;
  assert.deepEqual(train?.cachedFrom, { run: "R", step: "train" });
  assert.deepEqual([train.outputs["model"]?.version, train.inputs["data"], train.cacheKey], ["1", input, "k"]);
  assert.deepEqual([second(train.startedAt), second(train.endedAt)], [1, 1]);
});

test("a step that fails, one that is skipped for it, and the run that fails with them", () => {
  const record = recordOf(
    start("train"),
    { event: "step.failed", id: "train", attempt: 1, error },
    { event: "step.skipped", id: "test", because: ["train"] },
    { event: "run.failed", error },
  );
  assert.equal(told(record), "failed, train failed (1:failed), test skipped");
  assert.deepEqual([record.error, record.steps["train"]?.error, record.steps["train"]?.attempts[0]?.error], [error, error, error]);
  assert.deepEqual(record.steps["test"]?.skippedBecause, ["train"]);
  assert.equal(second(record.endedAt), 4);
});

test("a step can fail before it starts", () => {
  assert.equal(told(recordOf({ event: "step.failed", id: "train", attempt: 1, error })), "running, train failed, test pending");
});

test("cancelling ends what runs, what waits and what waits again", () => {
  const cancel = (id: string): NewRunEvent => ({ event: "step.cancelled", id });
  const record = recordOf(start("train"), cancel("train"), cancel("test"), { event: "run.cancelled" });
  assert.equal(told(record), "cancelled, train cancelled (1:cancelled), test cancelled");
  const retrying = recordOf(start("train"), { event: "step.retrying", id: "train", attempt: 1, delay: 1, error }, cancel("train"));
  assert.equal(told(retrying), "running, train cancelled (1:failed), test pending");
});

test("the outputs of a run stand in its record when it completes", () => {
  const outputs = { accuracy: { artifact: "accuracy", version: "1" } };
  const record = recordOf(start("train"), complete("train"), { event: "run.completed", outputs });
  assert.equal(told(record), "completed, train completed (1:completed), test pending");
  assert.deepEqual(record.outputs, outputs);
});

test("warnings are kept in order, with their step", () => {
  const record = recordOf({ event: "warning", message: "one" }, { event: "warning", id: "train", message: "two" });
  assert.deepEqual(record.warnings, ["one", "train: two"]);
  assert.equal(record.status, "initializing");
});

test("a story that cannot have happened is passed over", () => {
  const impossible: NewRunEvent[][] = [
    [complete("train")],
    [{ event: "step.progress", id: "train", attempt: 1, fraction: 1 }],
    [{ event: "step.retrying", id: "train", attempt: 1, delay: 1, error }],
  ];
  for (const events of impossible) assert.equal(told(recordOf(...events)), "running, train pending, test pending");
  assert.equal(told(recordOf(start("train"), start("train"))), "running, train running (1:running), test pending");
  const ended = [start("train"), complete("train")];
  for (const event of [start("train", 2), { event: "step.cancelled", id: "train" } as const, complete("train")]) {
    assert.deepEqual(recordOf(...ended, event), recordOf(...ended));
  }
  assert.equal(told(recordOf(start("toString"))), "running, train pending, test pending");
});

test("after the event that ends a run, nothing changes it", () => {
  const over: NewRunEvent[] = [start("train"), { event: "run.cancelled" }];
  assert.deepEqual(recordOf(...over, complete("train"), { event: "run.completed", outputs: {} }), recordOf(...over));
});

test("a dynamic pipeline grows", () => {
  const grown: NewRunEvent[] = [{ event: "step.added", invocation: invocation("more"), id: "more" }, start("more")];
  const record = recordOf(...grown);
  assert.equal(told(record), "running, train pending, test pending, more running (1:running)");
  assert.deepEqual(
    record.spec.invocations.map(({ id }) => id),
    ["train", "test", "more"],
  );
  assert.deepEqual(recordOf(...grown, ...grown.slice(0, 1)), record);
});

test("what invocations are given directly stands in the record from the beginning", () => {
  const ref = { artifact: "base", version: "3" };
  const waiting = invocation("train", {
    epochs: { kind: "value", value: 3 },
    data: { kind: "output", from: { invocation: "load", output: "output" } },
    base: { kind: "version", ref },
  });
  const record = foldEvents(stamp([started([{ ...waiting, options: { tags: ["slow"], metadata: { owner: "me" } } }])]));
  const train = record?.steps["train"];
  assert.deepEqual(
    [train?.parameters, train?.inputs, train?.tags, train?.metadata],
    [{ epochs: 3 }, { base: ref }, ["slow"], { owner: "me" }],
  );
});

test("folding changes no event, so several folds can share them", () => {
  const events = stamp([
    started([invocation("train")]),
    { event: "step.added", invocation: invocation("more"), id: "more" },
    { event: "tags.added", id: "train", tags: ["x"] },
  ]);
  const before = structuredClone(events);
  assert.deepEqual(foldEvents(events), foldEvents(events));
  assert.deepEqual(events, before);
});

test("events of another run and events that came before change nothing", () => {
  const fold = new RunFold();
  const events = stamp([started([invocation("train")]), start("train"), complete("train")]);
  for (const event of events) fold.apply(event);
  const before = structuredClone(fold.record);
  for (const event of events) fold.apply(event);
  for (const event of events) fold.apply({ ...event, runId: "another", seq: event.seq + 10 });
  assert.deepEqual(fold.record, before);
});

test("a time that no calendar knows does not stop the reading", () => {
  const events = stamp([started([invocation("train")]), start("train")]).map((event) => ({ ...event, at: 1e300 }));
  assert.equal(foldEvents(events)?.startedAt, "+275760-09-13T00:00:00.000Z");
});

test("a run whose owner is gone: what ran is interrupted, what had not begun is cancelled, what had ended stays", () => {
  const steps = ["done", "runs", "retries", "waits"].map((id) => invocation(id));
  const record = foldEvents(
    stamp([
      started(steps),
      start("done"),
      complete("done"),
      start("runs"),
      start("retries"),
      { event: "step.retrying", id: "retries", attempt: 1, delay: 1, error },
    ]),
  );
  assert.ok(record);
  const before = structuredClone(record);
  const interrupted = interrupt(record, startOfStory + 60_000);
  assert.deepEqual(record, before, "the record goes on where events still arrive");
  assert.equal(
    told(interrupted),
    "interrupted, done completed (1:completed), runs interrupted (1:interrupted), retries interrupted (1:failed), waits cancelled",
  );
  assert.equal(interrupted.error?.code, "SW3011");
  const ends = [interrupted, ...Object.values(interrupted.steps)].map(({ endedAt }) => second(endedAt));
  assert.deepEqual(ends, [60, 2, 60, 60, 60]);
  assert.deepEqual(interrupt(interrupted, startOfStory), interrupted);
});

test("a run that had ended is not interrupted", () => {
  const record = recordOf(start("train"), complete("train"), { event: "run.completed", outputs: {} });
  assert.equal(interrupt(record, startOfStory), record);
});
