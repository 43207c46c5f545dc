import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test, type TestContext } from "node:test";
import { databasePath } from "../../../src/runner/store/database/file.ts";
import { foldStore } from "../../../src/runner/store/database/fold.ts";
import type { Store } from "../../../src/runner/store/store.ts";
import { ask } from "./rendering.ts";
import { RunStory, saveVersion, trainingRun } from "./story.ts";
import { good, temporaryStore } from "./workspace.ts";

/** A store with a run, and a second one whose first step is cached and whose second one failed. */
async function twoRuns(t: TestContext): Promise<Store> {
  const store = temporaryStore(t);
  const { data } = trainingRun(store);
  const second = new RunStory(store, ["load", "train"], { start: 10 });
  second.isCached("load", data);
  second.starts("train", { data });
  second.tell({ event: "step.failed", id: "train", attempt: 1, error: { code: "SW3001", message: "train threw", help: "See its log." } });
  second.tell({ event: "run.failed", error: { code: "SW3010", message: "1 step failed", help: "See its error." } });
  second.dies();
  good(await foldStore(store));
  return store;
}

test("Node's own SQLite finds the file whole", async (t) => {
  const store = await twoRuns(t);
  assert.deepEqual(ask(store, "PRAGMA integrity_check"), ["ok"]);
  assert.deepEqual(ask(store, "PRAGMA foreign_key_check"), []);
  assert.deepEqual(ask(store, "PRAGMA user_version"), ["1"]);
  assert.deepEqual(ask(store, "PRAGMA journal_mode"), ["delete"]);
});

test("run_overview", async (t) => {
  const store = await twoRuns(t);
  assert.deepEqual(
    ask(store, "SELECT name, status, seconds, steps, completed, cached, failed, error_message FROM run_overview ORDER BY id"),
    ["training-0 | completed | 0.7 | 2 | 2 | 0 | 0 | null", "training-10 | failed | 0.4 | 2 | 0 | 1 | 1 | 1 step failed"],
  );
});

test("step_overview", async (t) => {
  const store = await twoRuns(t);
  assert.deepEqual(
    ask(store, "SELECT run, invocation, status, seconds, attempts, error_message FROM step_overview ORDER BY run_id, position"),
    [
      "training-0 | load | completed | 0.2 | 1 | null",
      "training-0 | train | completed | 0.2 | 1 | null",
      "training-10 | load | cached | 0 | 0 | null",
      "training-10 | train | failed | 0.1 | 1 | train threw",
    ],
  );
});

test("artifact_latest goes by number, and by time where there are only names", async (t) => {
  const store = temporaryStore(t);
  for (let value = 1; value <= 10; value += 1) saveVersion(store, "numbered", value);
  saveVersion(store, "numbered", 20, undefined, "zz");
  saveVersion(store, "named", 1, undefined, "first");
  trainingRun(store);
  good(await foldStore(store));
  assert.deepEqual(ask(store, "SELECT artifact, versions, latest, value FROM artifact_latest"), [
    "data | 1 | 1 | 1",
    "model | 1 | 1 | 2",
    "named | 1 | first | 1",
    "numbered | 11 | 10 | 10",
  ]);
});

test("lineage", async (t) => {
  const store = await twoRuns(t);
  assert.deepEqual(
    ask(store, "SELECT from_artifact, from_version, input, invocation, to_artifact, to_version FROM lineage ORDER BY run_id"),
    ["data | 1 | data | train | model | 1", "data | 1 | data | train | null | null"],
  );
});

test("the sqlite3 command reads it", async (t) => {
  const store = await twoRuns(t);
  const { error, stdout, stderr } = spawnSync("sqlite3", [
    "-readonly",
    databasePath(store),
    "PRAGMA quick_check; SELECT name FROM run_overview ORDER BY id",
  ]);
  if (error !== undefined) {
    t.skip("there is no sqlite3 command here");
    return;
  }
  assert.equal(String(stderr), "");
  assert.equal(String(stdout), "ok\ntraining-0\ntraining-10\n");
});
