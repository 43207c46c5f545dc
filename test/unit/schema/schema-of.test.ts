import assert from "node:assert/strict";
import { test } from "node:test";
import ts from "../../../src/runner/analysis/typescript.ts";
import { createValidator } from "../../../src/runner/validate/validator.ts";
import { findingsText } from "../../../src/runner/validate/violation.ts";
import { analyse } from "./program.ts";

/** The schema of one type. */
const schemaOf = (type: string, given = "", options: ts.CompilerOptions = {}) => {
  const [only] = analyse([{ type, given, accepts: [], rejects: {} }], options);
  return only ?? assert.fail();
};

const said = async (analysed: ReturnType<typeof schemaOf>, value: unknown): Promise<string> =>
  findingsText(await createValidator(analysed.schema).check(value));

test("a named type stands once, under its name", () => {
  const given = "interface Point { x: number; y: number } interface Line { from: Point; to: Point }";
  assert.deepEqual(schemaOf("Line", given).schema, {
    $ref: "#/$defs/Line",
    $defs: {
      Line: {
        title: "Line",
        type: "object",
        properties: { from: { $ref: "#/$defs/Point" }, to: { $ref: "#/$defs/Point" } },
        required: ["from", "to"],
      },
      Point: { title: "Point", type: "object", properties: { x: { type: "number" }, y: { type: "number" } }, required: ["x", "y"] },
    },
  });
});

test("two types of one name are told apart", () => {
  const given = "namespace a { export interface P { x: 1 } } namespace b { export interface P { y: 2 } }";
  assert.deepEqual(Object.keys(schemaOf("[a.P, b.P]", given).schema.$defs ?? {}), ["P", "P_2"]);
});

test("plain data has a plain schema", () => {
  assert.deepEqual(schemaOf("{ rows: (number | null)[]; mode?: 'a' | 'b' }").schema, {
    type: "object",
    properties: { rows: { type: "array", items: { type: ["number", "null"] } }, mode: { enum: ["a", "b"] } },
    required: ["rows"],
  });
});

test("a type that unfolds for ever and to all sides comes to an end", () => {
  const { schema, unchecked } = schemaOf("Wide<number>", "type Wide<T> = { a?: Wide<T[]>; b?: Wide<[T]>; c: T };");
  assert.ok(Object.keys(schema.$defs ?? {}).length <= 2000);
  assert.deepEqual(unchecked, ["value: what is nested too deep"]);
});

test("what is beyond the limit is accepted", async () => {
  const deep = schemaOf("Deep<number>", "type Deep<T> = { value: T; next?: Deep<T[]> };");
  let value: unknown = { value: "wrong" };
  for (let depth = 0; depth < 30; depth++) value = { value: [], next: value };
  assert.equal(await said(deep, { value: 1, next: value }), "");
});

test("without strictNullChecks every type has null and undefined in it", async () => {
  const loose = schemaOf("{ a: number; b: string[] }", "", { strict: false });
  assert.equal(await said(loose, { a: null, b: [undefined] }), "");
  assert.equal(await said(loose, {}), "");
  assert.equal(await said(loose, { a: "x" }), 'a: expected number | null, got string "x"');
});

test("under exactOptionalPropertyTypes an optional property may be missing, but not undefined", async () => {
  const exact = schemaOf("{ a?: number; b?: number | undefined }", "", { exactOptionalPropertyTypes: true });
  assert.equal(await said(exact, { b: undefined }), "");
  assert.equal(await said(exact, { a: undefined }), "a: expected number, got undefined");
});

test("a type parameter counts as its constraint", async () => {
  const given = "const wrap = <T extends { id: number }>(value: T) => { const inner = { value }; return inner; };";
  const generic = schemaOf("Parameters<typeof wrap>[0]", given);
  assert.equal(await said(generic, { id: "x" }), 'id: expected number, got string "x"');
});

test("symbols of the usual brands are no properties", async () => {
  const branded = schemaOf("{ id: Id }", "declare const tag: unique symbol; type Id = { n: number } & { readonly [tag]: 'Id' };");
  assert.equal(await said(branded, { id: { n: 1 } }), "");
});

test("of many things that cannot be checked only some are named", () => {
  const methods = Array.from({ length: 12 }, (_, index) => `m${String(index)}(): void;`).join(" ");
  const { unchecked } = schemaOf("{ " + methods + " }");
  assert.equal(unchecked.length, 11);
  assert.equal(unchecked.at(-1), "2 more");
});
