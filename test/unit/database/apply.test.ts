import assert from "node:assert/strict";
import { test, type TestContext } from "node:test";
import fc from "fast-check";
import type { ArtifactVersion } from "../../../src/runner/model/artifact.ts";
import type { RunRecord } from "../../../src/runner/model/record.ts";
import { applyRecord } from "../../../src/runner/store/database/apply.ts";
import { type Database, loadEngine } from "../../../src/runner/store/database/engine.ts";
import { migrate } from "../../../src/runner/store/database/migrate.ts";
import { applyManifest } from "../../../src/runner/store/database/version-rows.ts";
import { contentOf } from "./rendering.ts";
import { RunStory, saveVersion, trainingRun } from "./story.ts";
import { temporaryStore } from "./workspace.ts";

const { Database: Sqlite } = await loadEngine();

function emptyDatabase(): Database {
  const db = new Sqlite();
  db.exec("PRAGMA foreign_keys = ON");
  migrate(db);
  return db;
}

type Applied = { readonly record: RunRecord } | { readonly manifest: ArtifactVersion };

function contentAfter(applied: readonly Applied[]): string[] {
  const db = emptyDatabase();
  for (const one of applied) {
    if ("record" in one) applyRecord(db, one.record);
    else applyManifest(db, one.manifest);
  }
  const content = contentOf(db);
  assert.deepEqual(db.exec("PRAGMA foreign_key_check"), []);
  db.close();
  return content;
}

/** Two runs, the second with a cached step and a version that was saved by hand: everything that is known of them. */
function history(t: TestContext): Applied[] {
  const store = temporaryStore(t);
  const byHand = saveVersion(store, "by hand", 5);
  const first = trainingRun(store);
  const second = new RunStory(store, ["load", "train", "test"], { start: 10 });
  second.isCached("load", first.data);
  second.starts("train", { data: first.data, "more[0]": byHand });
  second.tell({ event: "metadata.logged", id: "train", metadata: { epochs: 3 } });
  second.tell({
    event: "step.failed",
    id: "train",
    attempt: 1,
    error: { code: "SW3001", message: "train threw", help: "See its log." },
  });
  second.tell({ event: "step.skipped", id: "test", because: ["train"] });
  const record = second.ends();
  return [{ record: first.record }, { record }, { manifest: first.data }, { manifest: first.model }, { manifest: byHand }];
}

test("a run becomes these rows", (t) => {
  const store = temporaryStore(t);
  const { record, data, model } = trainingRun(store, { parameters: { epochs: 3 } });
  const id = new RegExp(record.id, "g");
  const made = [data, model].map(({ createdAt }) => new Date(createdAt).toISOString());
  const content = contentAfter([{ record }, { manifest: data }, { manifest: model }]).map((line) =>
    line
      .replaceAll(id, "RUN")
      .replaceAll(/[0c]{60,}/g, "HASH")
      .replace(made[0] ?? "", "MADE")
      .replace(made[1] ?? "", "MADE"),
  );
  const time = (seconds: string): string => `2026-01-31T10:00:0${seconds}00Z`;
  const host = JSON.stringify(record.owner.host);
  assert.deepEqual(content, [
    `artifacts ["data"]`,
    `artifacts ["model"]`,
    `attempts ["RUN","load",1,"completed","${time("0.2")}","${time("0.4")}",null,null,"logs/RUN/load.1.log"]`,
    `attempts ["RUN","train",1,"completed","${time("0.5")}","${time("0.7")}",null,null,"logs/RUN/train.1.log"]`,
    `edges ["RUN","load","output","output","data","1",null]`,
    `edges ["RUN","train","input","data","data","1",null]`,
    `edges ["RUN","train","output","output","model","1",null]`,
    `metadata ["RUN",null,null,null,"team","\\"a\\""]`,
    `metadata [null,null,"data","1","rounded","1"]`,
    `metadata [null,null,"model","1","rounded","2"]`,
    `pipelines ["training","src/train.ts#training","src/train.ts","What training does.","RUN"]`,
    `run_outputs ["RUN","model","model","1"]`,
    `runs ["RUN","training-0","training","completed","${time("0.1")}","${time("0.8")}","{\\"epochs\\":3}",null,null,"[]",${host},"24.2.0","linux","0.1.0"]`,
    `steps ["RUN","load",0,"load","completed","${time("0.2")}","${time("0.4")}","{}","HASH",null,null,null,null,null]`,
    `steps ["RUN","train",1,"train","completed","${time("0.5")}","${time("0.7")}","{}","HASH",null,null,null,null,null]`,
    `tags ["RUN","load",null,null,"of load"]`,
    `tags ["RUN","train",null,null,"of train"]`,
    `tags ["RUN",null,null,null,"nightly"]`,
    `tags [null,null,"data","1","numbers"]`,
    `tags [null,null,"model","1","numbers"]`,
    `versions ["data","1",1,"number","json","HASH1",8,"json","1","RUN","load","output","MADE"]`,
    `versions ["model","1",1,"number","json","HASH2",8,"json","2","RUN","train","output","MADE"]`,
  ]);
});

test("order and repetition change nothing", (t) => {
  const applied = history(t);
  const expected = contentAfter(applied);
  const permutation = fc.shuffledSubarray(applied, { minLength: applied.length });
  const repeated = fc.tuple(permutation, fc.shuffledSubarray(applied)).map(([all, again]) => [...again, ...all]);
  fc.assert(
    fc.property(repeated, (order) => {
      assert.deepEqual(contentAfter(order), expected);
    }),
    { numRuns: 30 },
  );
});

test("a run that goes on replaces what it was", (t) => {
  const store = temporaryStore(t);
  const run = new RunStory(store, ["load", "train"]);
  const records = [run.record];
  const data = run.completes("load", "data", 1);
  records.push(run.record);
  run.starts("train", { data });
  run.tell({ event: "step.retrying", id: "train", attempt: 1, delay: 1, error: { code: "SW3001", message: "train threw", help: "Look." } });
  records.push(run.record);
  records.push(run.ends());
  const last = records.slice(-1).map((record) => ({ record }));
  assert.deepEqual(contentAfter(records.map((record) => ({ record }))), contentAfter(last));
});

test("a cached step does not claim what it gives", (t) => {
  const rows = contentAfter(history(t)).filter((row) => row.startsWith('versions ["data"'));
  assert.equal(rows.length, 1);
  assert.match(rows[0] ?? "", /"load","output"/);
});

test("what a record says of a version stays when its manifest is lost", (t) => {
  const { record } = trainingRun(temporaryStore(t));
  const [row] = contentAfter([{ record }]).filter((line) => line.startsWith('versions ["model"'));
  assert.equal(row, `versions ["model","1",1,"number",null,"${"2".padStart(64, "0")}",8,null,"2","${record.id}","train","output",null]`);
});
