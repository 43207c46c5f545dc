import assert from "node:assert/strict";
import { rmSync, writeFileSync } from "node:fs";
import { test } from "node:test";
import { foldStore } from "../../../src/runner/store/database/fold.ts";
import { databasePath } from "../../../src/runner/store/database/file.ts";
import { recordPath, runNamePath } from "../../../src/runner/store/paths.ts";
import { findRun } from "../../../src/runner/store/queries/find-run.ts";
import { openReader, type Reader } from "../../../src/runner/store/queries/reader.ts";
import { goneOwner, RunStory, saveVersion, trainingRun } from "./story.ts";
import { good, temporaryStore } from "./workspace.ts";

const shown = async (reader: Reader, filter?: Parameters<Reader["listRuns"]>[0]): Promise<string[]> =>
  (await reader.listRuns(filter)).map(({ name, status }) => `${name} ${status}`);

test("database, waiting, live and interrupted runs are one list, newest first", async (t) => {
  const store = temporaryStore(t);
  trainingRun(store);
  good(await foldStore(store));
  trainingRun(store, { start: 10 });
  const live = new RunStory(store, ["load"], { start: 20 });
  live.starts("load");
  new RunStory(store, ["load"], { start: 30, owner: goneOwner }).dies();

  const reader = openReader(store);
  assert.deepEqual(await shown(reader), [
    "training-30 interrupted",
    "training-20 running",
    "training-10 completed",
    "training-0 completed",
  ]);
  reader.close();
  live.ends();
  const later = openReader(store);
  assert.equal((await shown(later))[1], "training-20 completed");
  later.close();
});

test("a list is narrowed by pipeline, status and number", async (t) => {
  const store = temporaryStore(t);
  trainingRun(store);
  trainingRun(store, { pipeline: "scoring", start: 10 });
  new RunStory(store, [], { start: 20, owner: goneOwner }).dies();
  const reader = openReader(store);
  t.after(() => {
    reader.close();
  });
  assert.deepEqual(await shown(reader, { pipeline: "scoring" }), ["scoring-10 completed"]);
  assert.deepEqual(await shown(reader, { status: "completed", limit: 1 }), ["scoring-10 completed"]);
  assert.deepEqual(await shown(reader, { pipeline: "none" }), []);
});

test("an id or a name is found without the database", async (t) => {
  const store = temporaryStore(t);
  const { record } = trainingRun(store);
  const live = new RunStory(store, ["load"], { start: 10 });
  const noDatabase = { database: () => Promise.reject(new Error("The database was asked")) };
  assert.deepEqual(await findRun(store, noDatabase, record.id), { ok: true, value: record });
  assert.deepEqual(await findRun(store, noDatabase, "training-0"), { ok: true, value: record });
  assert.deepEqual(await findRun(store, noDatabase, live.id), { ok: true, value: live.record });
  live.ends();
});

test("a run whose process is gone is interrupted wherever it is asked for", async (t) => {
  const store = temporaryStore(t);
  const run = new RunStory(store, ["load"], { owner: goneOwner });
  run.starts("load");
  run.dies();
  const reader = openReader(store);
  t.after(() => {
    reader.close();
  });
  const record = good(await reader.getRun(run.id));
  assert.equal(record.status, "interrupted");
  assert.equal(record.steps["load"]?.status, "interrupted");
});

test("a beginning is enough where only one run has it", async (t) => {
  const store = temporaryStore(t);
  const { record } = trainingRun(store, { pipeline: "scoring" });
  trainingRun(store, { start: 100_000 });
  const third = trainingRun(store, { start: 200_000 });
  const reader = openReader(store);
  t.after(() => {
    reader.close();
  });
  assert.equal(good(await reader.getRun("scor")).id, record.id);
  assert.equal(good(await reader.getRun(third.record.id.slice(0, 12).toLowerCase())).id, third.record.id);
  assert.deepEqual(await reader.getRun("training"), {
    ok: false,
    error: {
      code: "SW4004",
      message: 'Several runs begin with "training": training-200000, training-100000.',
      help: "Give more of the id or of the name.",
    },
  });
});

test("a whole name counts before names that begin with it, also when its own file is lost", async (t) => {
  const store = temporaryStore(t);
  const { record } = trainingRun(store, { name: "best" });
  trainingRun(store, { name: "best of all", start: 10 });
  rmSync(runNamePath(store, "best"));
  const reader = openReader(store);
  t.after(() => {
    reader.close();
  });
  assert.equal(good(await reader.getRun("best")).id, record.id);
});

test("a run that does not exist is answered with the nearest name", async (t) => {
  const store = temporaryStore(t);
  const { record } = trainingRun(store);
  const reader = openReader(store);
  t.after(() => {
    reader.close();
  });
  const answers = [await reader.getRun("trainign-0"), await reader.getRun(""), await reader.getRun("01JZZZZZZZZZZZZZZZZZZZZZZZ")];
  assert.deepEqual(
    answers.map((answer) => (answer.ok ? "" : `${answer.error.code} ${answer.error.message} ${answer.error.help}`)),
    [
      'SW4004 There is no run "trainign-0". List the runs with `stepwright runs`. Did you mean `training-0`?',
      'SW4004 There is no run "". List the runs with `stepwright runs`.',
      'SW4004 There is no run "01JZZZZZZZZZZZZZZZZZZZZZZZ". List the runs with `stepwright runs`.',
    ],
  );
  good(await foldStore(store));
  rmSync(recordPath(store, record.id));
  const gone = await openReader(store).getRun("train");
  assert.equal(gone.ok ? "" : gone.error.message, `The record of run ${record.id} was deleted.`);
});

test("a record that cannot be read says so", async (t) => {
  const store = temporaryStore(t);
  const { record } = trainingRun(store);
  good(await foldStore(store));
  writeFileSync(recordPath(store, record.id), "{");
  const reader = openReader(store);
  t.after(() => {
    reader.close();
  });
  const answer = await reader.getRun("training-0");
  assert.equal(answer.ok ? "" : answer.error.code, "SW4005");
  assert.deepEqual(await shown(reader), ["training-0 completed"]);
});

test("pipelines, by name, with their latest run", async (t) => {
  const store = temporaryStore(t);
  trainingRun(store, { start: 10 });
  trainingRun(store);
  trainingRun(store, { pipeline: "scoring", start: 20 });
  const reader = openReader(store);
  t.after(() => {
    reader.close();
  });
  assert.deepEqual(
    (await reader.listPipelines()).map(({ name, file, runs, latest }) => `${name} ${file} ${String(runs)} ${String(latest?.name)}`),
    ["scoring src/train.ts 1 scoring-20", "training src/train.ts 2 training-10"],
  );
});

test("artifacts, by name, those saved outside a run and by live runs included", async (t) => {
  const store = temporaryStore(t);
  trainingRun(store);
  good(await foldStore(store));
  saveVersion(store, "by hand", 1);
  const live = new RunStory(store, ["load"], { start: 10 });
  const data = live.completes("load", "data", 3);
  const reader = openReader(store);
  t.after(() => {
    reader.close();
  });
  assert.deepEqual(
    (await reader.listArtifacts()).map(({ name, versions, latest, type }) => `${name} ${String(versions)} ${latest} ${type}`),
    ["by hand 1 1 number", "data 2 2 number", "model 1 1 number"],
  );
  assert.deepEqual(reader.getArtifact("data"), { ok: true, value: data });
  assert.equal(good(reader.getArtifact("data", "1")).version, "1");
  const missing = reader.getArtifact("dat");
  assert.equal(missing.ok ? "" : missing.error.code, "SW4003");
  live.ends();
});

test("a reader of an empty store answers with nothing and writes nothing", async (t) => {
  const store = temporaryStore(t);
  const reader = openReader(store);
  assert.deepEqual([await reader.listRuns(), await reader.listPipelines(), await reader.listArtifacts(), reader.notes], [[], [], [], []]);
  reader.close();
  assert.throws(
    () => {
      rmSync(databasePath(store));
    },
    { code: "ENOENT" },
  );
});
