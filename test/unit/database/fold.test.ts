import assert from "node:assert/strict";
import { existsSync, readdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { databasePath } from "../../../src/runner/store/database/file.ts";
import { foldStore, syncStore } from "../../../src/runner/store/database/fold.ts";
import { readWaiting } from "../../../src/runner/store/database/waiting.ts";
import { listJournals } from "../../../src/runner/store/journal.ts";
import { journalPath, recordPath } from "../../../src/runner/store/paths.ts";
import { ask } from "./rendering.ts";
import { goneOwner, RunStory, saveVersion, trainingRun } from "./story.ts";
import { good, temporaryStore } from "./workspace.ts";

const runs = "SELECT name, status FROM runs ORDER BY id";

test("a finished run is applied, and its journal is removed", async (t) => {
  const store = temporaryStore(t);
  trainingRun(store);
  assert.deepEqual(good(await foldStore(store)), { outcome: "folded", runs: 1, rebuilt: true });
  assert.deepEqual(ask(store, runs), ["training-0 | completed"]);
  assert.deepEqual(listJournals(store), []);
});

test("the next run is added to what is there", async (t) => {
  const store = temporaryStore(t);
  trainingRun(store);
  await foldStore(store);
  trainingRun(store, { start: 10 });
  assert.deepEqual(good(await foldStore(store)), { outcome: "folded", runs: 1, rebuilt: false });
  assert.deepEqual(ask(store, runs), ["training-0 | completed", "training-10 | completed"]);
});

test("nothing waiting is nothing to do", async (t) => {
  const store = temporaryStore(t);
  assert.deepEqual(good(await foldStore(store)), { outcome: "current", runs: 0, rebuilt: false });
  assert.equal(existsSync(databasePath(store)), false);
});

test("a live run is left to its own process", async (t) => {
  const store = temporaryStore(t);
  const live = new RunStory(store, ["load"]);
  trainingRun(store, { start: 10 });
  await foldStore(store);
  assert.deepEqual(ask(store, runs), ["training-10 | completed"]);
  assert.deepEqual(listJournals(store), [live.id]);
  live.ends();
});

test("a finished journal without its record gets one", async (t) => {
  const store = temporaryStore(t);
  const run = new RunStory(store, ["load"]);
  run.completes("load", "data", 1);
  run.ends({}, { recorded: false });
  assert.equal(existsSync(recordPath(store, run.id)), false);
  await foldStore(store);
  assert.equal(existsSync(recordPath(store, run.id)), true);
  assert.deepEqual(listJournals(store), []);
});

test("a run whose process is gone is written as interrupted, and undone by events that still arrive", async (t) => {
  const store = temporaryStore(t);
  const run = new RunStory(store, ["load", "train"], { owner: goneOwner });
  run.starts("load");
  await foldStore(store);
  assert.deepEqual(ask(store, "SELECT invocation, status FROM steps ORDER BY position"), ["load | interrupted", "train | cancelled"]);
  assert.deepEqual(listJournals(store), [run.id]);

  run.tell({ event: "step.completed", id: "load", attempt: 1 });
  run.ends();
  await foldStore(store);
  assert.deepEqual(ask(store, runs), ["training-0 | completed"]);
  assert.deepEqual(ask(store, "SELECT invocation, status FROM steps ORDER BY position"), ["load | completed", "train | pending"]);
  assert.deepEqual(listJournals(store), []);
});

test("an interrupted run is settled a day after its last event", async (t) => {
  const store = temporaryStore(t);
  const run = new RunStory(store, ["load"], { owner: goneOwner });
  run.dies();
  const dayAgo = Date.now() / 1000 - 25 * 60 * 60;
  utimesSync(journalPath(store, run.id), dayAgo, dayAgo);
  await foldStore(store);
  assert.deepEqual(ask(store, runs), ["training-0 | interrupted"]);
  assert.deepEqual(listJournals(store), []);
  rmSync(databasePath(store));
  await syncStore(store);
  assert.deepEqual(ask(store, runs), ["training-0 | interrupted"]);
});

test("a run of another machine stays as it is until its journal is quiet for a day, and its journal is never removed", async (t) => {
  const store = temporaryStore(t);
  const run = new RunStory(store, ["load"], { owner: { ...goneOwner, host: "elsewhere" } });
  run.dies();
  await syncStore(store);
  assert.deepEqual(ask(store, runs), []);
  const dayAgo = Date.now() / 1000 - 25 * 60 * 60;
  utimesSync(journalPath(store, run.id), dayAgo, dayAgo);
  await syncStore(store);
  assert.deepEqual(ask(store, runs), ["training-0 | interrupted"]);
  assert.deepEqual(listJournals(store), [run.id]);
});

test("a journal that says nothing is passed over", async (t) => {
  const store = temporaryStore(t);
  const damaged = new RunStory(store, []);
  damaged.dies();
  writeFileSync(journalPath(store, damaged.id), "no event\n");
  const { record } = trainingRun(store, { start: 10 });
  await foldStore(store);
  assert.deepEqual(ask(store, "SELECT id FROM runs"), [record.id]);
  assert.deepEqual(listJournals(store), [damaged.id]);
});

test("a journal that another process removes while we fold is no loss", async (t) => {
  const store = temporaryStore(t);
  const { record } = trainingRun(store);
  good(await foldStore(store));
  assert.deepEqual(readWaiting(store, record.id, Date.now()), { kind: "finished", record, recorded: true });
});

test("a large database waits for several runs, unless it is asked", async (t) => {
  const store = temporaryStore(t);
  trainingRun(store);
  good(await foldStore(store));
  const db = new DatabaseSync(databasePath(store));
  db.exec("CREATE TABLE ballast (bytes BLOB); INSERT INTO ballast VALUES (zeroblob(9000000))");
  db.close();

  trainingRun(store, { start: 10 });
  assert.equal(good(await foldStore(store)).outcome, "postponed");
  assert.equal(good(await foldStore(store, { force: true })).outcome, "folded");
  for (let run = 0; run < 18; run += 1) trainingRun(store, { start: 20 + run });
  assert.deepEqual(good(await foldStore(store)), { outcome: "folded", runs: 18, rebuilt: false });
});

test("a folder that cannot be written is a failure that says so", async (t) => {
  const store = temporaryStore(t);
  trainingRun(store);
  rmSync(`${store.root}/tmp`, { recursive: true });
  writeFileSync(`${store.root}/tmp`, "in the way");
  const report = await foldStore(store);
  assert.equal(report.ok ? "" : report.error.code, "SW4005");
  assert.equal(listJournals(store).length, 1);
});

test("a version saved outside a run is found", async (t) => {
  const store = temporaryStore(t);
  trainingRun(store);
  await foldStore(store);
  saveVersion(store, "by hand", 7);
  saveVersion(store, "by hand", 8, undefined, "best");
  await syncStore(store);
  assert.deepEqual(ask(store, "SELECT artifact, version, value, producer_run FROM versions WHERE artifact = 'by hand' ORDER BY version"), [
    "by hand | 1 | 7 | null",
    "by hand | best | 8 | null",
  ]);
});

test("sync forgets what was deleted from the files", async (t) => {
  const store = temporaryStore(t);
  const { record } = trainingRun(store);
  trainingRun(store, { start: 10 });
  await foldStore(store);
  rmSync(recordPath(store, record.id));
  assert.deepEqual(good(await syncStore(store)), { outcome: "folded", runs: 0, rebuilt: true });
  assert.deepEqual(ask(store, runs), ["training-10 | completed"]);
});

test("nothing unfinished stays behind", async (t) => {
  const store = temporaryStore(t);
  trainingRun(store);
  await foldStore(store);
  const left = readdirSync(store.root).filter((name) => name.startsWith("stepwright.db"));
  assert.deepEqual(left, ["stepwright.db"]);
  assert.deepEqual(readdirSync(`${store.root}/tmp`), []);
});
