import assert from "node:assert/strict";
import { test } from "node:test";
import { EventLog } from "../../../src/runner/execute/event-log.ts";
import type { RunEvent } from "../../../src/runner/model/events.ts";
import { openJournal, readJournal } from "../../../src/runner/store/journal.ts";
import { readRecord } from "../../../src/runner/store/records.ts";
import { good, invocation, runId, startOfStory, started, temporaryStore } from "../store/support.ts";

test("no step ends before it began where the clock is set back in between", (t) => {
  const store = temporaryStore(t);
  const told: RunEvent[] = [];
  const log = new EventLog({
    runId,
    store,
    journal: good(openJournal(store, runId)),
    onEvent: (event) => told.push(event),
    onBroken: (failure) => assert.fail(failure.message),
  });
  let hours = 0;
  t.mock.method(Date, "now", () => startOfStory - hours * 3_600_000);
  log.emit(started([invocation("train")]));
  hours = -1;
  log.emit({ event: "step.started", id: "train", attempt: 1, inputs: {}, pid: 1 });
  hours = 5;
  log.emit({ event: "step.completed", id: "train", attempt: 1 });
  good(log.finish({ event: "run.completed", outputs: {} }));
  const times = told.map(({ at }) => (at - startOfStory) / 3_600_000);
  assert.deepEqual(times, [0, 1, 1, 1]);
  assert.deepEqual(readJournal(store, runId).events, told);
  const { steps, startedAt, endedAt = "" } = good(readRecord(store, runId));
  assert.equal(steps["train"]?.startedAt, steps["train"]?.endedAt);
  assert.ok(startedAt < endedAt);
});
