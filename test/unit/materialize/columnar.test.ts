import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { describe, it } from "node:test";
import { columnarCells } from "../../../src/runner/store/materialize/columnar/columns.ts";
import { isPlausible } from "../../../src/runner/store/materialize/columnar/layout.ts";
import { load } from "../../../src/runner/store/materialize/index.ts";
import { objectPath } from "../../../src/runner/store/objects.ts";
import { assertFailure, assertRoundTrip, fileStore, forged, loaded, overwrite, saved, temporaryStore } from "./support.ts";

const store = fileStore();

/** A table that is large enough, from what one of its rows is. */
function table<T extends object>(row: (index: number) => T): T[] {
  const columns = Object.keys(row(0)).length;
  return Array.from({ length: Math.ceil(columnarCells / columns) }, (_, index) => row(index));
}

const materializerOf = async (value: unknown): Promise<string> => (await saved(store, value)).materialized.materializer;

const flower = (index: number) => ({ id: index, width: index / 7, kind: ["setosa", "virginica"][index % 2], wild: index % 3 === 0 });

void describe("a large table", () => {
  void it("is a Parquet file, which comes back strictly equal and is shown as a table", async () => {
    const rows = table(flower);
    const kept = await saved(store, rows);
    assert.equal(kept.materialized.materializer, "parquet");
    assert.equal(kept.materialized.content.extension, "parquet");
    assert.equal(kept.inline, undefined);
    assert.deepStrictEqual(await loaded(store, kept), rows);
    const { preview, metadata } = kept.materialized;
    assert.ok(preview.kind === "table");
    assert.equal(preview.totalRows, rows.length);
    assert.deepEqual(
      preview.columns.map(({ name }) => name),
      ["id", "width", "kind", "wild"],
    );
    assert.deepEqual(metadata, { items: rows.length, keys: ["id", "width", "kind", "wild"] });
  });

  void it("is opened by a reader that knows nothing of us, with the types that its columns have", async () => {
    const rows = table((index) => ({ n: index, big: 2 ** 40 + index, x: index / 4, text: `naïve ${String(index)}`, yes: index % 2 === 0 }));
    const { materialized } = await saved(store, rows);
    const script = `
      import { asyncBufferFromFile, parquetMetadataAsync, parquetReadObjects, parquetSchema } from "hyparquet";
      const file = await asyncBufferFromFile(process.argv[1]);
      const metadata = await parquetMetadataAsync(file);
      const rows = await parquetReadObjects({ file, rowStart: 7, rowEnd: 8 });
      const types = parquetSchema(metadata).children.map(({ element }) => [element.name, element.type, element.converted_type]);
      console.log(JSON.stringify([Number(metadata.num_rows), types, rows], (_, cell) => typeof cell === "bigint" ? cell + "n" : cell));`;
    const read = spawnSync(process.execPath, ["--input-type=module", "--eval", script, objectPath(store, materialized.content)], {
      encoding: "utf8",
      cwd: import.meta.dirname,
    });
    assert.equal(read.stderr, "");
    assert.deepEqual(JSON.parse(read.stdout), [
      rows.length,
      [
        ["n", "INT32", null],
        ["big", "INT64", null],
        ["x", "DOUBLE", null],
        ["text", "BYTE_ARRAY", "UTF8"],
        ["yes", "BOOLEAN", null],
      ],
      [{ n: 7, big: `${String(2 ** 40 + 7)}n`, x: 1.75, text: "naïve 7", yes: false }],
    ]);
  });

  void it("gives the same bytes when it is made again, whatever NaN its numbers are", async () => {
    const odd = new Float64Array(new BigUint64Array([0xfff8_0000_0000_0001n]).buffer)[0];
    const one = table((index) => ({ a: index % 5 === 0 ? NaN : index, b: String(index) }));
    const other = one.map((row) => ({ ...row, a: Number.isNaN(row.a) ? (odd ?? NaN) : row.a }));
    const [first, second] = [await saved(store, one), await saved(store, other)];
    assert.equal(first.materialized.materializer, "parquet");
    assert.equal(first.materialized.content.hash, second.materialized.content.hash);
  });

  void it("with bigints, dates, holes in its columns and a column of nothing comes back strictly equal, each date an object of its own", async () => {
    const at = 1_700_000_000_000;
    const rows = table((index) => ({
      nothing: null,
      when: index % 4 === 0 ? null : new Date(at),
      huge: index % 3 === 0 ? null : 2n ** 63n - BigInt(index + 1),
      zero: index % 2 === 0 ? -0 : 0,
      "a.b": index % 2 === 0 ? null : "\uFEFFmark",
      constructor: Infinity,
      7: index === 99 ? null : true,
    }));
    const kept = await saved(store, rows);
    assert.equal(kept.materialized.materializer, "parquet");
    const back = (await loaded(store, kept)) as typeof rows;
    assert.deepStrictEqual(back, rows);
    assert.notEqual(back[1]?.when, back[2]?.when);
  });

  void it("is stored otherwise where columns would not give it back exactly", async () => {
    const shared = { a: 1, b: 2 };
    const when = new Date(0);
    const with99 = (row: (index: number) => object, other: object): object[] =>
      table(row).map((each, index) => (index === 99 ? other : each));
    const ab = (index: number) => ({ a: index, b: "b" });
    const cases: Record<string, [unknown[], string]> = {
      "other keys": [with99(ab, { a: 1, c: "b" }), "json"],
      "keys in another order": [with99(ab, { b: "b", a: 1 }), "json"],
      "a key less": [with99(ab, { a: 1 }), "json"],
      "a cell of another kind": [with99(ab, { a: "1", b: "b" }), "json"],
      "a cell that is a list": [with99(ab, { a: [1], b: "b" }), "json"],
      "half a surrogate pair": [with99(ab, { a: 1, b: "\uD800" }), "json"],
      undefined: [with99(ab, { a: undefined, b: "b" }), "tagged"],
      "an integer of more than 64 bits": [table((index) => ({ a: 2n ** 64n + BigInt(index) })), "tagged"],
      "a row twice": [table(() => shared), "tagged"],
      "a date twice": [table(() => ({ when })), "tagged"],
      "a date that is none": [table(() => ({ when: new Date(NaN) })), "tagged"],
      "properties of the list": [Object.assign(table(ab), { columns: ["a", "b"] }), "tagged"],
      "a column without a name": [table((index) => ({ "": index, b: "b" })), "json"],
      "a column called __proto__": [table((index) => JSON.parse(`{"__proto__":${String(index)},"b":1}`) as object), "json"],
    };
    for (const [name, [value, materializer]] of Object.entries(cases)) {
      assert.equal(await materializerOf(value), materializer, name);
      await assertRoundTrip(store, value);
    }
  });

  void it("below the threshold stays JSON", async () => {
    assert.equal(await materializerOf(table(flower).slice(1)), "json");
  });

  void it("that is constant is not made a file that would look like an attack on memory", () => {
    assert.ok(isPlausible(16_000_000, 100));
    assert.ok(!isPlausible(17_000_000, 100));
    assert.ok(isPlausible(100_000_000, 2_000_000));
  });
});

void describe("a Parquet file that is not as it was written", () => {
  void it("is told as damaged, wherever it is cut or changed", async (t) => {
    const own = temporaryStore(t);
    const kept = await saved(own, table(flower));
    const bytes = readFileSync(objectPath(own, kept.materialized.content));
    const changed = Uint8Array.from(bytes, (byte, index) => (index === 2000 ? byte ^ 1 : byte));
    for (const other of [bytes.subarray(0, bytes.length - 1), bytes.subarray(0, 8), new Uint8Array(), changed]) {
      overwrite(own, kept.materialized, other);
      assertFailure(await load(own, kept.materialized), "SW4005", /missing or damaged/);
    }
  });

  void it("and whose hash is right is refused without taking more memory than its bytes account for", async (t) => {
    const own = temporaryStore(t);
    const kept = await saved(
      own,
      table((index) => ({ a: index % 7 === 0 ? null : `text ${String(index % 50)}`, b: index })),
    );
    const bytes = readFileSync(objectPath(own, kept.materialized.content));
    const { rss } = process.memoryUsage();
    let refused = 0;
    // Each of these bytes of the first page and of the footer is a forged file of its own.
    const places = [...Array.from({ length: 40 }, (_, at) => at), ...Array.from({ length: 80 }, (_, at) => bytes.length - 1 - 11 * at)];
    for (const place of places) {
      const forgery = Uint8Array.from(bytes);
      forgery[place] = 0xff;
      const result = await load(own, forged(own, "parquet", forgery, "parquet"));
      if (result.ok) continue;
      refused += 1;
      assert.equal(result.error.code, "SW4005");
    }
    assert.ok(refused > 20, String(refused));
    assert.ok(process.memoryUsage().rss - rss < 2 ** 30);
  });

  void it("of another tool is refused", async (t) => {
    const own = temporaryStore(t);
    assertFailure(await load(own, forged(own, "parquet", "PAR1 and no more PAR1", "parquet")), "SW4005", /not a Parquet file/);
  });
});
