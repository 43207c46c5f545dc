import type { Section } from "./row.ts";

export const unchecked: Section = {
  title: "What cannot be checked",
  says: "Shown as unchecked. Of a function only that it is one is known, of a symbol not which one, of a type parameter without an argument only its constraint. `any` within a type accepts everything, as does `unknown`, which somebody chose. Properties under symbols, and further properties of an array, are not looked at.",
  rows: [
    {
      type: "() => number",
      accepts: ["() => 1"],
      rejects: { "1": "expected function, got number 1" },
      unchecked: ["value: what a function takes and returns"],
    },
    { type: "Function", accepts: ["() => 1"], rejects: { "{}": "expected Function, got object" } },
    {
      type: "{ onDone: (x: number) => void }",
      accepts: ["{ onDone: () => {} }"],
      rejects: { "{ onDone: 1 }": "onDone: expected function, got number 1" },
      unchecked: ["onDone: what a function takes and returns"],
    },
    {
      type: "{ onDone?(): void }[]",
      accepts: ["[{}]"],
      rejects: { '[{ onDone: "x" }]': '[0].onDone: expected function, got string "x"' },
      unchecked: ["[].onDone: what a function takes and returns"],
    },
    {
      type: "{ id: number; rest: any; rows: Map<string, any[]> }",
      accepts: ["{ id: 1, rest: () => 1, rows: new Map([['a', [1, null]]]) }"],
      rejects: { '{ id: "x", rest: 1, rows: new Map() }': 'id: expected number, got string "x"' },
      unchecked: ["rest: whatever is of type any", "rows.get()[]: whatever is of type any"],
    },
    {
      type: "{ id: number; rest: unknown }",
      accepts: ["{ id: 1, rest: undefined }"],
      rejects: { "{ rest: 1 }": "id: expected number, got nothing" },
    },
    {
      type: "typeof mark",
      given: "const mark: unique symbol = Symbol();",
      accepts: ["mark"],
      rejects: { '"mark"': 'expected symbol, got string "mark"' },
      unchecked: ["value: which symbol it is"],
    },
    {
      type: "Iterable<number>",
      accepts: ["[1]", "new Set([1])"],
      rejects: { null: "expected Iterable<number>, got null" },
      unchecked: ["value: properties under symbols"],
    },
    {
      type: "{ a: number; [Symbol.toStringTag]: string }",
      accepts: [`{ a: 1, [Symbol.toStringTag]: "x" }`],
      rejects: { '{ a: "x", [Symbol.toStringTag]: "x" }': 'a: expected number, got string "x"' },
      unchecked: ["value: properties under symbols"],
    },
    {
      type: "RegExpExecArray",
      accepts: [`/a/.exec("a")!`],
      rejects: { "[1]": "[0]: expected string, got number 1" },
      unchecked: ["value: properties of an array"],
    },
  ],
};
