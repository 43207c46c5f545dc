import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { test } from "node:test";
import { databasePath } from "../../../src/runner/store/database/file.ts";
import { foldStore, rebuildHolding, syncStore } from "../../../src/runner/store/database/fold.ts";
import { mayGoOn, readWaiting } from "../../../src/runner/store/database/waiting.ts";
import { listJournals } from "../../../src/runner/store/journal.ts";
import { thisOwner } from "../../../src/runner/store/owner.ts";
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

/** Processes that cannot be asked: on another machine, or with an id that another one may have by now, where a system tells no more. */
const { startTicks: _, ...thisOwnerElsewhere } = thisOwner();
const unasked = { "of another machine": { ...goneOwner, host: "elsewhere" }, "whose process id is in use": thisOwnerElsewhere };

for (const [whose, owner] of Object.entries(unasked))
  test(`a run ${whose} goes on while its journal gives signs of life, and its journal is never removed`, async (t) => {
    const store = temporaryStore(t);
    const run = new RunStory(store, ["load"], { owner });
    run.dies();
    const silentFor = (seconds: number): void => {
      const at = Date.now() / 1000 - seconds;
      utimesSync(journalPath(store, run.id), at, at);
    };
    const state = () => readWaiting(store, run.id, Date.now());
    // Also where a clock was set back since.
    for (const seconds of [0, 4 * 60, -60 * 60]) {
      silentFor(seconds);
      await syncStore(store);
      assert.deepEqual(ask(store, runs), []);
    }
    silentFor(6 * 60);
    await syncStore(store);
    assert.deepEqual(ask(store, runs), ["training-0 | interrupted"]);
    assert.deepEqual(
      [state()].map((run) => run !== undefined && mayGoOn(run)),
      [true],
      "nothing that it could need is deleted",
    );
    silentFor(1);
    await syncStore(store);
    assert.deepEqual(ask(store, runs), [], "it was only suspended");
    silentFor(25 * 60 * 60);
    await syncStore(store);
    assert.deepEqual(ask(store, runs), ["training-0 | interrupted"]);
    assert.deepEqual(
      [state()].map((run) => run !== undefined && mayGoOn(run)),
      [false],
    );
    assert.deepEqual(listJournals(store), [run.id]);
  });

test("a process that was suspended with the lock overwrites nothing that another one has written since", async (t) => {
  const store = temporaryStore(t);
  trainingRun(store);
  good(await foldStore(store));
  const waiting = trainingRun(store, { start: 10 });
  const others = Buffer.from("what another process has written");
  // It takes itself for the holder, and is only now woken up.
  const held = (): boolean => {
    rmSync(databasePath(store));
    writeFileSync(databasePath(store), others);
    return true;
  };
  good(await rebuildHolding(store, { held, release: () => Promise.resolve() }));
  assert.deepEqual(readFileSync(databasePath(store)), others);
  assert.deepEqual(listJournals(store), [waiting.record.id], "what it has not brought in is still to be brought in");
  assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
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
