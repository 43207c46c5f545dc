import type { Section } from "./row.ts";

export const objects: Section = {
  title: "Objects and records",
  says: "Properties that the type does not name are allowed, as the compiler allows them wherever an object is not written down on the spot. A property that may be `undefined` but is not optional must be there.",
  rows: [
    {
      type: "{ a: number; b: string }",
      accepts: [`{ a: 1, b: "x" }`, `{ ...{ a: 1, b: "x", c: true } }`],
      rejects: {
        "{ a: 1 }": "b: expected string, got nothing",
        '{ a: "1", b: 2 }': 'a: expected number, got string "1"\nb: expected string, got number 2',
        "[]": "expected object, got array",
        null: "expected object, got null",
        "{ a: undefined, b: undefined }": "a: expected number, got undefined\nb: expected string, got undefined",
      },
    },
    {
      type: "Dataset",
      given: "interface Dataset { features: number[][]; labels: number[] }",
      accepts: ["{ features: [[1, 2]], labels: [0] }"],
      rejects: {
        '{ features: [[1], [2], [3], [4, "x"]], labels: [] }': 'features[3][1]: expected number, got string "x"',
        "[1]": "expected Dataset, got array",
        "{ features: [] }": "labels: expected number[], got nothing",
      },
    },
    { type: "{ a?: number }", accepts: ["{}", "{ a: 1 }", "{ a: undefined }"], rejects: { "{ a: null }": "a: expected number, got null" } },
    {
      type: "{ a: number | undefined }",
      accepts: ["{ a: 1 }", "{ a: undefined }"],
      rejects: { "{}": "a: expected number | undefined, got nothing", '{ a: "x" }': 'a: expected number, got string "x"' },
    },
    { type: "{ a: unknown }", accepts: ["{ a: undefined }", "{ a: 1 }"], rejects: { "{}": "a: expected unknown, got nothing" } },
    { type: "{ a?: unknown }", accepts: ["{}", "{ a: 1 }"], rejects: { "5": "expected object, got number 5" } },
    { type: "{ a: null }", accepts: ["{ a: null }"], rejects: { "{ a: undefined }": "a: expected null, got undefined" } },
    {
      type: "{ readonly a: { b: { c: number } } }",
      accepts: ["{ a: { b: { c: 1 } } }"],
      rejects: { "{ a: { b: { c: null } } }": "a.b.c: expected number, got null" },
    },
    {
      type: `{ "first name": string }`,
      accepts: [`{ "first name": "a" }`],
      rejects: { '{ "first name": 1 }': '["first name"]: expected string, got number 1' },
    },
    {
      type: "{ length: number }",
      accepts: ["{ length: 1 }", "[]", `"abc"`],
      rejects: { "5": "expected object | string | array, got number 5" },
    },
    {
      type: "Record<string, number>",
      accepts: ["{}", "{ a: 1 }"],
      rejects: { '{ a: 1, b: "x" }': 'b: expected number, got string "x"', "{ a: undefined }": "a: expected number, got undefined" },
    },
    {
      type: `Record<"a" | "b", boolean>`,
      accepts: ["{ a: true, b: false }"],
      rejects: { "{ a: true }": "b: expected boolean, got nothing" },
    },
    {
      type: "Record<string, unknown>",
      accepts: ["{ a: 1 }", "Object.create(null)"],
      rejects: {
        "5": "expected Record<string, unknown>, got number 5",
        "new Map()": "expected Record<string, unknown>, got Map",
        "new Float64Array(2)": "expected Record<string, unknown>, got Float64Array",
        "[1]": "expected Record<string, unknown>, got array",
      },
    },
    {
      type: "Record<string, any>",
      accepts: ["{ a: 1 }", "new Map()"],
      rejects: { "5": "expected Record<string, any>, got number 5" },
      unchecked: ["[key]: whatever is of type any"],
    },
    {
      type: "Partial<Record<string, number>>",
      accepts: ["{ a: undefined, b: 1 }"],
      rejects: { '{ a: "x" }': 'a: expected number | undefined, got string "x"' },
    },
    { type: "{ [id: number]: string }", accepts: [`{ 1: "a" }`, "{}"], rejects: { "{ 1: 5 }": '["1"]: expected string, got number 5' } },
    {
      type: "{ [key: `x-${string}`]: number }",
      accepts: [`{ "x-a": 1 }`, `{ ...{ other: "y" } }`],
      rejects: { '{ "x-a": "1" }': '["x-a"]: expected number, got string "1"' },
    },
    {
      type: "{ id: string; [key: string]: string | number }",
      accepts: [`{ id: "a", n: 1 }`],
      rejects: {
        "{ id: 1 }": "id: expected string, got number 1",
        '{ id: "a", b: true }': "b: expected string | number, got boolean true",
      },
    },
    {
      type: "{ a?: number; b?: string }[]",
      accepts: ["[{}, { a: 1 }]"],
      rejects: { "[{ a: 1 }, { b: 2 }]": "[1].b: expected string, got number 2" },
    },
    {
      type: "Base & { extra: string }",
      given: "interface Base { id: number }",
      accepts: [`{ id: 1, extra: "x" }`],
      rejects: { "{ id: 1 }": "extra: expected string, got nothing" },
    },
    {
      type: "Derived",
      given: "interface Base { id: number } interface Derived extends Base { name: string }",
      accepts: [`{ id: 1, name: "a" }`],
      rejects: { '{ name: "a" }': "id: expected number, got nothing" },
    },
    {
      type: "{ constructor: number }",
      accepts: ["{ constructor: 1 }"],
      rejects: { '{ constructor: "a" }': 'constructor: expected number, got string "a"' },
    },
  ],
};
