import assert from "node:assert/strict";
import { copyFileSync, mkdirSync, rmSync, symlinkSync, utimesSync, writeFileSync } from "node:fs";
import path from "node:path";
import { test, type TestContext } from "node:test";
import { loadEngine, type Database } from "../../../src/runner/store/database/engine.ts";
import { applyManifests } from "../../../src/runner/store/database/manifests.ts";
import { migrate } from "../../../src/runner/store/database/migrate.ts";
import { artifactsFolder, versionsFolder } from "../../../src/runner/store/paths.ts";
import { saveVersion } from "./story.ts";
import { temporaryStore } from "./workspace.ts";

const { Database: Sqlite } = await loadEngine();

function emptyDatabase(t: TestContext): Database {
  const db = new Sqlite();
  t.after(() => {
    db.close();
  });
  migrate(db);
  return db;
}

const versionsIn = (db: Database): string[] =>
  (db.exec("SELECT artifact, version FROM versions ORDER BY artifact, number, version")[0]?.values ?? []).map((row) => row.join("@"));

/** Makes a folder look as if it had not been touched for a while. */
const age = (folder: string, seconds: number): void => {
  utimesSync(folder, Date.now() / 1000 - seconds, Date.now() / 1000 - seconds);
};

test("versions are found as they come", (t) => {
  const store = temporaryStore(t);
  const db = emptyDatabase(t);
  applyManifests(db, store);
  assert.deepEqual(versionsIn(db), []);
  saveVersion(store, "a", 1);
  applyManifests(db, store);
  saveVersion(store, "a", 2);
  saveVersion(store, "a", 3, undefined, "best");
  saveVersion(store, "b", 4);
  applyManifests(db, store);
  assert.deepEqual(versionsIn(db), ["a@best", "a@1", "a@2", "b@1"]);
});

test("a folder that did not change is not read again", (t) => {
  const store = temporaryStore(t);
  const db = emptyDatabase(t);
  saveVersion(store, "a", 1);
  const folder = versionsFolder(store, "a");
  age(folder, 100);
  applyManifests(db, store);
  db.exec("DELETE FROM metadata; DELETE FROM tags; DELETE FROM versions");
  applyManifests(db, store);
  assert.deepEqual(versionsIn(db), []);

  saveVersion(store, "a", 2);
  age(folder, 50);
  applyManifests(db, store);
  assert.deepEqual(versionsIn(db), ["a@2"]);
});

test("a number that comes late is still found", (t) => {
  const store = temporaryStore(t);
  const db = emptyDatabase(t);
  for (const value of [1, 2, 3]) saveVersion(store, "a", value);
  const [second, kept] = [path.join(versionsFolder(store, "a"), "2.json"), path.join(store.root, "kept")];
  copyFileSync(second, kept);
  rmSync(second);
  applyManifests(db, store);
  assert.deepEqual(versionsIn(db), ["a@1", "a@3"]);
  copyFileSync(kept, second);
  applyManifests(db, store);
  assert.deepEqual(versionsIn(db), ["a@1", "a@2", "a@3"]);
});

test("what is no manifest, or not in its place, is passed over", (t) => {
  const store = temporaryStore(t);
  const db = emptyDatabase(t);
  saveVersion(store, "a", 1);
  const folder = versionsFolder(store, "a");
  const file = path.join(folder, "1.json");
  copyFileSync(file, path.join(folder, "2.json"));
  writeFileSync(path.join(folder, "3.json"), "{}");
  writeFileSync(path.join(folder, "notes.txt"), "");
  mkdirSync(versionsFolder(store, "b"));
  copyFileSync(file, path.join(versionsFolder(store, "b"), "1.json"));
  symlinkSync(folder, path.join(artifactsFolder(store), "link"));
  applyManifests(db, store);
  assert.deepEqual(versionsIn(db), ["a@1"]);
});
