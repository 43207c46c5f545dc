import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { loadEngine, locateWasm } from "../../../src/runner/store/database/engine.ts";
import { applicationId, migrate, schemaVersion } from "../../../src/runner/store/database/migrate.ts";

const { Database: Sqlite } = await loadEngine();

test("an empty file becomes the current version, marked as ours", () => {
  const db = new Sqlite();
  migrate(db);
  assert.deepEqual(
    db.exec("PRAGMA user_version; PRAGMA application_id").map(({ values }) => values[0]?.[0]),
    [schemaVersion, applicationId],
  );
  db.close();
});

test("the current version is left as it is", () => {
  const db = new Sqlite();
  migrate(db);
  const before = db.export();
  migrate(db);
  assert.deepEqual(db.export(), before);
  db.close();
});

test("SQLite's own file is found", () => {
  assert.ok(existsSync(locateWasm()));
});
