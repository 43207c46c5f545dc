import assert from "node:assert/strict";
import { suite, test } from "node:test";
import { runInNewContext } from "node:vm";
import type { JsonSchema } from "../../../src/runner/model/json-schema.ts";
import { createValidator } from "../../../src/runner/validate/validator.ts";
import { findingsText, violationText } from "../../../src/runner/validate/violation.ts";

const number: JsonSchema = { type: "number" };

const said = async (schema: JsonSchema, value: unknown, name?: string): Promise<string> =>
  findingsText(await createValidator(schema).check(value, name));

class Model {
  size = 1;
}
class Large extends Model {}
const Anonymous = (() =>
  class {
    size = 1;
  })();

suite("paths", () => {
  const place: JsonSchema = {
    type: "object",
    properties: { a: number, "b c": number },
    additionalProperties: { type: "array", items: number },
  };

  test("start with the name that they are given", async () => {
    assert.equal(await said({ type: "array", items: place }, [{ a: "x" }], "data"), 'data[0].a: expected number, got string "x"');
    assert.equal(await said(number, "x", "epochs"), 'epochs: expected number, got string "x"');
  });

  test("quote keys that are no identifiers", async () => {
    assert.equal(
      await said(place, { "b c": "x", "d-e": [null] }),
      '["b c"]: expected number, got string "x"\n["d-e"][0]: expected number, got null',
    );
    assert.equal(await said(place, { "b c": "x" }, "row"), 'row["b c"]: expected number, got string "x"');
  });

  test("lead into maps and sets", async () => {
    const map: JsonSchema = { "x-map": { keys: { type: ["string", "number"] }, values: number } };
    assert.equal(
      await said(
        map,
        new Map<unknown, unknown>([
          ["a", "x"],
          [5, "y"],
        ]),
        "m",
      ),
      'm.get("a"): expected number, got string "x"\n[...m.values()][1]: expected number, got string "y"',
    );
    assert.equal(await said(map, new Map([[true, 1]]), "m"), "[...m.keys()][0]: expected string | number, got boolean true");
    assert.equal(await said({ "x-set": number }, new Set([1, "x"]), "s"), '[...s][1]: expected number, got string "x"');
  });
});

suite("what is said", () => {
  test("five violations and the number of the others", async () => {
    const lines = (
      await said(
        { type: "array", items: number },
        Array.from({ length: 9 }, () => "x"),
      )
    ).split("\n");
    assert.equal(lines.length, 6);
    assert.equal(lines[4], '[4]: expected number, got string "x"');
    assert.equal(lines[5], "and 4 more");
  });

  test("long texts are cut", async () => {
    const { violations } = await createValidator(number).check("x".repeat(100));
    assert.deepEqual(violations.map(violationText), [`expected number, got string "${"x".repeat(40)}…"`]);
  });

  test("what a value is", async () => {
    const values = [-0, NaN, 1n, Symbol(), () => 1, [], {}, Object.create(null), new Model(), new Map(), new Anonymous()];
    const got = await Promise.all(values.map(async (value) => (await createValidator({ not: {} }).check(value)).violations[0]?.got));
    assert.deepEqual(got, [
      "number -0",
      "number NaN",
      "bigint 1n",
      "symbol",
      "function",
      "array",
      "object",
      "object",
      "Model",
      "Map",
      "object",
    ]);
  });
});

suite("classes", () => {
  const Other = {
    Model: class Model {
      size = 1;
    },
  };
  const wanted: JsonSchema = { "x-instanceof": { name: "Model", origin: { kind: "local", name: "Model", identity: "a.ts#Model" } } };

  test("are told by their name where they are not loaded", async () => {
    const { check } = createValidator(wanted, { resolveClass: () => undefined });
    assert.equal((await check(new Model())).total, 0);
    assert.equal((await check(new Large())).total, 0);
    assert.equal((await check({})).total, 1);
  });

  test("are themselves asked where they are", async () => {
    const { check } = createValidator(wanted, { resolveClass: ({ name }) => (name === "Model" ? Model : undefined) });
    assert.equal((await check(new Model())).total, 0);
    assert.equal((await check(new Other.Model())).total, 1);
  });

  test("built-in ones may come from another realm", async () => {
    const { check } = createValidator({ "x-instanceof": { name: "Date", builtIn: true } });
    assert.equal((await check(runInNewContext("new Date()"))).total, 0);
  });
});

suite("large data", () => {
  const rows: JsonSchema = {
    type: "array",
    items: { $ref: "#/$defs/Row" },
    $defs: {
      Row: { title: "Row", type: "object", properties: { id: number, name: { type: ["string", "null"] } }, required: ["id", "name"] },
    },
  };
  const data = Array.from({ length: 60_000 }, (_, id) => ({ id, name: id % 2 === 0 ? "a" : null }));

  test("is accepted by compiled code", async () => {
    assert.equal((await createValidator(rows).check(data)).total, 0);
  });

  test("is refused at the very end, and by the same words", async () => {
    assert.equal(await said(rows, [...data, { id: 1, name: 2 }], "rows"), "rows[60000].name: expected string | null, got number 2");
  });

  test("is tried in one branch of a union after the other", async () => {
    const either: JsonSchema = { anyOf: [rows, { type: "array", items: number }], $defs: rows.$defs ?? {} };
    assert.equal((await createValidator(either).check(data)).total, 0);
    assert.equal((await createValidator(either).check(data.map(({ id }) => id))).total, 0);
    assert.equal((await createValidator(either).check([...data, 5])).total, 1);
  });
});

suite("deep and circular data", () => {
  const list: JsonSchema = {
    $ref: "#/$defs/Node",
    $defs: {
      Node: {
        title: "Node",
        type: "object",
        properties: { value: number, next: { anyOf: [{ $ref: "#/$defs/Node" }, { type: "null" }] } },
        required: ["value", "next"],
      },
    },
  };
  interface Node {
    value: unknown;
    next: Node | null;
  }
  const chain = (length: number, last: unknown): Node => {
    let node: Node = { value: last, next: null };
    for (let count = 1; count < length; count++) node = { value: count, next: node };
    return node;
  };

  test("a list of 200,000 nodes is no deeper than one of two", async () => {
    assert.equal((await createValidator(list).check(chain(200_000, 1))).total, 0);
    const { violations } = await createValidator(list).check(chain(200_000, "x"));
    assert.equal(violations[0]?.got, 'string "x"');
  });

  test("a ring is gone round once", async () => {
    const ring = chain(3, 1);
    ring.next = ring;
    assert.equal((await createValidator(list).check(ring)).total, 0);
    ring.value = "x";
    assert.equal(await said(list, ring), 'value: expected number, got string "x"');
  });
});

test("a value that throws when it is read is a wrong value", async () => {
  const shape: JsonSchema = { type: "object", properties: { a: number }, required: ["a"] };
  const nasty = Object.defineProperty({}, "a", { enumerable: true, get: () => assert.fail("not today") });
  assert.equal(await said(shape, nasty, "row"), "row: reading it threw AssertionError: not today, got object");
});
