import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { previewBytes } from "../../../src/runner/store/materialize/preview/size.ts";
import { Preview } from "../../../src/runner/model/preview.ts";
import { assertRoundTrip, fileStore, roundTrip, saved } from "./support.ts";
import { describeGraph, graph } from "./graphs.ts";

const store = fileStore();

/** Everything that has a tag, nested as it likes. Objects without a prototype come back with one, so they are left out. */
const mixed = fc.anything({
  withBigInt: true,
  withDate: true,
  withMap: true,
  withSet: true,
  withSparseArray: true,
  withTypedArray: true,
  stringUnit: "binary",
  maxDepth: 4,
});

const typedArray = fc.oneof(
  fc.int8Array(),
  fc.uint8Array(),
  fc.uint8ClampedArray(),
  fc.int16Array(),
  fc.uint16Array(),
  fc.int32Array(),
  fc.uint32Array(),
  fc.float32Array(),
  fc.float64Array(),
  fc.bigInt64Array(),
  fc.bigUint64Array(),
);

void describe("any value", () => {
  void it("of JSON comes back strictly equal", async () => {
    await fc.assert(fc.asyncProperty(fc.jsonValue({ maxDepth: 5 }), (value) => assertRoundTrip(store, value)));
  });

  void it("of the tagged kinds comes back strictly equal", async () => {
    await fc.assert(fc.asyncProperty(mixed, (value) => assertRoundTrip(store, value)));
  });

  void it("that is a typed array comes back strictly equal", async () => {
    await fc.assert(fc.asyncProperty(typedArray, (value) => assertRoundTrip(store, value)));
  });

  void it("with cycles and shared objects comes back in the same shape", async () => {
    await fc.assert(
      fc.asyncProperty(graph, async (value) => {
        assert.deepEqual(describeGraph(await roundTrip(store, value)), describeGraph(value));
      }),
    );
  });

  void it("gives the same content for a copy of itself", async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(mixed, graph, typedArray), async (value) => {
        const [first, second] = [await saved(store, value), await saved(store, structuredClone(value))];
        assert.deepEqual(second.materialized.content, first.materialized.content);
      }),
    );
  });

  void it("has a preview of at most 4 kB that its schema accepts", async () => {
    const large = fc.array(fc.dictionary(fc.string({ unit: "binary", maxLength: 200 }), mixed), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(fc.oneof(mixed, graph, typedArray, large, fc.string({ unit: "binary", maxLength: 9000 })), async (value) => {
        const { preview } = (await saved(store, value)).materialized;
        assert.ok(Buffer.byteLength(JSON.stringify(preview)) <= previewBytes);
        assert.equal(Preview.safeParse(preview).success, true);
      }),
    );
  });
});
