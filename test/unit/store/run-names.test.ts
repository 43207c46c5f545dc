import assert from "node:assert/strict";
import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { runNamePath } from "../../../src/runner/store/paths.ts";
import { claimRunName, findRunByName } from "../../../src/runner/store/run-names.ts";
import { bad, good, runId, temporaryStore } from "./support.ts";

const other = runId.replace("A", "B");

test("a given name is taken once", (t) => {
  const store = temporaryStore(t);
  assert.equal(good(claimRunName(store, "nightly", runId, { generated: false })), "nightly");
  const again = claimRunName(store, "nightly", other, { generated: false });
  assert.equal(bad(again, "SW1027"), 'A run called "nightly" exists already, or did until it was deleted.');
  assert.equal(findRunByName(store, "nightly"), runId);
});

test("a generated name that is in use is counted on", (t) => {
  const store = temporaryStore(t);
  const names = Array.from({ length: 3 }, () => good(claimRunName(store, "train-1", other, { generated: true })));
  assert.deepEqual(names, ["train-1", "train-1_2", "train-1_3"]);
  assert.equal(findRunByName(store, "train-1_3"), other);
});

test("names are told apart by case, and never become paths", (t) => {
  const store = temporaryStore(t);
  const names = ["A", "a", "../../x", "con", "é"];
  for (const name of names) assert.equal(good(claimRunName(store, name, runId, { generated: false })), name);
  assert.equal(readdirSync(join(store.root, "names")).length, names.length);
});

test("a name that cannot be kept is refused", (t) => {
  const store = temporaryStore(t);
  for (const name of ["", "a\nb", "x".repeat(201)]) bad(claimRunName(store, name, runId, { generated: false }), "SW1022");
});

test("an unknown or damaged name leads to no run", (t) => {
  const store = temporaryStore(t);
  assert.equal(findRunByName(store, "nightly"), undefined);
  good(claimRunName(store, "nightly", runId, { generated: false }));
  for (const text of ["", JSON.stringify({ name: "other", runId }), JSON.stringify({ name: "nightly", runId: "../x" })]) {
    writeFileSync(runNamePath(store, "nightly"), text);
    assert.equal(findRunByName(store, "nightly"), undefined);
  }
});
