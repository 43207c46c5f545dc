import type { Section } from "./row.ts";

export const recursive: Section = {
  title: "Recursive types",
  says: "However deep the value is, and also where it leads back to itself.",
  rows: [
    {
      type: "Tree",
      given: "interface Tree { value: number; children: Tree[] }",
      accepts: ["{ value: 1, children: [{ value: 2, children: [] }] }"],
      rejects: {
        '{ value: 1, children: [{ value: 2, children: [{ value: "x", children: [] }] }] }':
          'children[0].children[0].value: expected number, got string "x"',
      },
    },
    {
      type: "List",
      given: "type List = { head: number; tail: List } | null;",
      accepts: ["null", "{ head: 1, tail: { head: 2, tail: null } }"],
      rejects: { "{ head: 1, tail: { head: 2, tail: 3 } }": "tail.tail: expected List, got number 3" },
    },
    {
      type: "Json",
      given: "type Json = null | boolean | number | string | Json[] | { [key: string]: Json };",
      accepts: ["{ a: [1, { b: null }] }", "1"],
      rejects: { "{ a: [1, { b: undefined }] }": "a[1].b: expected Json, got undefined", "{ a: 1n }": "a: expected Json, got bigint 1n" },
    },
    {
      type: "Expression",
      given: `type Expression = { op: "number"; value: number } | { op: "add"; left: Expression; right: Expression };`,
      accepts: [`{ op: "add", left: { op: "number", value: 1 }, right: { op: "number", value: 2 } }`],
      rejects: {
        '{ op: "add", left: { op: "number", value: 1 }, right: { op: "mul" } }': 'right.op: expected "number" | "add", got string "mul"',
      },
    },
    {
      type: "Ring",
      given:
        "interface Ring { next: Ring; size: number } const ring = (size: unknown): any => { const one: any = { size }; one.next = { size: 1, next: one }; return one; };",
      accepts: ["ring(1) as Ring"],
      rejects: {},
    },
    {
      type: "A",
      given: "interface A { b?: B } interface B { a?: A; n: number }",
      accepts: ["{ b: { a: { b: { n: 1 } }, n: 2 } }"],
      rejects: { "{ b: { a: { b: {} }, n: 2 } }": "b.a.b.n: expected number, got nothing" },
    },
    {
      type: "Deep<number>",
      given: "type Deep<T> = { value: T; next?: Deep<T[]> };",
      accepts: ["{ value: 1, next: { value: [1] } }"],
      rejects: { "{ value: 1, next: { value: 1 } }": "next.value: expected number[], got number 1" },
      unchecked: ["value: what is nested too deep"],
    },
  ],
};
