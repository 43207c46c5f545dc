import assert from "node:assert/strict";
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { storeFormat } from "../../../src/runner/model/formats.ts";
import { type Database, loadEngine } from "../../../src/runner/store/database/engine.ts";
import { databasePath } from "../../../src/runner/store/database/file.ts";
import { foldStore, syncStore } from "../../../src/runner/store/database/fold.ts";
import { migrate, schemaVersion } from "../../../src/runner/store/database/migrate.ts";
import { checkStore } from "../../../src/runner/store/check/check-store.ts";
import { readKey } from "../../../src/runner/store/keys.ts";
import { readObject } from "../../../src/runner/store/objects.ts";
import { openReader } from "../../../src/runner/store/queries/reader.ts";
import { createStore, type Store } from "../../../src/runner/store/store.ts";
import { trustStore } from "../../../src/runner/store/trust.ts";
import { readVersion } from "../../../src/runner/store/versions.ts";
import { keyOf } from "../prune/history.ts";
import { good, temporaryFolder } from "../store/support.ts";
import { contentOf } from "./rendering.ts";

/**
 * Stores as each version wrote them, kept for ever: what is on people's disks must be readable. Each has two runs in its database (one
 * whose second step failed after its first was cached), one that waits in its journal, and a version that a person saved by name.
 *
 * Who adds a migration keeps the store of the version before: `stepwright.db` of `schema-N` was written by schema version N. Who changes the
 * format of the other files adds a whole store.
 */
const stores = join(import.meta.dirname, "../../fixtures/stores");
const formats = [1];
const schemas = [{ version: 1, store: "format-1" }];

function stored(t: TestContext, name: string): Store {
  const workspace = temporaryFolder(t);
  cpSync(join(stores, name), join(workspace, ".stepwright"), { recursive: true });
  return good(createStore(workspace));
}

test("there is a stored one of every version", () => {
  assert.deepEqual(formats.at(-1), storeFormat);
  assert.deepEqual(
    schemas.map(({ version }) => version),
    Array.from({ length: schemaVersion }, (_, index) => index + 1),
  );
});

async function answers(store: Store) {
  const reader = openReader(store);
  const runs = await reader.listRuns();
  const records = await Promise.all(runs.map(({ id }) => reader.getRun(id)));
  const artifacts = await reader.listArtifacts();
  const lineage = await reader.lineage("model", "1");
  reader.close();
  return { runs, records: records.map(good), artifacts, lineage };
}

for (const format of formats)
  test(`a store of format ${format} says what it always said, with its database, without it, and after it was brought up to date`, async (t) => {
    const store = stored(t, `format-${format}`);
    const before = await answers(store);
    assert.deepEqual(
      before.records.map(({ name, steps }) => [name, ...Object.entries(steps).map(([id, { status }]) => `${id} ${status}`)]),
      [
        ["other-20", "train completed"],
        ["training-10", "train cached", "test failed"],
        ["training-0", "train completed"],
      ],
    );
    assert.deepEqual(
      before.artifacts.map(({ name }) => name),
      ["model", "notes"],
    );
    rmSync(databasePath(store));
    assert.deepEqual(await answers(store), before);
    good(await syncStore(store));
    assert.deepEqual(await answers(store), before);
    assert.deepEqual(good(await checkStore(store)).findings, []);

    good(trustStore(store));
    assert.equal(good(readObject(store, good(readVersion(store, "notes", "final")).content)).toString(), "by hand");
    const { run, step } = readKey(store, keyOf("a")) ?? assert.fail("no answer");
    assert.deepEqual([run, step], ["01KG9QXG8053BR7D1Y6RC3D515", "train"]);
  });

for (const { version, store: name } of schemas)
  test(`a database of schema version ${version} becomes the current one and says the same`, async (t) => {
    const store = stored(t, name);
    const before = await answers(store);
    assert.equal(readFileSync(databasePath(store)).readUInt32BE(60), version);
    assert.deepEqual(good(await foldStore(store, { force: true })), { outcome: "folded", runs: 1, rebuilt: false });
    assert.equal(readFileSync(databasePath(store)).readUInt32BE(60), schemaVersion);
    assert.deepEqual(await answers(store), before);

    const { Database: Sqlite } = await loadEngine();
    const [migrated, fresh] = [new Sqlite(readFileSync(databasePath(store))), new Sqlite()];
    migrate(fresh);
    assert.deepEqual(schemaOf(migrated), schemaOf(fresh), "tables that change need a migration: what is on disk stays as it was");
    rmSync(databasePath(store));
    good(await syncStore(store));
    const rebuilt = new Sqlite(readFileSync(databasePath(store)));
    assert.deepEqual(contentOf(migrated), contentOf(rebuilt));
    for (const db of [migrated, fresh, rebuilt]) db.close();
  });

const schemaOf = (db: Database): unknown => db.exec("SELECT type, name, sql FROM sqlite_schema ORDER BY type, name")[0]?.values;

test("a store of a newer format can be read and is not written", async (t) => {
  const workspace = temporaryFolder(t);
  const root = join(workspace, ".stepwright");
  cpSync(join(stores, "format-1"), root, { recursive: true });
  writeFileSync(join(root, "store.json"), JSON.stringify({ id: "x", format: storeFormat + 1 }));
  const made = createStore(workspace);
  assert.equal(made.ok ? "" : made.error.code, "SW4006");
  assert.deepEqual(await answers({ root, workspace }), await answers(stored(t, "format-1")));
});
