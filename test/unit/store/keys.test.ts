import assert from "node:assert/strict";
import { writeFileSync } from "node:fs";
import { test } from "node:test";
import type { KeyEntry } from "../../../src/runner/model/artifact.ts";
import { readKey, writeKey } from "../../../src/runner/store/keys.ts";
import { keyPath } from "../../../src/runner/store/paths.ts";
import { good, runId, temporaryStore } from "./support.ts";

const key = "5e".repeat(32);
const entry: KeyEntry = { key, run: runId, step: "train", createdAt: 1, outputs: { model: { artifact: "model", version: "3" } } };

test("a key leads to the step that answers it; the last one stands", (t) => {
  const store = temporaryStore(t);
  assert.equal(readKey(store, key), undefined);
  good(writeKey(store, entry));
  assert.deepEqual(readKey(store, key), entry);
  good(writeKey(store, { ...entry, step: "train_2" }));
  assert.equal(readKey(store, key)?.step, "train_2");
});

test("what cannot be read, or is in a wrong place, answers nothing", (t) => {
  const store = temporaryStore(t);
  const other = "5f".repeat(32);
  for (const text of ["", "{", JSON.stringify({ ...entry, outputs: 3 }), JSON.stringify({ ...entry, key: other })]) {
    good(writeKey(store, entry));
    writeFileSync(keyPath(store, key), text);
    assert.equal(readKey(store, key), undefined);
  }
  assert.equal(readKey(store, "../../etc/passwd"), undefined);
});
