import assert from "node:assert/strict";
import { appendFileSync, existsSync, readdirSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";
import { test, type TestContext } from "node:test";
import { databasePath } from "../../../src/runner/store/database/file.ts";
import { foldStore, syncStore } from "../../../src/runner/store/database/fold.ts";
import { openReader } from "../../../src/runner/store/queries/reader.ts";
import type { Store } from "../../../src/runner/store/store.ts";
import { ask } from "./rendering.ts";
import { trainingRun } from "./story.ts";
import { good, temporaryStore } from "./workspace.ts";

/** A store with one run in its database and one that waits. */
async function folded(t: TestContext): Promise<Store> {
  const store = temporaryStore(t);
  trainingRun(store);
  good(await foldStore(store));
  trainingRun(store, { start: 10 });
  return store;
}

async function answers(store: Store): Promise<unknown> {
  const reader = openReader(store);
  const all = [
    await reader.listRuns(),
    await reader.listArtifacts(),
    await reader.listPipelines(),
    await reader.lineage("model", "1"),
    good(await reader.getRun("training-0")).steps,
  ];
  reader.close();
  return all;
}

/** Does `harm` to the database: readers must say the same as before, and so must the database after the next fold. */
async function survives(store: Store, harm: (file: string) => void, reason: string): Promise<void> {
  const before = await answers(store);
  harm(databasePath(store));
  assert.deepEqual(await answers(store), before);

  const report = good(await foldStore(store));
  assert.equal(report.rebuilt, true);
  assert.ok(report.setAside?.startsWith(`${databasePath(store)}.${reason}-`) && existsSync(report.setAside));
  assert.deepEqual(ask(store, "SELECT name FROM runs ORDER BY id"), ["training-0", "training-10"]);
  assert.deepEqual(await answers(store), before);
  assert.deepEqual(
    readdirSync(store.root).filter((name) => name.startsWith("stepwright.db-")),
    [],
  );
}

test("a deleted database is made again and says the same", async (t) => {
  const store = await folded(t);
  const before = await answers(store);
  rmSync(databasePath(store));
  assert.deepEqual(await answers(store), before);
  assert.deepEqual(good(await foldStore(store)), { outcome: "folded", runs: 1, rebuilt: true });
  assert.deepEqual(await answers(store), before);
});

test("something that is no database is set aside", async (t) => {
  await survives(
    await folded(t),
    (file) => {
      writeFileSync(file, "a text\n".repeat(1000));
    },
    "damaged",
  );
});

test("an empty file is set aside", async (t) => {
  await survives(
    await folded(t),
    (file) => {
      writeFileSync(file, "");
    },
    "damaged",
  );
});

test("a database that was cut short is set aside", async (t) => {
  await survives(
    await folded(t),
    (file) => {
      truncateSync(file, 8192);
    },
    "damaged",
  );
});

test("a database with overwritten pages is set aside", async (t) => {
  await survives(
    await folded(t),
    (file) => {
      const bytes = readFileSync(file);
      bytes.fill(0xaa, 4096, bytes.length - 4096);
      writeFileSync(file, bytes);
    },
    "damaged",
  );
});

test("another program's database is set aside", async (t) => {
  await survives(
    await folded(t),
    (file) => {
      rmSync(file);
      const db = new DatabaseSync(file);
      db.exec("CREATE TABLE runs (other TEXT)");
      db.close();
    },
    "foreign",
  );
});

test("a database in write-ahead mode is set aside", async (t) => {
  await survives(
    await folded(t),
    (file) => {
      const db = new DatabaseSync(file);
      db.exec("PRAGMA journal_mode = WAL");
      db.close();
    },
    "unfinished",
  );
});

test("a write-ahead file that a tool left behind goes along", async (t) => {
  const store = await folded(t);
  const file = databasePath(store);
  const db = new DatabaseSync(file);
  db.exec("PRAGMA journal_mode = WAL; UPDATE runs SET name = 'changed'");
  const left = readFileSync(`${file}-wal`);
  db.close();
  await survives(
    store,
    () => {
      writeFileSync(`${file}-wal`, left);
    },
    "unfinished",
  );
  const aside = readdirSync(store.root).filter((name) => name.startsWith("stepwright.db.unfinished-"));
  assert.deepEqual(aside.map((name) => name.replace(/unfinished-.*Z/, "unfinished-TIME")).sort(), [
    "stepwright.db.unfinished-TIME",
    "stepwright.db.unfinished-TIME-wal",
  ]);
});

test("an open transaction of another tool is not overwritten", async (t) => {
  await survives(
    await folded(t),
    (file) => {
      appendFileSync(`${file}-journal`, "pages");
    },
    "unfinished",
  );
});

test("a database of a newer version is left as it is, and the files answer", async (t) => {
  const store = await folded(t);
  const before = await answers(store);
  const db = new DatabaseSync(databasePath(store));
  db.exec("DROP VIEW lineage; ALTER TABLE runs RENAME TO executions; PRAGMA user_version = 7");
  db.close();
  const bytes = readFileSync(databasePath(store));

  assert.deepEqual(await answers(store), before);
  const reader = openReader(store);
  await reader.listRuns();
  assert.deepEqual(
    reader.notes.map(({ code, message }) => `${code} ${message.replace(store.root, "")}`),
    ["SW4006 /stepwright.db has version 7, and this Stepwright knows versions up to 1. It is left as it is."],
  );
  reader.close();
  for (const refused of [await foldStore(store), await syncStore(store)]) assert.equal(refused.ok ? "" : refused.error.code, "SW4006");
  assert.deepEqual(readFileSync(databasePath(store)), bytes);
});
