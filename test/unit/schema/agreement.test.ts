import assert from "node:assert/strict";
import { test } from "node:test";
import fc from "fast-check";
import type { JsonSchema } from "../../../src/runner/model/json-schema.ts";
import { compileCheck } from "../../../src/runner/validate/compiled.ts";
import { rulesOf } from "../../../src/runner/validate/rules.ts";
import { Walk } from "../../../src/runner/validate/walk.ts";

/**
 * Small values are walked and large ones asked by compiled code, so the two must never differ. Keys and literals come from few, so that
 * schemas and values meet often.
 */
const key = fc.constantFrom("a", "b", "kind");
const literal = fc.constantFrom("a", "b", 1, true, null);

const { schema } = fc.letrec<{ schema: JsonSchema }>((tie) => ({
  schema: fc.oneof(
    { depthSize: "small", withCrossShrink: true },
    fc.constantFrom<JsonSchema>(
      {},
      { not: {} },
      { type: "number" },
      { type: ["string", "null"] },
      { "x-type": "undefined" },
      { "x-type": "present" },
      { "x-type": "object" },
      { "x-bigint": "1" },
      { type: "string", pattern: "^a" },
      { "x-instanceof": { name: "Date", builtIn: true } },
    ),
    fc.uniqueArray(literal, { minLength: 1, maxLength: 3 }).map((values) => ({ enum: values })),
    tie("schema").map((items) => ({ type: "array" as const, items })),
    fc
      .array(tie("schema"), { minLength: 1, maxLength: 3 })
      .map((prefixItems) => ({ type: "array" as const, prefixItems, minItems: 1, items: false as const })),
    fc
      .tuple(tie("schema"), tie("schema"))
      .map(([rest, last]) => ({ type: "array" as const, minItems: 1, "x-rest": rest, "x-last": [last] })),
    fc
      .record({
        properties: fc.dictionary(key, tie("schema"), { noNullPrototype: true }),
        required: fc.uniqueArray(key),
        "x-present": fc.uniqueArray(key),
        "x-defined": fc.uniqueArray(key),
      })
      .map((object) => ({ type: "object" as const, ...object })),
    tie("schema").map((additionalProperties) => ({ type: "object" as const, additionalProperties, patternProperties: { "^k": {} } })),
    fc.array(tie("schema"), { minLength: 1, maxLength: 3 }).map((anyOf) => ({ anyOf })),
    fc.array(tie("schema"), { minLength: 1, maxLength: 2 }).map((allOf) => ({ allOf })),
    fc.record({ keys: tie("schema"), values: tie("schema") }).map((map) => ({ "x-map": map })),
    tie("schema").map((set) => ({ "x-set": set })),
  ),
}));

const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    literal,
    fc.constantFrom(undefined, 1n, NaN, -0, new Date(0)),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(key, tie("value"), { noNullPrototype: true }),
    fc.array(fc.tuple(tie("value"), tie("value")), { maxLength: 2 }).map((entries) => new Map(entries)),
    fc.array(tie("value"), { maxLength: 2 }).map((members) => new Set(members)),
  ),
}));

test("walking and compiled code never differ", () => {
  fc.assert(
    fc.property(schema, fc.array(value, { minLength: 1, maxLength: 10 }), (schema, values) => {
      const compiled = compileCheck(schema, undefined);
      const rules = rulesOf(schema);
      for (const value of values) {
        const walk = new Walk(rules, { schema, value, place: undefined });
        walk.run();
        assert.equal(walk.total === 0, compiled(value));
      }
    }),
    { numRuns: 150 },
  );
});
