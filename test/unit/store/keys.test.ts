import assert from "node:assert/strict";
import { mkdirSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import type { ArtifactVersion, KeyEntry } from "../../../src/runner/model/artifact.ts";
import { readKey, writeKey } from "../../../src/runner/store/keys.ts";
import { keyPath, temporaryFolder, versionsFolder } from "../../../src/runner/store/paths.ts";
import { claimAnswer, readVersion } from "../../../src/runner/store/versions.ts";
import { draft, good, runId, temporaryStore } from "./support.ts";

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

test("the manifest that completes what a step made answers its key, under a second name", (t) => {
  const store = temporaryStore(t);
  const answerOf = ({ artifact, version }: ArtifactVersion): KeyEntry => ({ ...entry, outputs: { model: { artifact, version } } });
  const first = good(claimAnswer(store, draft("model"), answerOf));
  assert.deepEqual(readKey(store, key), answerOf(first));
  assert.deepEqual(good(readVersion(store, "model", "1")), first, "a manifest is read without the answer in it");
  const manifest = join(versionsFolder(store, "model"), "1.json");
  assert.equal(statSync(keyPath(store, key)).ino, statSync(manifest).ino, "one file");
  const second = good(claimAnswer(store, draft("model"), answerOf));
  assert.deepEqual([first.version, second.version], ["1", "2"]);
  assert.deepEqual(readKey(store, key), answerOf(second));
  assert.deepEqual(good(readVersion(store, "model", "1")), first, "the first manifest stays");
  assert.deepEqual(readdirSync(temporaryFolder(store)), []);
});

test("a version counts also where its key cannot be written", (t) => {
  const store = temporaryStore(t);
  mkdirSync(keyPath(store, key), { recursive: true });
  assert.equal(good(claimAnswer(store, draft("model"), () => entry)).version, "1");
  assert.equal(readKey(store, key), undefined);
  assert.deepEqual(readdirSync(temporaryFolder(store)), []);
});

test("what cannot be read, or is in a wrong place, answers nothing", (t) => {
  const store = temporaryStore(t);
  const other = "5f".repeat(32);
  for (const text of [
    "",
    "{",
    "{}",
    JSON.stringify({ answer: { ...entry, outputs: 3 } }),
    JSON.stringify({ answer: { ...entry, key: other } }),
  ]) {
    good(writeKey(store, entry));
    writeFileSync(keyPath(store, key), text);
    assert.equal(readKey(store, key), undefined);
  }
  assert.equal(readKey(store, "../../etc/passwd"), undefined);
});
