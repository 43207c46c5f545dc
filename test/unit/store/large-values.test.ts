import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { readdirSync, statSync, truncateSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { load, save } from "../../../src/runner/store/materialize/index.ts";
import { objectPath, verifyObject, writeObject } from "../../../src/runner/store/objects.ts";
import { bad, good, temporaryStore } from "./support.ts";

const length = 4_000_000;
const numbers = (): Float64Array => Float64Array.from({ length }, (_, index) => Math.sqrt(index));
const bytesOf = (array: Float64Array): Uint8Array => new Uint8Array(array.buffer);

test("large bytes are stored as small ones are: under their hash, once", (t) => {
  const store = temporaryStore(t);
  const parts = [Buffer.from("head"), bytesOf(numbers())];
  const content = good(writeObject(store, parts, "npy"));
  assert.deepEqual(content, { hash: hash("sha256", Buffer.concat(parts)), bytes: length * 8 + 4, extension: "npy" });
  assert.equal(verifyObject(store, content), true);
  const path = objectPath(store, content);
  utimesSync(path, 1, 1);
  const { ino } = statSync(path);
  assert.deepEqual(good(writeObject(store, parts, "npy")), content);
  assert.equal(statSync(path).ino, ino);
  assert.ok(statSync(path).mtimeMs > 1000, "it says that it is used again");
  assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
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
