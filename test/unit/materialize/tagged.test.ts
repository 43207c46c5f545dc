import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { TaggedText } from "../../../src/runner/model/values.ts";
import { objectPath } from "../../../src/runner/store/objects.ts";
import { assertRoundTrip, loaded, roundTrip, saved, fileStore, temporaryStore } from "./support.ts";

const store = fileStore();

const withProperties = Object.assign(new RangeError("too far", { cause: new Error("why") }), { code: "E_FAR", at: { line: 3 } });

const values: Readonly<Record<string, unknown>> = {
  undefined,
  NaN: NaN,
  "-0": -0,
  Infinity: Infinity,
  bigint: -(2n ** 80n),
  date: new Date(1.7e12),
  "invalid date": new Date(NaN),
  "date before Christ": new Date(-1e14),
  map: new Map<unknown, unknown>([
    ["a", 1],
    [{ k: 1 }, new Map()],
  ]),
  set: new Set<unknown>([1, "1", new Set([NaN])]),
  "regular expression": Object.assign(/a\/b/giu, { lastIndex: 3 }),
  url: new URL("https://example.org/a?b=c#d"),
  error: new TypeError("no"),
  "error with cause and properties": withProperties,
  "error without a message": new Error(),
  "error of several": new AggregateError([new Error("a"), 1], "all"),
  "html inside": { page: new TaggedText("html", "<b>") },
  "array with holes": Object.assign(new Array<unknown>(5), { 1: "x", 4: undefined }),
  "array with named properties": Object.assign([1, 2], { columns: ["a", "b"] }),
  "match of a regular expression": /(\d)\d+/.exec("in 2024"),
  "object with our tag": { $type: "Date", value: new Date(0) },
  "object with the key __proto__": { n: 1n, parsed: JSON.parse('{"a":{"__proto__":{"x":1}},"$type":1}') as unknown },
  "text with half a character": { text: "\ud800", at: new Date(0) },
  "nested buffers": { a: new Float32Array([1, NaN, -0]), b: Buffer.from("abc"), c: new Uint8ClampedArray([300]), d: new ArrayBuffer(3) },
};

void describe("tagged JSON", () => {
  for (const [name, value] of Object.entries(values)) {
    void it(`keeps ${name}`, async () => {
      assert.equal((await saved(store, value)).materialized.materializer, "tagged");
      await assertRoundTrip(store, value);
    });
  }

  void it("can be read by a person", async () => {
    const { inline } = await saved(store, { at: new Date(0), n: 5n, plain: [1] });
    assert.equal(inline, '{"at":{"$type":"Date","value":"1970-01-01T00:00:00.000Z"},"n":{"$type":"bigint","value":"5"},"plain":[1]}');
  });

  void it("keeps the stack of an error, hidden as it was", async () => {
    const error = (await roundTrip(store, withProperties)) as Error;
    assert.equal(error.stack, withProperties.stack);
    assert.deepEqual(Object.keys(error), ["code", "at"]);
    assert.ok(error instanceof RangeError);
  });

  void it("keeps an object that stands in two places one object", async () => {
    const row = { a: 1 };
    const { first, second } = (await roundTrip(store, { first: row, second: [row] })) as { first: object; second: object[] };
    assert.equal(second[0], first);
  });

  void it("keeps cycles, also through maps, sets and causes", async () => {
    const node: { self?: unknown; map?: unknown; error?: Error } = {};
    node.self = node;
    node.map = new Map<unknown, unknown>([[node, new Set([node])]]);
    node.error = new Error("loop", { cause: node });
    const back = (await roundTrip(store, node)) as { self: unknown; map: Map<unknown, Set<unknown>>; error: Error };
    assert.equal(back.self, back);
    assert.equal(back.map.get(back)?.has(back), true);
    assert.equal(back.error.cause, back);
  });

  void it("finds named properties of a long array", async () => {
    const rows = Object.assign(
      Array.from({ length: 2000 }, (_, i) => i),
      { columns: ["a"] },
    );
    await assertRoundTrip(store, rows);
  });
});

void describe("large arrays inside a value", () => {
  const value = { weights: new Float64Array(20_000).fill(0.5), mask: Buffer.alloc(9000, 7), bias: new Float32Array([1]), at: new Date(0) };

  void it("are files beside the JSON", async (t) => {
    const store = temporaryStore(t);
    const { materialized, inline } = await saved(store, value);
    assert.deepEqual(materialized.content.files, ["0.npy", "1.bin", "value.json"]);
    assert.equal(inline, undefined);
    const folder = objectPath(store, materialized.content);
    assert.equal(readFileSync(`${folder}/0.npy`).subarray(1, 6).toString(), "NUMPY");
    assert.deepEqual(readdirSync(`${store.root}/tmp`), []);
    await assertRoundTrip(store, value);
  });

  void it("have memory of their own when they come back", async () => {
    const back = (await loaded(store, await saved(store, value))) as typeof value;
    assert.equal(back.weights.buffer.byteLength, back.weights.byteLength);
    assert.equal(back.bias.buffer.byteLength, 4);
  });

  void it("stay inside while they are small, however many", async () => {
    const many = Array.from({ length: 200 }, () => new Float64Array(64));
    assert.equal((await saved(store, many)).materialized.content.extension, "json");
    await assertRoundTrip(store, many);
  });
});
