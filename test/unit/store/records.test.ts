import assert from "node:assert/strict";
import { existsSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { RunRecord } from "../../../src/runner/model/record.ts";
import { foldEvents } from "../../../src/runner/store/fold.ts";
import { openJournal, readJournal } from "../../../src/runner/store/journal.ts";
import { recordPath } from "../../../src/runner/store/paths.ts";
import { finishRun, readRecord, writeRecord } from "../../../src/runner/store/records.ts";
import { bad, good, invocation, runId, stamp, started, temporaryStore } from "./support.ts";

const events = stamp([started([invocation("train")]), { event: "run.completed", outputs: {} }]);

function finished(): RunRecord {
  const record = foldEvents(events);
  assert.ok(record);
  return record;
}

test("a record is kept under the month of its run and comes back as it was", (t) => {
  const store = temporaryStore(t);
  good(writeRecord(store, finished()));
  assert.deepEqual(readdirSync(join(store.root, "runs", "2026-03")), [`${runId}.json`]);
  assert.deepEqual(good(readRecord(store, runId)), finished());
});

test("writing a record again replaces it", (t) => {
  const store = temporaryStore(t);
  good(writeRecord(store, { ...finished(), status: "interrupted" }));
  good(writeRecord(store, finished()));
  assert.equal(good(readRecord(store, runId)).status, "completed");
});

test("a finished run has its journal and its record", (t) => {
  const store = temporaryStore(t);
  const journal = good(openJournal(store, runId));
  for (const event of events) good(journal.append(event));
  good(finishRun(store, journal, finished()));
  journal.close();
  assert.deepEqual(readJournal(store, runId).events, events);
  assert.deepEqual(good(readRecord(store, runId)), finished());
});

test("an unknown run is said so, whatever its id looks like", (t) => {
  const store = temporaryStore(t);
  for (const id of [runId, "", "../../etc/passwd", "nightly"]) bad(readRecord(store, id), "SW4004");
  assert.equal(existsSync(join(store.root, "runs")), false);
});

test("a damaged record is said so", (t) => {
  const store = temporaryStore(t);
  good(writeRecord(store, finished()));
  const others = JSON.stringify({ ...finished(), id: runId.replace("A", "B") });
  for (const text of ["", "{", '{"id":1}', others]) {
    writeFileSync(recordPath(store, runId), text);
    bad(readRecord(store, runId), "SW4005");
  }
});
