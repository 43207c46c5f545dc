import assert from "node:assert/strict";
import { hash } from "node:crypto";
import { mkdirSync, readdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { readCheckedFile } from "../../../src/runner/store/materialize/binary-file.ts";
import { load, save } from "../../../src/runner/store/materialize/index.ts";
import { writeLargeObject } from "../../../src/runner/store/large-object.ts";
import { isIntact, objectPath, verifyObject } from "../../../src/runner/store/objects.ts";
import { sealOf } from "../../../src/runner/store/seal.ts";
import { bad, good, temporaryStore } from "./support.ts";

const length = 1_000_000;
const numbers = (): Float64Array => Float64Array.from({ length }, (_, index) => Math.cbrt(index));
const bytesOf = (array: Float64Array): Uint8Array => new Uint8Array(array.buffer, array.byteOffset, array.byteLength);

test("what is written while it is hashed has the bytes of its hash, and its seal", async (t) => {
  const store = temporaryStore(t);
  const parts = [Buffer.from("head"), bytesOf(numbers())];
  const { content, seal } = good(await writeLargeObject(store, parts, "npy"));
  const path = objectPath(store, content);
  const bytes = readFileSync(path);
  assert.deepEqual(Buffer.compare(bytes, Buffer.concat(parts)), 0);
  assert.deepEqual(content, { hash: hash("sha256", bytes), bytes: length * 8 + 4, extension: "npy" });
  assert.equal(seal, sealOf(path));
  assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
});

test("code that changes the value while it is stored never leaves a content that is not what its hash says", async (t) => {
  const store = temporaryStore(t);
  const array = numbers();
  const saving = save(store, array, { output: "output" });
  array.fill(-1);
  const changes = setInterval(() => array.fill(Math.random()), 0);
  const { materialized } = good(await saving);
  clearInterval(changes);
  assert.equal(verifyObject(store, materialized.content), true);
});

test("a content that is there is replaced by its like, and what is damaged or no file by what it should be", async (t) => {
  const store = temporaryStore(t);
  const parts = [bytesOf(numbers())];
  const { content } = good(await writeLargeObject(store, parts, "bin"));
  const path = objectPath(store, content);
  for (const spoil of [
    () => undefined,
    () => {
      writeFileSync(path, "short");
    },
    () => {
      writeFileSync(path, Buffer.alloc(length * 8));
    },
  ]) {
    spoil();
    assert.deepEqual(good(await writeLargeObject(store, parts, "bin")).content, content);
    assert.equal(verifyObject(store, content), true);
  }
  const other = { ...content, hash: hash("sha256", bytesOf(numbers().fill(2))) };
  mkdirSync(join(objectPath(store, other), "inside"), { recursive: true });
  good(await writeLargeObject(store, [bytesOf(numbers().fill(2))], "bin"));
  assert.equal(verifyObject(store, other), true);
  assert.deepEqual(readdirSync(dirname(objectPath(store, other))).length, 2, "the folder was set aside");
  assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
});

test("bytes whose seal holds are not hashed again, and any change breaks it", async (t) => {
  const store = temporaryStore(t);
  const array = numbers();
  const { materialized, seal } = good(await save(store, array, { output: "output" }));
  const { content } = materialized;
  const path = objectPath(store, content);
  // With a hash that is none, only the seal can say that the bytes are those.
  const check = async () => (await readCheckedFile(path, "float64", "", seal)).intact;
  assert.ok(seal !== undefined);
  assert.equal(await check(), true);
  assert.equal((await readCheckedFile(path, "float64", "", undefined)).intact, false);
  assert.equal(isIntact(store, { ...content, bytes: 1 }, seal), true);

  const { atime, mtime } = statSync(path);
  const changed = readFileSync(path);
  changed[length] = (changed[length] ?? 0) ^ 1;
  writeFileSync(path, changed);
  utimesSync(path, atime, mtime);
  assert.equal(await check(), false);
  bad(await load(store, materialized, { seal }), "SW4005");
});
