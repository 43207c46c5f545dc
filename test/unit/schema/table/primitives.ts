import type { Section } from "./row.ts";

export const primitives: Section = {
  title: "Primitives",
  says: "`NaN` and the infinities are numbers, as they are to TypeScript. `any` and `unknown` accept everything.",
  rows: [
    { type: "string", accepts: [`"a"`, `""`], rejects: { "1": "expected string, got number 1", null: "expected string, got null" } },
    {
      type: "number",
      accepts: ["1", "-0", "NaN", "Infinity", "1.5e300"],
      rejects: { '"1"': 'expected number, got string "1"', "1n": "expected number, got bigint 1n" },
    },
    {
      type: "boolean",
      accepts: ["true", "false"],
      rejects: { '"true"': 'expected boolean, got string "true"', "1": "expected boolean, got number 1" },
    },
    { type: "bigint", accepts: ["1n", "-5n"], rejects: { "1": "expected bigint, got number 1" } },
    { type: "symbol", accepts: ["Symbol()"], rejects: { '"a"': 'expected symbol, got string "a"' } },
    { type: "null", accepts: ["null"], rejects: { undefined: "expected null, got undefined", "0": "expected null, got number 0" } },
    { type: "undefined", accepts: ["undefined"], rejects: { null: "expected undefined, got null" } },
    { type: "void", accepts: ["undefined"], rejects: { "1": "expected undefined, got number 1" } },
    { type: "unknown", accepts: ["1", "null", "undefined", "() => 1"], rejects: {} },
    { type: "any", accepts: ["1", "null", "undefined", "{ a: [] }"], rejects: {} },
    { type: "never", accepts: [], rejects: { "1": "expected never, got number 1", undefined: "expected never, got undefined" } },
    {
      type: "object",
      accepts: ["{}", "[]", "new Date()", "() => 1"],
      rejects: { '"a"': 'expected object, got string "a"', null: "expected object, got null" },
    },
    {
      type: "{}",
      accepts: ["1", `"a"`, "{ a: 1 }", "[]"],
      rejects: { null: "expected a value, got null", undefined: "expected a value, got undefined" },
    },
    { type: "Object", accepts: ["1", "{}"], rejects: { null: "expected Object, got null" } },
    { type: "Number", accepts: ["1"], rejects: { '"1"': 'expected Number, got string "1"' } },
  ],
};
