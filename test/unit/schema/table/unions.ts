import type { Section } from "./row.ts";

const shapes = `interface Circle { kind: "circle"; radius: number }
interface Square { kind: "square"; side: number }`;

export const unions: Section = {
  title: "Unions",
  says: "The branch that a value is meant for is found by its kind, then by a property that has a literal in every branch; what is said is about that branch. Where several are left, the one that fits best is taken. Where none fits better than another, the place where all of them are wrong is named, else the whole union.",
  rows: [
    { type: "string | number", accepts: [`"a"`, "1"], rejects: { true: "expected string | number, got boolean true" } },
    { type: "number | null", accepts: ["1", "null"], rejects: { undefined: "expected number | null, got undefined" } },
    { type: "number | undefined", accepts: ["1", "undefined"], rejects: { null: "expected number | undefined, got null" } },
    { type: `"auto" | number`, accepts: [`"auto"`, "5"], rejects: { '"manual"': 'expected "auto" | number, got string "manual"' } },
    {
      type: "number | number[]",
      accepts: ["1", "[1]"],
      rejects: { '[1, "x"]': '[1]: expected number, got string "x"', '"x"': 'expected number[] | number, got string "x"' },
    },
    {
      type: "Circle | Square",
      given: shapes,
      accepts: [`{ kind: "circle", radius: 1 }`, `{ kind: "square", side: 2 }`],
      rejects: {
        '{ kind: "circle", side: 2 }': "radius: expected number, got nothing",
        '{ kind: "square", side: "2" }': 'side: expected number, got string "2"',
        '{ kind: "line", side: 2 }': 'kind: expected "circle" | "square", got string "line"',
        "{ radius: 1 }": 'kind: expected "circle" | "square", got nothing',
        "5": "expected Circle | Square, got number 5",
      },
    },
    {
      type: "(Circle | Square)[]",
      given: shapes,
      accepts: ["[]", `[{ kind: "circle", radius: 1 }, { kind: "square", side: 1 }]`],
      rejects: { '[{ kind: "circle", radius: 1 }, { kind: "square" }]': "[1].side: expected number, got nothing" },
    },
    {
      type: "{ ok: true; value: number } | { ok: false; error: string }",
      accepts: ["{ ok: true, value: 1 }", `{ ok: false, error: "e" }`],
      rejects: { "{ ok: false, value: 1 }": "error: expected string, got nothing" },
    },
    {
      type: "{ code: 200; body: string } | { code: 404 | 410 }",
      accepts: [`{ code: 200, body: "" }`, "{ code: 410 }"],
      rejects: { "{ code: 500 }": "code: expected 200 | 404 | 410, got number 500" },
    },
    {
      type: "{ a: number } | { b: string }",
      accepts: ["{ a: 1 }", `{ b: "x" }`, `{ a: 1, b: "x" }`],
      rejects: { '{ a: "x" }': 'a: expected number, got string "x"', "{ b: 1 }": "b: expected string, got number 1" },
    },
    {
      type: "Train | Test",
      given: "interface Train { rows: number; seed?: number } interface Test { rows: number; name?: string }",
      accepts: ["{ rows: 1 }"],
      rejects: {
        "{}": "rows: expected number, got nothing",
        "{ rows: null }": "rows: expected number, got null",
        "{ rows: 1, seed: '', name: 1 }": "expected Test | Train, got object",
      },
    },
    {
      type: "{ a: number } | { a: string }",
      accepts: ["{ a: 1 }", `{ a: "x" }`],
      rejects: { "{ a: true }": "a: expected number | string, got boolean true" },
    },
    { type: "number[] | string[]", accepts: ["[1]", `["a"]`, "[]"], rejects: { '[1, 2, "a"]': '[2]: expected number, got string "a"' } },
    { type: "Date | string", accepts: ["new Date(0)", `"today"`], rejects: { "5": "expected Date | string, got number 5" } },
    {
      type: "Map<string, number> | null",
      accepts: ["new Map()", "null"],
      rejects: { "{}": "expected Map<string, number> | null, got object" },
    },
    {
      type: "Outer",
      given: `type Inner = { kind: "x"; a: 1 } | { kind: "y"; b: 2 }; type Outer = { inner: Inner } | string;`,
      accepts: [`"s"`, `{ inner: { kind: "x", a: 1 } }`],
      rejects: { '{ inner: { kind: "y", b: 3 } }': "inner.b: expected 2, got number 3" },
    },
  ],
};
