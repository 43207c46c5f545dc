import assert from "node:assert/strict";
import { test } from "node:test";
import type { JsonSchema } from "../../../src/runner/model/json-schema.ts";
import { coerceText } from "../../../src/runner/validate/coerce-text.ts";
import { violationText } from "../../../src/runner/validate/violation.ts";

/** The value as JSON, or what is wrong. */
const coerced = (schema: JsonSchema, text: string): string => {
  const result = coerceText(schema, text);
  return result.ok ? JSON.stringify(result.value) : violationText(result.error);
};

const point: JsonSchema = { title: "Point", type: "object", properties: { x: { type: "number" } }, required: ["x"] };

const cases: readonly [type: string, schema: JsonSchema, results: Readonly<Record<string, string>>][] = [
  ["string", { type: "string" }, { a: '"a"', "42": '"42"', null: '"null"', '"a"': '"\\"a\\""', "": '""', " a ": '" a "' }],
  [
    "number",
    { type: "number" },
    {
      "42": "42",
      "-1.5": "-1.5",
      "+5": "5",
      "0x10": "16",
      "1e3": "1000",
      "": 'expected number, got string ""',
      abc: 'expected number, got string "abc"',
      NaN: 'expected number, got string "NaN"',
    },
  ],
  [
    "boolean",
    { type: "boolean" },
    {
      true: "true",
      Yes: "true",
      on: "true",
      "1": "true",
      no: "false",
      OFF: "false",
      "0": "false",
      "2": 'expected boolean, got string "2"',
    },
  ],
  ["number | null", { type: ["number", "null"] }, { null: "null", "1": "1", none: 'expected number | null, got string "none"' }],
  ["string | number", { type: ["string", "number"] }, { "42": "42", "042": '"042"', a: '"a"' }],
  ["boolean | number", { type: ["boolean", "number"] }, { "1": "1", yes: "true", true: "true" }],
  ["string | boolean", { type: ["string", "boolean"] }, { true: "true", yes: '"yes"' }],
  ['"fast" | "slow"', { enum: ["fast", "slow"] }, { fast: '"fast"', medium: 'expected "fast" | "slow", got string "medium"' }],
  ['"1" | number', { anyOf: [{ enum: ["1"] }, { type: "number" }] }, { "1": '"1"', "2": "2" }],
  ["1 | 2", { enum: [1, 2] }, { "1": "1", "3": 'expected 1 | 2, got string "3"' }],
  [
    "`v${number}`",
    { title: "`v${number}`", type: "string", pattern: "^v\\d+$" },
    { v1: '"v1"', x: 'expected `v${number}`, got string "x"' },
  ],
  [
    "number[]",
    { type: "array", items: { type: "number" } },
    { "[1, 2]": "[1,2]", '[1, "x"]': '[1,"x"]', "1, 2": 'expected number[], got string "1, 2"' },
  ],
  ["Point", point, { '{"x": 1}': '{"x":1}', '{"y": 1}': '{"y":1}', "[1]": 'expected Point, got string "[1]"' }],
  [
    "Point | string",
    { anyOf: [{ $ref: "#/$defs/Point" }, { type: "string" }], $defs: { Point: point } },
    { '{"x": 1}': '{"x":1}', '{"y": 1}': '"{\\"y\\": 1}"' },
  ],
  ["unknown", {}, { "42": "42", abc: '"abc"', "[1]": "[1]" }],
  ["Date", { "x-instanceof": { name: "Date", builtIn: true } }, { "2026-01-01": 'expected Date, got string "2026-01-01"' }],
];

for (const [type, schema, results] of cases) {
  test(`text for ${type}`, () => {
    assert.deepEqual(Object.fromEntries(Object.keys(results).map((text) => [text, coerced(schema, text)])), results);
  });
}
