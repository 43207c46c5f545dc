import type { Section } from "./row.ts";

export const literals: Section = {
  title: "Literals, enums and text",
  says: "A template literal type is checked by a regular expression. An enum accepts the values of its members, however they were made.",
  rows: [
    { type: `"a"`, accepts: [`"a"`], rejects: { '"b"': 'expected "a", got string "b"' } },
    { type: "1", accepts: ["1"], rejects: { "2": "expected 1, got number 2", '"1"': 'expected 1, got string "1"' } },
    { type: "0", accepts: ["0", "-0"], rejects: { "1": "expected 0, got number 1" } },
    { type: "true", accepts: ["true"], rejects: { false: "expected true, got boolean false" } },
    { type: "10n", accepts: ["10n"], rejects: { "11n": "expected 10n, got bigint 11n", "10": "expected 10n, got number 10" } },
    { type: "-3n", accepts: ["-3n"], rejects: { "3n": "expected -3n, got bigint 3n" } },
    { type: `"low" | "high"`, accepts: [`"low"`, `"high"`], rejects: { '"mid"': 'expected "high" | "low", got string "mid"' } },
    { type: "Level", given: "enum Level { Low, High }", accepts: ["Level.Low", "1"], rejects: { "7": "expected Level, got number 7" } },
    {
      type: "Level",
      given: `enum Level { Low = "low", High = "high" }`,
      accepts: ["Level.High"],
      rejects: { '"mid"': 'expected Level, got string "mid"' },
    },
    {
      type: "Level",
      given: "const enum Level { Low = 10, High = 20 }",
      accepts: ["Level.Low", "20"],
      rejects: { "15": "expected Level, got number 15" },
    },
    { type: "Level.Low", given: "enum Level { Low, High }", accepts: ["Level.Low"], rejects: { "Level.High": "expected 0, got number 1" } },
    {
      type: "Mixed",
      given: `enum Mixed { No, Yes = "yes" }`,
      accepts: ["Mixed.No", "Mixed.Yes"],
      rejects: { "5": "expected Mixed, got number 5" },
    },
    {
      type: "Level",
      given: "const Level = { low: 1, high: 2 } as const; type Level = (typeof Level)[keyof typeof Level];",
      accepts: ["Level.high", "1"],
      rejects: { "3": "expected Level, got number 3" },
    },
    {
      type: "`v${number}`",
      accepts: [`"v1"`, `"v1.5"`, `"v1e3"`],
      rejects: { '"v"': 'expected `v${number}`, got string "v"', '"vx"': 'expected `v${number}`, got string "vx"' },
    },
    { type: "`${string}.csv`", accepts: [`"a.csv"`, `".csv"`], rejects: { '"a.json"': 'expected `${string}.csv`, got string "a.json"' } },
    {
      type: '`${"a" | "b"}-${1 | 2}`',
      accepts: [`"a-1"`, `"b-2"`],
      rejects: { '"c-1"': 'expected "a-1" | "a-2" | "b-1" | "b-2", got string "c-1"' },
    },
    { type: "`id:${bigint}`", accepts: [`"id:12"`, `"id:-1"`], rejects: { '"id:1.5"': 'expected `id:${bigint}`, got string "id:1.5"' } },
    { type: "Uppercase<string>", accepts: [`"ABC 1"`, `""`], rejects: { '"Abc"': 'expected Uppercase<string>, got string "Abc"' } },
    { type: "Capitalize<string>", accepts: [`"Abc"`, `"1a"`], rejects: { '"abc"': 'expected Capitalize<string>, got string "abc"' } },
    { type: "`${Lowercase<string>}!`", accepts: [`"hey!"`], rejects: { '"Hey!"': 'expected `${Lowercase<string>}!`, got string "Hey!"' } },
  ],
};
