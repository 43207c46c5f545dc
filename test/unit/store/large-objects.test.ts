import assert from "node:assert/strict";
import { readdirSync, statSync, truncateSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { writeLargeObject } from "../../../src/runner/store/large-objects.ts";
import { load, save } from "../../../src/runner/store/materialize/index.ts";
import { objectPath, verifyObject, writeObject } from "../../../src/runner/store/objects.ts";
import { bad, good, temporaryStore } from "./support.ts";

const length = 4_000_000;
const numbers = (): Float64Array => Float64Array.from({ length }, (_, index) => Math.sqrt(index));
const bytesOf = (array: Float64Array): Uint8Array => new Uint8Array(array.buffer);

test("large bytes are stored as small ones are: under their hash, once", async (t) => {
  const store = temporaryStore(t);
  const parts = [Buffer.from("head"), bytesOf(numbers())];
  const content = good(await writeLargeObject(store, parts, "npy"));
  assert.deepEqual(content, good(writeObject(store, Buffer.concat(parts), "npy")));
  assert.equal(verifyObject(store, content), true);
  const path = objectPath(store, content);
  utimesSync(path, 1, 1);
  const { ino } = statSync(path);
  assert.deepEqual(good(await writeLargeObject(store, parts, "npy")), content);
  assert.equal(statSync(path).ino, ino);
  assert.ok(statSync(path).mtimeMs > 1000, "it says that it is used again");
  assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
});

test("bytes that the author changes while they are written are still what their hash says", async (t) => {
  const store = temporaryStore(t);
  for (let round = 0; round < 4; round += 1) {
    const array = numbers();
    const writing = writeLargeObject(store, [bytesOf(array)], "bin");
    array.fill(round);
    const content = good(await writing);
    assert.equal(verifyObject(store, content), true);
  }
});

test("large arrays come back as they were, and never damaged", async (t) => {
  const store = temporaryStore(t);
  const array = numbers();
  const { materialized } = good(await save(store, array, { output: "output" }));
  assert.equal(materialized.materializer, "npy");
  const loaded = good(await load(store, materialized));
  assert.ok(loaded instanceof Float64Array);
  assert.deepEqual(Buffer.compare(bytesOf(loaded), bytesOf(array)), 0);
  assert.equal(loaded.buffer.byteLength, length * 8);
  const raw = good(await save(store, array.buffer, { output: "output" })).materialized;
  assert.deepEqual(Buffer.compare(new Uint8Array(good(await load(store, raw)) as ArrayBuffer), bytesOf(array)), 0);
  truncateSync(objectPath(store, materialized.content), length * 8);
  bad(await load(store, materialized), "SW4005");
  bad(await load(store, materialized), "SW4005");
});
