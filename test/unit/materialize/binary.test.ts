import assert from "node:assert/strict";
import { readFileSync, truncateSync } from "node:fs";
import { describe, it } from "node:test";
import type { Json } from "../../../src/runner/model/json.ts";
import { load } from "../../../src/runner/store/materialize/index.ts";
import { objectPath } from "../../../src/runner/store/objects.ts";
import { assertFailure, assertRoundTrip, forged, loaded, overwrite, saved, fileStore, temporaryStore } from "./support.ts";

const store = fileStore();

/** Value, NumPy's type code, our name. */
const arrays = [
  [new Int8Array([-1, 2]), "|i1", "int8"],
  [new Uint8Array([255]), "|u1", "uint8"],
  [new Uint8ClampedArray([300]), "|u1", "uint8clamped"],
  [new Int16Array([-300]), "<i2", "int16"],
  [new Uint16Array([65535]), "<u2", "uint16"],
  [new Int32Array([-70000]), "<i4", "int32"],
  [new Uint32Array([4e9]), "<u4", "uint32"],
  [new BigInt64Array([-(2n ** 63n)]), "<i8", "int64"],
  [new BigUint64Array([2n ** 64n - 1n]), "<u8", "uint64"],
  [new Float16Array([1.5, -0]), "<f2", "float16"],
  [new Float32Array([Infinity, NaN]), "<f4", "float32"],
  [new Float64Array([-0, Math.PI]), "<f8", "float64"],
] as const;

void describe("typed arrays", () => {
  for (const [array, code, dtype] of arrays) {
    void it(`keeps ${array.constructor.name} as .npy`, async () => {
      const { materialized } = await saved(store, array);
      assert.equal(materialized.content.extension, "npy");
      assert.deepEqual(materialized.metadata, { items: array.length, shape: [array.length], dtype });
      const file = readFileSync(objectPath(store, materialized.content));
      assert.equal(file.subarray(0, 8).toString("latin1"), "\x93NUMPY\x01\x00");
      assert.equal(file.readUInt16LE(8), 118);
      const dict = `{'descr': '${code}', 'fortran_order': False, 'shape': (${String(array.length)},), }`;
      assert.equal(file.subarray(10, 128).toString("latin1"), `${dict.padEnd(117)}\n`);
      assert.deepEqual(file.subarray(128), Buffer.from(array.buffer));
      await assertRoundTrip(store, array);
    });
  }

  void it("keeps a view as what it shows, with memory of its own", async () => {
    const view = new Float64Array([1, 2, 3, 4]).subarray(1, 3);
    const back = (await loaded(store, await saved(store, view))) as Float64Array;
    assert.deepEqual(back, new Float64Array([2, 3]));
    assert.equal(back.buffer.byteLength, 16);
  });

  void it("keeps an empty one", async () => {
    await assertRoundTrip(store, new Float64Array(0));
  });

  void it("keeps the bits of NaN", async () => {
    const bits = new Uint32Array([0x7fc00001, 0xffc12345]);
    const back = (await loaded(store, await saved(store, new Float32Array(bits.buffer)))) as Float32Array;
    assert.deepEqual(new Uint32Array(back.buffer), bits);
  });
});

void describe("buffers", () => {
  const values = [Buffer.from("abc"), Buffer.alloc(0), new Uint8Array([1, 2]).buffer, new DataView(new ArrayBuffer(8), 2, 4)];
  for (const value of values) {
    void it(`keeps ${value.constructor.name} of ${String(value.byteLength)} bytes`, async () => {
      await assertRoundTrip(store, value);
    });
  }

  void it("are the bytes and nothing else in the file", async () => {
    const { materialized } = await saved(store, Buffer.from("abc"));
    assert.equal(materialized.content.extension, "bin");
    assert.equal(readFileSync(objectPath(store, materialized.content), "utf8"), "abc");
  });
});

void describe("damaged binary files", () => {
  void it("is SW4005 when the file was cut short, changed or removed", async (t) => {
    const store = temporaryStore(t);
    const { materialized } = await saved(store, new Float64Array(100));
    truncateSync(objectPath(store, materialized.content), 300);
    assertFailure(await load(store, materialized), "SW4005", /missing or was changed/);
    assertFailure(await load(store, materialized), "SW4005", /missing or was changed/);
    const again = await saved(store, new Float64Array(100));
    overwrite(store, again.materialized, Buffer.alloc(928));
    assertFailure(await load(store, again.materialized), "SW4005", /missing or was changed/);
  });

  const header = (dict: string): Buffer => Buffer.from(`\x93NUMPY\x01\x00\x76\x00${dict.padEnd(117)}\n`, "latin1");
  const wrong: Readonly<Record<string, Buffer>> = {
    "no header": Buffer.from("hello"),
    "an empty file": Buffer.alloc(0),
    "another type": header("{'descr': '<f4', 'fortran_order': False, 'shape': (0,), }"),
    "another length": header("{'descr': '<f8', 'fortran_order': False, 'shape': (2,), }"),
    "an enormous length": header("{'descr': '<f8', 'fortran_order': False, 'shape': (99999999999999999999,), }"),
    "an object array": header("{'descr': '|O', 'fortran_order': False, 'shape': (0,), }"),
  };
  for (const [name, bytes] of Object.entries(wrong)) {
    void it(`is SW4005 for a file with ${name}`, async () => {
      const materialized = { ...forged(store, "npy", bytes, "npy"), metadata: { dtype: "float64" } };
      assertFailure(await load(store, materialized), "SW4005", /no array of the recorded type/);
    });
  }

  void it("is SW4005 for an unknown or missing dtype", async () => {
    const materialized = forged(store, "bin", "abc", "bin");
    for (const metadata of [{}, { dtype: "constructor" }, { dtype: 1 }] as Record<string, Json>[]) {
      assertFailure(await load(store, { ...materialized, metadata }), "SW4005", /no array of the recorded type/);
    }
  });
});
