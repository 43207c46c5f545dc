import assert from "node:assert/strict";
import { test } from "node:test";
import { join, sep } from "node:path";
import fc from "fast-check";
import * as paths from "../../../src/runner/store/paths.ts";
import { runId } from "./support.ts";

const store = { root: "/w/.stepwright", workspace: "/w" };
const hash = "0f".repeat(32);

/** Relative to the store, with `/`. */
const inner = (path: string) =>
  path
    .slice(store.root.length + 1)
    .split(sep)
    .join("/");

test("everything has its place", () => {
  assert.equal(inner(paths.storeFilePath(store)), "store.json");
  assert.equal(inner(paths.journalPath(store, runId)), `journal/${runId}.jsonl`);
  assert.equal(inner(paths.recordPath(store, runId)), `runs/2026-03/${runId}.json`);
  assert.equal(inner(paths.contentPath(store, hash, "json")), `artifacts/objects/0f/${hash}.json`);
  assert.equal(inner(paths.contentPath(store, hash, undefined)), `artifacts/objects/0f/${hash}`);
  assert.equal(inner(paths.keyPath(store, hash)), `keys/0f/${hash}.json`);
  assert.match(inner(paths.versionsFolder(store, "train::model")), /^artifacts\/versions\/train-model-[0-9a-f]{20}$/);
  assert.match(inner(paths.runNamePath(store, "nightly")), /^names\/nightly-[0-9a-f]{20}\.json$/);
});

test("the month of a record is the one of its run id, at any time of a ULID", () => {
  assert.equal(inner(paths.recordPath(store, "0".repeat(26))), `runs/1970-01/${"0".repeat(26)}.json`);
  assert.match(inner(paths.recordPath(store, `7${"Z".repeat(25)}`)), /^runs\/\+010889-08\//);
});

test("what is no run id, hash or extension never becomes a path", () => {
  for (const text of ["", "../../etc/passwd", runId.toLowerCase(), `${runId}/..`, `${runId}\n`, `8${runId.slice(1)}`]) {
    assert.equal(paths.isRunId(text), false);
    assert.throws(() => paths.journalPath(store, text), /Not a run id/);
    assert.throws(() => paths.recordPath(store, text), /Not a run id/);
  }
  for (const text of ["", "..", hash.toUpperCase(), `${hash}0`, `${hash}\n`]) {
    assert.equal(paths.isHash(text), false);
    assert.throws(() => paths.keyPath(store, text), /Not a hash/);
    assert.throws(() => paths.contentPath(store, text, "json"), /Not a hash/);
  }
  for (const text of ["", "/../../x", ".json", "a/b", "x".repeat(33), "json\n"]) {
    assert.throws(() => paths.contentPath(store, hash, text), /Not an extension/);
  }
});

test("no name leads out of its folder", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (name) => {
      assert.equal(join(paths.versionsFolder(store, name), ".."), paths.artifactsFolder(store));
      assert.equal(join(paths.runNamePath(store, name), ".."), join(store.root, "names"));
    }),
  );
});
