import type { JsonSchema } from "../model/json-schema.ts";
import { expectedText } from "./expected.ts";
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

/** What is wrong with a value itself, what is inside it aside: its kind, its length, keys that are missing. */
export const ownViolations = (rules: Rules, schema: JsonSchema, value: unknown, place: Place | undefined): Found[] => {
  if (!fitsSurface(rules, schema, value)) return [{ place, expected: expectedText(schema, rules.resolve), got: gotText(value) }];
  if (Array.isArray(value)) return wrongLength(schema, value.length, place);
  return isObject(value) ? wrongKeys(rules, schema, value, place) : [];
};

const wrongLength = ({ minItems = 0, prefixItems = [], items }: JsonSchema, length: number, place: Place | undefined): Found[] => {
  const maxItems = items === false ? prefixItems.length : Infinity;
  if (length >= minItems && length <= maxItems) return [];
  const elements = (count: number): string => `${count} ${count === 1 ? "element" : "elements"}`;
  const range = minItems === maxItems ? elements(minItems) : maxItems === Infinity ? `at least ${elements(minItems)}` : `${minItems} to ${elements(maxItems)}`;
  return [{ place, expected: range, got: String(length) }];
};

const wrongKeys = ({ resolve }: Rules, schema: JsonSchema, value: Readonly<Record<string, unknown>>, within: Place | undefined): Found[] => {
  const { required = [], "x-present": present = [], "x-defined": defined = [], properties = {} } = schema;
  const found = (key: string, otherwise: string): Found => ({
    place: { within, as: "property", key },
    expected: otherwise + expectedText(Object.hasOwn(properties, key) ? (properties[key] ?? {}) : {}, resolve),
    got: key in value ? "undefined" : "nothing",
  });
  return [
    ...required.filter((key) => value[key] === undefined).map((key) => found(key, "")),
    ...present.filter((key) => !(key in value)).map((key) => found(key, "undefined | ")),
    ...defined.filter((key) => key in value && value[key] === undefined).map((key) => found(key, "")),
  ];
};
