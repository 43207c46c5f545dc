import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdirSync, utimesSync } from "node:fs";
import path from "node:path";
import { test } from "node:test";
import { databasePath } from "../../../src/runner/store/database/file.ts";
import { foldStore } from "../../../src/runner/store/database/fold.ts";
import { tryLock, waitForLock } from "../../../src/runner/store/database/lock.ts";
import { listJournals } from "../../../src/runner/store/journal.ts";
import { ask } from "./rendering.ts";
import { trainingRun } from "./story.ts";
import { good, temporaryStore } from "./workspace.ts";

test("two processes that run and fold at once lose nothing", async (t) => {
  const store = temporaryStore(t);
  const runs = 8;
  const processes = [0, 100].map((first) =>
    fork(path.join(import.meta.dirname, "fold-process.ts"), [store.workspace, String(first), String(runs)], { execArgv: [] }),
  );
  t.after(() => {
    for (const child of processes) child.kill();
  });
  assert.deepEqual(await Promise.all(processes.map((child) => once(child, "exit"))), [
    [0, null],
    [0, null],
  ]);
  // What one of them left because the other had the lock.
  good(await foldStore(store));
  const names = [0, 100].flatMap((first) => Array.from({ length: runs }, (_, run) => `training-${String(first + run)}`));
  assert.deepEqual(ask(store, "SELECT name FROM runs ORDER BY name"), names.sort());
  assert.deepEqual(ask(store, "SELECT artifact, count(*), max(number) FROM versions GROUP BY artifact"), [
    `data | ${String(2 * runs)} | ${String(2 * runs)}`,
    `model | ${String(2 * runs)} | ${String(2 * runs)}`,
  ]);
  assert.deepEqual(listJournals(store), []);
});

test("who finds the lock taken leaves the work to its holder", async (t) => {
  const store = temporaryStore(t);
  trainingRun(store);
  const lock = await tryLock(store);
  assert.equal(good(await foldStore(store)).outcome, "busy");
  await lock?.release();
  assert.equal(good(await foldStore(store)).outcome, "folded");
});

test("the lock of a process that died before a clock was set back is taken over by whoever waits for it", async (t) => {
  const store = temporaryStore(t);
  const lock = `${databasePath(store)}.lock`;
  mkdirSync(lock);
  const tomorrow = Date.now() / 1000 + 86_400;
  utimesSync(lock, tomorrow, tomorrow);
  trainingRun(store);
  assert.equal(good(await foldStore(store)).outcome, "busy");
  const taken = await waitForLock(store);
  assert.equal(taken?.held(), true);
  // Who lives keeps it, however long somebody waits.
  assert.equal(await waitForLock(store), undefined);
  await taken.release();
  assert.equal(good(await foldStore(store)).outcome, "folded");
});

test("the lock of a process that died is taken over", async (t) => {
  const store = temporaryStore(t);
  trainingRun(store);
  const lock = `${databasePath(store)}.lock`;
  mkdirSync(lock);
  utimesSync(lock, 0, 0);
  assert.equal(good(await foldStore(store)).outcome, "folded");
});
