import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { previewBytes } from "../../../src/runner/store/materialize/preview/size.ts";
import { previewTable } from "../../../src/runner/store/materialize/preview/table.ts";
import { metadataOf } from "../../../src/runner/store/materialize/metadata.ts";

void describe("a table", () => {
  void it("is a list of flat records, with statistics of each column", () => {
    const table = previewTable([
      { size: 1, name: "a", ok: true },
      { size: 3, name: "b", ok: true },
      { size: 11, name: "a", ok: false },
    ]);
    assert.deepEqual(table, {
      kind: "table",
      columns: [
        { name: "size", type: "number", distinct: 3, min: 1, max: 11, mean: 5, histogram: [1, 0, 1, 0, 0, 0, 0, 0, 0, 1] },
        { name: "name", type: "string", distinct: 2 },
        { name: "ok", type: "boolean", distinct: 2 },
      ],
      rows: [
        [1, "a", true],
        [3, "b", true],
        [11, "a", false],
      ],
      totalRows: 3,
    });
  });

  void it("is a list of equally long rows, with numbers as names", () => {
    const table = previewTable([
      [1, "x"],
      [2, "y"],
    ]);
    assert.deepEqual(
      table?.columns.map(({ name, type }) => [name, type]),
      [
        ["0", "number"],
        ["1", "string"],
      ],
    );
  });

  void it("may miss cells, which count for nothing", () => {
    const table = previewTable([{ a: 1 }, { b: "x" }, { a: null, b: undefined }, { a: NaN }]);
    assert.deepEqual(table?.rows, [
      [1, null],
      [null, "x"],
      [null, null],
      ["NaN", null],
    ]);
    assert.deepEqual(table.columns, [
      { name: "a", type: "number", distinct: 2, min: 1, max: 1, mean: 1 },
      { name: "b", type: "string", distinct: 1 },
    ]);
  });

  void it("shows dates, and counts equal ones once", () => {
    const table = previewTable([{ at: new Date(0) }, { at: new Date(0) }]);
    assert.deepEqual(table?.columns, [{ name: "at", type: "mixed", distinct: 1 }]);
    assert.deepEqual(table.rows[0], ["1970-01-01T00:00:00.000Z"]);
  });

  void it("has finite statistics for the largest numbers", () => {
    const [column] = previewTable([[1.7e308], [1.7e308], [-1.7e308]])?.columns ?? [];
    assert.ok(Number.isFinite(column?.mean));
    assert.equal(column?.histogram, undefined);
  });

  void it("takes statistics from 10,000 rows spread over all", () => {
    const table = previewTable(Array.from({ length: 100_000 }, (_, i) => ({ i, constant: 5 })));
    assert.equal(table?.totalRows, 100_000);
    const [column, constant] = table.columns;
    assert.deepEqual([column?.distinct, column?.min, column?.max, column?.mean], [10_000, 0, 99_990, 49_995]);
    assert.deepEqual(column?.histogram, new Array<number>(10).fill(1000));
    assert.equal(constant?.histogram, undefined);
  });

  void it("is cut to columns and rows that fit", () => {
    const row = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`${"long name ".repeat(20)}${String(i)}`, "ä".repeat(500)]));
    const table = previewTable(new Array<object>(100).fill(row));
    assert.ok(table !== undefined && table.columns.length > 3 && table.rows.length > 0);
    assert.equal(table.rows[0]?.length, table.columns.length);
    assert.ok(Buffer.byteLength(JSON.stringify(table)) <= previewBytes);
  });

  const others: Readonly<Record<string, readonly unknown[]>> = {
    "an empty list": [],
    "a list of numbers": [1, 2],
    "a list of empty objects": [{}, {}],
    "rows of different lengths": [[1], [1, 2]],
    "records with something inside": [{ a: 1 }, { a: [1] }],
    "rows with something inside": [[{}]],
    "a mixture of both": [{ a: 1 }, [1]],
    "a list of dates": [new Date(0)],
  };
  for (const [name, list] of Object.entries(others)) {
    void it(`is not ${name}`, () => {
      assert.equal(previewTable(list), undefined);
    });
  }
});

void describe("facts of a value", () => {
  const facts = [
    [[1, 2, 3], { items: 3 }],
    [[], { items: 0 }],
    [
      [
        [1, 2, 3],
        [4, 5, 6],
      ],
      { items: 2, shape: [2, 3] },
    ],
    [[[1], [1, 2]], { items: 2 }],
    [[{ a: 1, b: 2 }], { items: 1, keys: ["a", "b"] }],
    [{ model: 1 }, { keys: ["model"] }],
    [new Map([[1, 2]]), { items: 1 }],
    [new Set(), { items: 0 }],
    [new Float32Array(6), { items: 6, shape: [6], dtype: "float32" }],
    [new Date(0), {}],
    ["text", {}],
    [null, {}],
  ] as const;
  for (const [value, expected] of facts) {
    void it(`are ${JSON.stringify(expected)} for ${JSON.stringify(value)}`, () => {
      assert.deepEqual(metadataOf(value), expected);
    });
  }

  void it("list no more than 50 keys", () => {
    const value = Object.fromEntries(Array.from({ length: 100 }, (_, i) => [`${"k".repeat(500)}${String(i)}`, i]));
    assert.ok(JSON.stringify(metadataOf(value)).length < 50 * 90);
  });
});
