import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { appendFileSync, readFileSync, symlinkSync, truncateSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { listJournals, openJournal, readJournal, removeJournal } from "../../../src/runner/store/journal.ts";
import { journalPath } from "../../../src/runner/store/paths.ts";
import type { Store } from "../../../src/runner/store/store.ts";
import { bad, good, invocation, runId, stamp, started, temporaryStore } from "./support.ts";

const events = stamp([
  started([invocation("größe")]),
  { event: "step.ready", id: "größe" },
  { event: "step.started", id: "größe", attempt: 1, inputs: {}, pid: 1 },
  { event: "warning", message: "line\nbreak" },
  { event: "run.completed", outputs: {} },
]);

/** Writes these events as the journal of the run. */
function write(store: Store): void {
  const journal = good(openJournal(store, runId));
  for (const event of events) good(journal.append(event));
  good(journal.flush());
  journal.close();
}

/** The journal as lines, each with its end. */
const linesOf = (store: Store) => readFileSync(journalPath(store, runId), "utf8").split(/(?<=\n)/);

test("events come back as they were, one line each", (t) => {
  const store = temporaryStore(t);
  write(store);
  assert.equal(linesOf(store).length, events.length);
  assert.deepEqual(readJournal(store, runId), { events, damaged: 0 });
});

test("a live journal is read up to its last whole line", (t) => {
  const store = temporaryStore(t);
  const journal = good(openJournal(store, runId));
  t.after(() => journal.close());
  for (const [index, event] of events.entries()) {
    good(journal.append(event));
    assert.deepEqual(readJournal(store, runId).events, events.slice(0, index + 1));
  }
});

test("a half-written last line is dropped, wherever it ends", (t) => {
  const store = temporaryStore(t);
  write(store);
  const lines = linesOf(store);
  const whole = Buffer.byteLength(lines.slice(0, 1).join(""));
  writeFileSync(journalPath(store, runId), lines.slice(0, 2).join(""));
  for (let size = whole + Buffer.byteLength(lines[1] ?? "") - 2; size >= whole; size -= 1) {
    truncateSync(journalPath(store, runId), size);
    assert.deepEqual(readJournal(store, runId), { events: events.slice(0, 1), damaged: 0 });
  }
});

test("at a damaged line in the middle the reading ends, and the lost lines are counted", (t) => {
  const store = temporaryStore(t);
  write(store);
  const lines = linesOf(store);
  const stranger = JSON.stringify({ ...events[1], runId: "another" });
  for (const damage of ["", "{", "null", '{"event":"step.flew"}', stranger]) {
    writeFileSync(journalPath(store, runId), lines.with(2, `${damage}\n`).join(""));
    assert.deepEqual(readJournal(store, runId), { events: events.slice(0, 2), damaged: 3 });
  }
});

test("a run that has no journal has no events", (t) => {
  const store = temporaryStore(t);
  assert.deepEqual(readJournal(store, runId), { events: [], damaged: 0 });
  assert.deepEqual(listJournals(store), []);
});

test("a link in the place of a journal is not followed", { skip: process.platform === "win32" }, (t) => {
  const store = temporaryStore(t);
  write(store);
  const other = runId.replace("A", "B");
  symlinkSync(journalPath(store, runId), journalPath(store, other));
  assert.deepEqual(readJournal(store, other).events, []);
});

test("a journal is begun once", (t) => {
  const store = temporaryStore(t);
  write(store);
  bad(openJournal(store, runId), "SW4005");
});

test("journals are listed oldest first, and removed one by one", (t) => {
  const store = temporaryStore(t);
  const ids = ["01KJMMA2G0ZZZZZZZZZZZZZZZZ", "01KJMMA2G00000000000000000"];
  for (const id of ids) good(openJournal(store, id)).close();
  appendFileSync(journalPath(store, runId).replace(runId, "notes"), "");
  appendFileSync(journalPath(store, runId).replace(".jsonl", ".txt"), "");
  assert.deepEqual(listJournals(store), ids.toReversed());
  good(removeJournal(store, ids[0] ?? ""));
  good(removeJournal(store, ids[0] ?? ""));
  assert.deepEqual(listJournals(store), ids.slice(1));
});

test("where a disk takes half a line, the line before it stays the last one", { skip: process.platform === "win32" }, (t) => {
  const store = temporaryStore(t);
  const filler = join(import.meta.dirname, "journal-filler.ts");
  // A bound on the size of files (in blocks) ends a write in its middle, as a full disk does.
  const shell = spawnSync("sh", ["-c", 'ulimit -f 8 && exec "$0" "$@"', process.execPath, filler, store.workspace], { encoding: "utf8" });
  const { appended, code } = JSON.parse(shell.stdout) as { appended: number; code: string };
  assert.equal(code, "SW4002");
  assert.ok(appended > 1);
  assert.match(readFileSync(journalPath(store, runId), "utf8"), /\n$/);
  const { events: read, damaged } = readJournal(store, runId);
  assert.deepEqual([read.length, damaged], [appended, 0]);
});

test("closing twice is allowed, writing after that is a bug", (t) => {
  const store = temporaryStore(t);
  const journal = good(openJournal(store, runId));
  journal.close();
  journal.close();
  for (const event of events.slice(0, 1)) assert.throws(() => journal.append(event), /closed/);
});
