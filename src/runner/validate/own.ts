import type { JsonSchema } from "../model/json-schema.ts";
import { expectedText, unionText } from "./expected.ts";
import { gotText } from "./got.ts";
import { isObject } from "./kinds.ts";
import type { Place } from "./place.ts";
import type { Rules } from "./rules.ts";
import { fitsSurface } from "./surface.ts";

/** A violation, with its place in the value that was asked about. */
export interface Found {
  readonly place: Place | undefined;
  readonly expected: string;
  readonly got: string;
}

/** What is wrong with a value as such: its kind, or its length. Then a look inside makes no sense. */
export const wrongAsSuch = (rules: Rules, schema: JsonSchema, value: unknown, place: Place | undefined): Found | undefined => {
  if (!fitsSurface(rules, schema, value)) return { place, expected: expectedText(schema, rules.resolve), got: gotText(value) };
  return Array.isArray(value) ? wrongLength(schema, value.length, place) : undefined;
};

const wrongLength = (
  { minItems = 0, prefixItems = [], items }: JsonSchema,
  length: number,
  place: Place | undefined,
): Found | undefined => {
  const maxItems = items === false ? prefixItems.length : Infinity;
  if (length >= minItems && length <= maxItems) return undefined;
  const elements = (count: number): string => `${count} ${count === 1 ? "element" : "elements"}`;
  const range =
    minItems === maxItems
      ? elements(minItems)
      : maxItems === Infinity
        ? `at least ${elements(minItems)}`
        : `${minItems} to ${elements(maxItems)}`;
  return { place, expected: range, got: String(length) };
};

/** Keys that are missing, or that are there without a value. */
export const wrongKeys = ({ resolve }: Rules, schema: JsonSchema, value: unknown, within: Place | undefined): Found[] => {
  if (!isObject(value)) return [];
  const { required, "x-present": present, "x-defined": defined, properties = {} } = schema;
  const found = (key: string, ...others: JsonSchema[]): Found => ({
    place: { within, as: "property", key },
    expected: Object.hasOwn(properties, key) ? unionText([properties[key] ?? {}, ...others], resolve) : "unknown",
    got: key in value ? "undefined" : "nothing",
  });
  const wrong: Found[] = [];
  for (const key of required ?? []) if (value[key] === undefined) wrong.push(found(key));
  for (const key of present ?? []) if (!(key in value)) wrong.push(found(key, { "x-type": "undefined" }));
  for (const key of defined ?? []) if (value[key] === undefined && key in value) wrong.push(found(key));
  return wrong;
};
