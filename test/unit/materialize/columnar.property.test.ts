import assert from "node:assert/strict";
import { describe, it } from "node:test";
import fc from "fast-check";
import { columnsOf } from "../../../src/runner/store/materialize/columnar/columns.ts";
import { readParquet, writeParquet } from "../../../src/runner/store/materialize/columnar/parquet.ts";

const cellKinds: readonly fc.Arbitrary<unknown>[] = [
  fc.string({ unit: "binary", maxLength: 12 }),
  fc.constantFrom("setosa", "virginica", ""),
  fc.double(),
  fc.constantFrom(0, -0, NaN, Infinity, -Infinity, 2 ** 31, -(2 ** 53) + 1, Number.MIN_VALUE),
  fc.integer(),
  fc.maxSafeInteger(),
  fc.boolean(),
  fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  fc.date({ noInvalidDate: true }),
  fc.constant(null),
];

const columnName = fc.oneof(fc.string({ unit: "binary", maxLength: 6 }), fc.constantFrom("a.b", "é", "toString", "3", "__proto__", ""));

/** Tables whose columns are of one kind each, with some `null` in between; sometimes the kinds are mixed up. */
const table = fc
  .array(fc.tuple(columnName, fc.constantFrom(...cellKinds), fc.boolean()), { minLength: 1, maxLength: 5 })
  .chain((columns) => {
    const model = Object.fromEntries(columns.map(([name, cell, isNullable]) => [name, isNullable ? fc.option(cell) : cell]));
    return fc.array(fc.record(model, { noNullPrototype: true }), { minLength: 1, maxLength: 60 });
  });

const mixedTable = fc.array(fc.dictionary(columnName, fc.oneof(...cellKinds), { maxKeys: 2, noNullPrototype: true }), {
  minLength: 1,
  maxLength: 5,
});

void describe("any table", () => {
  void it("comes back from its columns strictly equal, or has none", async () => {
    let made = 0;
    await fc.assert(
      fc.asyncProperty(fc.oneof({ weight: 5, arbitrary: table }, mixedTable), async (rows) => {
        const columns = columnsOf(rows);
        if (columns === undefined) return;
        made += 1;
        assert.deepStrictEqual(await readParquet(await writeParquet(columns)), rows);
      }),
      { numRuns: 500 },
    );
    // Most of them are tables: a property that holds because nothing was stored by column would show nothing.
    assert.ok(made > 100, String(made));
  });

  void it("gives the same bytes for a copy of itself", async () => {
    await fc.assert(
      fc.asyncProperty(table, async (rows) => {
        const [one, other] = [columnsOf(rows), columnsOf(structuredClone(rows))];
        if (one === undefined || other === undefined) return;
        assert.deepEqual(await writeParquet(one), await writeParquet(other));
      }),
    );
  });
});
