import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, statSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { checkStore } from "../../../src/runner/store/check/check-store.ts";
import { keepCodeText, readCodeText } from "../../../src/runner/store/code-texts.ts";
import { databasePath } from "../../../src/runner/store/database/file.ts";
import { syncStore } from "../../../src/runner/store/database/fold.ts";
import { tryLock } from "../../../src/runner/store/database/lock.ts";
import { readKey } from "../../../src/runner/store/keys.ts";
import { logPath } from "../../../src/runner/store/logs.ts";
import { objectPath, writeObject } from "../../../src/runner/store/objects.ts";
import { codeTextPath, journalPath, recordPath } from "../../../src/runner/store/paths.ts";
import { removeCode, unusedCode } from "../../../src/runner/store/prune/code.ts";
import { deleteRun, deleteVersion } from "../../../src/runner/store/prune/delete-one.ts";
import { previewPrune, prune } from "../../../src/runner/store/prune/prune.ts";
import { surveyStore } from "../../../src/runner/store/prune/survey.ts";
import { openReader } from "../../../src/runner/store/queries/reader.ts";
import { claimRunName } from "../../../src/runner/store/run-names.ts";
import { noteStepRuns, stepRunsBefore } from "../../../src/runner/store/step-runs.ts";
import type { Store } from "../../../src/runner/store/store.ts";
import { claimVersion, readVersion } from "../../../src/runner/store/versions.ts";
import { beginning, RunStory } from "../database/story.ts";
import { bad, draft, good, temporaryFolder, temporaryStore } from "../store/support.ts";
import { cachedRun, keyOf, madeRun, makes } from "./history.ts";

/** How long ago the runs of these stories began, in milliseconds. */
const age = Date.now() - beginning;
const statTime = (path: string): number => statSync(path).mtimeMs;
const clean = async (store: Store): Promise<void> => assert.deepEqual(good(await checkStore(store)).findings, []);
const names = async (store: Store): Promise<string[]> => {
  const reader = openReader(store);
  const runs = (await reader.listRuns()).map(({ name }) => name);
  reader.close();
  return runs.sort();
};

test("a run goes with its record, its logs, its answer, its versions and their contents, and nothing else does", async (t) => {
  const store = temporaryStore(t);
  const old = madeRun(store, "model", "old", { key: keyOf("a") });
  const kept = madeRun(store, "model", "new", { start: 60, key: keyOf("b") });
  const log = logPath(store, old.run.id, "train", 1);
  mkdirSync(dirname(log), { recursive: true });
  writeFileSync(log, "printed");
  good(await syncStore(store));

  const expected = { runs: [{ id: old.run.id, name: old.run.name }], versions: ["model@1"], contents: 1, bytes: 3, code: 0 };
  const rules = { olderThan: age - 30_000 };
  assert.deepEqual(await previewPrune(store, rules), expected);
  assert.equal(existsSync(recordPath(store, old.run.id)), true, "saying what would go deletes nothing");
  assert.deepEqual(good(await prune(store, rules)), expected);

  const gone = [recordPath(store, old.run.id), dirname(log), objectPath(store, old.version.content)];
  assert.deepEqual(gone.map(existsSync), [false, false, false]);
  assert.equal(readKey(store, keyOf("a")), undefined);
  assert.match(bad(readVersion(store, "model", "1"), "SW4003"), /was deleted/);
  assert.deepEqual(good(readVersion(store, "model")), kept.version);
  assert.equal(readKey(store, keyOf("b"))?.run, kept.run.id);
  assert.deepEqual(await names(store), [kept.run.name]);
  await clean(store);
});

test("numbers and names are not given again", async (t) => {
  const store = temporaryStore(t);
  const { run, version } = madeRun(store, "model", "one");
  good(claimVersion(store, { ...draft("model"), content: version.content }, "final"));
  good(await deleteVersion(store, good(readVersion(store, "model", "final"))));
  good(await deleteRun(store, run.id));
  assert.equal(good(claimVersion(store, draft("model"))).version, "2");
  bad(claimVersion(store, draft("model"), "final"), "SW1028");
  bad(claimRunName(store, run.name, run.id, { generated: false }), "SW1027");
  assert.equal(good(claimRunName(store, run.name, run.id, { generated: true })), `${run.name}_2`);
});

test("a version stays while another run has to do with it, and a content while another version has it", async (t) => {
  const store = temporaryStore(t);
  const used = madeRun(store, "model", "used", { key: keyOf("a") });
  const same = madeRun(store, "twin", "same", { start: 1, key: keyOf("b") });
  const twin = madeRun(store, "twin", "same", { start: 2, key: keyOf("d") });
  cachedRun(store, used.version, { start: 3 });
  good(await deleteRun(store, used.run.id));
  assert.deepEqual(good(readVersion(store, "model", "1")), used.version);
  good(await deleteRun(store, same.run.id));
  bad(readVersion(store, "twin", "1"), "SW4003");
  assert.equal(existsSync(objectPath(store, twin.version.content)), true);
  await clean(store);
});

test("what a person saved or named stays until it is deleted by its name", async (t) => {
  const store = temporaryStore(t);
  const saved = good(claimVersion(store, { ...draft("notes"), content: good(writeObject(store, "n", "txt")) }));
  good(await prune(store, { keep: 0, unreferenced: true }));
  assert.deepEqual(good(readVersion(store, "notes", "1")), saved);
  assert.deepEqual(good(await deleteVersion(store, saved)).versions, ["notes@1"]);
  bad(readVersion(store, "notes", "1"), "SW4003");
});

test("rules narrow each other: the newest of each pipeline stay, however old", async (t) => {
  const store = temporaryStore(t);
  for (const pipeline of ["a", "b"]) for (const start of [0, 60, 120]) madeRun(store, pipeline, `${pipeline}${start}`, { pipeline, start });
  const chosen = async (rules: Parameters<typeof previewPrune>[1]): Promise<string[]> =>
    (await previewPrune(store, rules)).runs.map(({ name }) => name).sort();
  assert.deepEqual(await chosen({ keep: 2 }), ["a-0", "b-0"]);
  assert.deepEqual(await chosen({ olderThan: age - 90_000 }), ["a-0", "a-60", "b-0", "b-60"]);
  assert.deepEqual(await chosen({ olderThan: age - 30_000, keep: 1 }), ["a-0", "b-0"]);
  assert.deepEqual(await chosen({ olderThan: age + 60_000, keep: 0 }), []);
});

test("the oldest go until the rest is small enough, counting each content once", async (t) => {
  const store = temporaryStore(t);
  const first = madeRun(store, "a", "x".repeat(100), { key: keyOf("a") });
  madeRun(store, "b", "y".repeat(100), { start: 1, key: keyOf("b") });
  madeRun(store, "c", "z".repeat(100), { start: 2, key: keyOf("d") });
  cachedRun(store, first.version, { start: 3 });
  madeRun(store, "d", "z".repeat(100), { start: 4, key: keyOf("e") });
  assert.deepEqual((await previewPrune(store, { maxSize: 300 })).runs, []);
  const report = good(await prune(store, { maxSize: 299 }));
  // The first run's version is still what a later run has, so dropping that run frees nothing.
  assert.deepEqual([report.runs.map(({ name }) => name), report.versions, report.bytes], [["training-0", "training-1"], ["b@1"], 100]);
  await clean(store);
});

test("a run that goes on keeps itself, its versions, and all contents until it has ended", async (t) => {
  const store = temporaryStore(t);
  const old = madeRun(store, "model", "old", { key: keyOf("a") });
  const unused = madeRun(store, "other", "unused", { start: 1, key: keyOf("b") });
  const live = new RunStory(store, ["train"], { start: 2 });
  live.isCached("train", old.version);
  const report = good(await prune(store, { keep: 0 }));
  assert.deepEqual([report.versions, report.contents, report.waitsFor], [["other@1"], 0, live.name]);
  assert.equal(existsSync(objectPath(store, unused.version.content)), true);
  bad(await deleteRun(store, live.id), "SW4009");
  bad(await deleteVersion(store, old.version), "SW4009");
  live.ends();
  assert.deepEqual(good(await prune(store, { unreferenced: true })).contents, 1);
  assert.deepEqual(
    [old, unused].map(({ version }) => existsSync(objectPath(store, version.content))),
    [true, false],
  );
  await clean(store);
});

test("a content that is stored again while a prune goes on stays, whatever the clock says", async (t) => {
  for (const clock of [-3600, 0, 3600]) {
    const store = temporaryStore(t);
    const { run, version } = madeRun(store, "model", "again");
    const path = objectPath(store, version.content);
    const ended = new Set<string>();
    const deleting = deleteRun(store, run.id).finally(() => ended.add(run.id));
    // As steps of runs on machines with such clocks would.
    for (let time = 1e9 + clock; !ended.has(run.id); time += 1) {
      await setImmediate();
      good(writeObject(store, "again", "txt"));
      utimesSync(path, time, time);
    }
    assert.equal(good(await deleting).contents, 0);
    assert.equal(readFileSync(path, "utf8"), "again");
  }
});

test("a content that was stored before a clock was set back keeps nobody waiting", async (t) => {
  const store = temporaryStore(t);
  const { run, version } = madeRun(store, "model", "future");
  const path = objectPath(store, version.content);
  const tomorrow = Date.now() / 1000 + 86_400;
  utimesSync(path, tomorrow, tomorrow);
  assert.equal(good(await deleteRun(store, run.id)).contents, 1);
  assert.equal(existsSync(path), false);
});

test("the code of a step goes with the last run that has it, and so do the lines that point to runs", async (t) => {
  const store = temporaryStore(t);
  const [shared, alone] = [keyOf("1"), keyOf("2")];
  const runs = [
    madeRun(store, "model", "a", { key: keyOf("a"), parts: { code: shared, "class:model": alone } }),
    madeRun(store, "model", "b", { start: 60, key: keyOf("b"), parts: { code: shared } }),
  ].map(({ run }) => run);
  for (const code of [shared, alone, keyOf("3")]) {
    keepCodeText(store, code, `// ${code}`);
    // As if that had been long ago.
    utimesSync(codeTextPath(store, code), 1e9, 1e9);
  }
  for (const run of runs) noteStepRuns(store, run);
  const kept = (): boolean[] => [shared, alone, keyOf("3")].map((code) => readCodeText(store, code) !== undefined);
  const identity = runs[0]?.spec.invocations[0]?.identity ?? assert.fail("no identity");
  const told = (): string[] => stepRunsBefore(store, identity, "Z").map(({ run }) => run);
  assert.deepEqual(told(), runs.map(({ id }) => id).reverse());

  assert.equal((await previewPrune(store, { keep: 1 })).code, 2);
  assert.deepEqual(kept(), [true, true, true]);
  assert.equal(good(await prune(store, { keep: 1 })).code, 2);
  assert.deepEqual(kept(), [true, false, false]);
  assert.deepEqual(told(), [runs[1]?.id]);
  assert.equal(good(await prune(store, { keep: 0 })).code, 1);
  assert.deepEqual(told(), []);
  await clean(store);
});

test("the code of a run that ended after the runs were read stays, and so does all of it while a record is damaged", async (t) => {
  const store = temporaryStore(t);
  const { run } = madeRun(store, "model", "a", { parts: { code: keyOf("1") } });
  keepCodeText(store, keyOf("1"), "// old");
  utimesSync(codeTextPath(store, keyOf("1")), 1e9, 1e9);
  const survey = await surveyStore(store, Date.now());
  // Another run has the same code, and says so once its record is written.
  keepCodeText(store, keyOf("1"), "// old");
  assert.equal(await removeCode(store, unusedCode(store, survey, survey.runs)), 0);
  assert.equal(readCodeText(store, keyOf("1")), "// old");

  good(await syncStore(store));
  writeFileSync(recordPath(store, run.id), "{");
  assert.equal(good(await prune(store, { keep: 0 })).code, 0);
  assert.equal(readCodeText(store, keyOf("1")), "// old");
});

test("storing a content again says so in its time", (t) => {
  const store = temporaryStore(t);
  const path = objectPath(store, good(writeObject(store, "x", "txt")));
  utimesSync(path, 1, 1);
  const before = Date.now() - 1000;
  good(writeObject(store, "x", "txt"));
  assert.ok(statTime(path) > before);
});

test("nothing is deleted through a link", { skip: process.platform === "win32" }, async (t) => {
  const store = temporaryStore(t);
  const { run, version } = madeRun(store, "model", "mine");
  const outside = mkdtempSync(join(temporaryFolder(t), "outside-"));
  const [shard, month] = [dirname(objectPath(store, version.content)), dirname(recordPath(store, run.id))];
  for (const folder of [shard, month]) {
    const target = join(outside, folder === shard ? "shard" : "month");
    renameSync(folder, target);
    symlinkSync(target, folder);
  }
  good(await prune(store, { keep: 0 }));
  assert.deepEqual([join(outside, "shard", `${version.content.hash}.txt`), join(outside, "month", `${run.id}.json`)].map(existsSync), [
    true,
    true,
  ]);
});

test("what nobody can read is nobody's to delete, and a run without a record keeps what it made", async (t) => {
  const store = temporaryStore(t);
  const { run, version } = madeRun(store, "model", "kept");
  good(await syncStore(store));
  writeFileSync(recordPath(store, run.id), "{");
  assert.deepEqual(good(await prune(store, { keep: 0, unreferenced: true })).versions, []);
  assert.deepEqual(good(readVersion(store, "model", "1")), version);
});

test("only one process deletes at a time, and none where a newer version wrote the database", async (t) => {
  const store = temporaryStore(t);
  const { run } = madeRun(store, "model", "one");
  good(await syncStore(store));
  const lock = await tryLock(store);
  bad(await prune(store, { keep: 0 }), "SW4009");
  await lock?.release();
  const bytes = readFileSync(databasePath(store));
  bytes.writeUInt32BE(99, 60);
  writeFileSync(databasePath(store), bytes);
  bad(await deleteRun(store, run.id), "SW4006");
  assert.equal(existsSync(recordPath(store, run.id)), true);
});

test("the run that a prune was ended in goes with the same call again", async (t) => {
  const store = temporaryStore(t);
  const { run, version } = madeRun(store, "model", "half");
  good(await deleteVersion(store, version));
  assert.equal(existsSync(journalPath(store, run.id)), false, "folded");
  good(await deleteRun(store, run.id));
  assert.deepEqual(await names(store), []);
  const again = new RunStory(store, ["train"], { start: 5 });
  assert.equal(makes(store, again, "model", "half").version, "2");
});
