import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import type { RunRecord } from "../../../src/runner/model/record.ts";
import { foldEvents } from "../../../src/runner/store/fold.ts";
import { openJournal } from "../../../src/runner/store/journal.ts";
import { newestRecordIds } from "../../../src/runner/store/listing.ts";
import { recordPath } from "../../../src/runner/store/paths.ts";
import { newestRun } from "../../../src/runner/store/queries/newest-run.ts";
import { writeRecord } from "../../../src/runner/store/records.ts";
import { good, invocation, runId, stamp, started, temporaryStore } from "./support.ts";

/** Of February and March 2026: the beginning of an id is its time. */
const [february, march, later] = ["01KG0000000000000000000000", runId, "01KJMMA2G0ZZZZZZZZZZZZZZZZ"];

function finished(id: string): RunRecord {
  const record = foldEvents(stamp([started([invocation("train")]), { event: "run.completed", outputs: {} }]));
  assert.ok(record);
  return { ...record, id };
}

test("the newest run is found by the names of records and journals", (t) => {
  const store = temporaryStore(t);
  assert.equal(newestRun(store), undefined);
  for (const id of [march, february]) good(writeRecord(store, finished(id)));
  assert.equal(newestRun(store)?.id, march);

  // It is claimed before its first event is written: until then nobody knows of it.
  const journal = good(openJournal(store, later));
  t.after(() => {
    journal.close();
  });
  assert.equal(newestRun(store)?.id, march);
  for (const event of stamp([started([invocation("train")])])) good(journal.append({ ...event, runId: later }));
  assert.equal(newestRun(store)?.id, later);
});

test("of a record that cannot be read, nothing is said", (t) => {
  const store = temporaryStore(t);
  for (const id of [march, february]) good(writeRecord(store, finished(id)));
  writeFileSync(recordPath(store, march), "{");
  assert.equal(newestRun(store), undefined);
});

test("records are listed from the newest, as many as are asked for, across months", (t) => {
  const store = temporaryStore(t);
  for (const id of [february, march, later]) good(writeRecord(store, finished(id)));
  assert.deepEqual(newestRecordIds(store, 2), [later, march]);
  assert.deepEqual(newestRecordIds(store, 5, later), [march, february]);
  assert.deepEqual(newestRecordIds(store, 5, february), []);
});
