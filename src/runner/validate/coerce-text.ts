import type { Json } from "../model/json.ts";
import type { JsonSchema } from "../model/json-schema.ts";
import { err, ok, type Result } from "../model/result.ts";
import { expectedText } from "./expected.ts";
import { gotText } from "./got.ts";
import { rulesOf, type Rules } from "./rules.ts";
import { mayFit } from "./surface.ts";
import type { Violation } from "./violation.ts";
import { Walk } from "./walk.ts";

/**
 * The value that a text from the command line, a configuration file or a form stands for. Where a type allows several, the order is:
 *
 * 1. the text itself, where it is one of the type's literals (`"1" | number` and `1` → `"1"`)
 * 2. what it is as JSON: `42`, `null`, `true`, `[1, 2]`, `{"a": 1}` (`string | number` and `42` → 42)
 * 3. the text itself, where any text is allowed (`string | number` and `042` → `"042"`)
 * 4. a number as people write it (`+5`, `0x10`), then yes and no (`yes`, `on`, `1`, `no`, `off`, `0`, in any case)
 *
 * JSON of the right kind that is wrong inside is given back as it is: a validator then says what is wrong with it, and where.
 *
 * @example coerceText({ type: "number" }, "42") // 42
 */
export const coerceText = (schema: JsonSchema, text: string): Result<Json, Violation> => {
  const rules = rulesOf(schema);
  const fits = (value: unknown): boolean => {
    const walk = new Walk(rules, { schema, value, place: undefined });
    walk.run();
    return walk.total === 0;
  };
  const json = parsed(text);
  if (isLiteral(rules, schema, text)) return ok(text);
  for (const value of [...json, text, ...numbers(text), ...switches(text)]) if (fits(value)) return ok(value);
  for (const value of json) if (mayFit(rules, schema, value)) return ok(value);
  return err({ path: "", says: `expected ${expectedText(schema, rules.resolve)}`, got: gotText(text) });
};

/** True where a schema names this very text. */
const isLiteral = (rules: Rules, schema: JsonSchema, text: string): boolean => {
  const { enum: literals, anyOf: branches } = rules.resolve(schema);
  return literals?.includes(text) ?? branches?.some((branch) => isLiteral(rules, branch, text)) ?? false;
};

/** One value, or none where the text is not JSON. Quoted text is no other way to write text: the quotes belong to it. */
const parsed = (text: string): Json[] => {
  try {
    const value = JSON.parse(text) as Json;
    return typeof value === "string" ? [] : [value];
  } catch {
    return [];
  }
};

const numbers = (text: string): number[] => {
  const value = text.trim() === "" ? NaN : Number(text);
  return Number.isFinite(value) ? [value] : [];
};

const switches = (text: string): boolean[] => {
  if (/^\s*(?:true|yes|on|1)\s*$/i.test(text)) return [true];
  return /^\s*(?:false|no|off|0)\s*$/i.test(text) ? [false] : [];
};
