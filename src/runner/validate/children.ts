import { types } from "node:util";
import type { JsonSchema } from "../model/json-schema.ts";
import { isJsonType, isObject } from "./kinds.ts";
import type { Place } from "./place.ts";
import type { Rules } from "./rules.ts";
import { sampledIndex, sampling } from "./sampling.ts";

/** A value inside another one, and the schema that it must fit. */
export interface Child {
  readonly schema: JsonSchema;
  readonly value: unknown;
  readonly place: Place | undefined;
}

/**
 * What stands inside a value, as far as a schema says something of it. What is seen at a glance to fit, such as a number in a list of
 * numbers, is left out: most of what is in large data is of that kind.
 */
export function* childrenOf(rules: Rules, schema: JsonSchema, value: unknown, place: Place | undefined): Generator<Child> {
  if (Array.isArray(value)) yield* elements(rules, schema, value, place);
  else if (isObject(value)) yield* properties(rules, schema, value, place);
  if (types.isMap(value) && schema["x-map"] !== undefined) yield* entries(rules, schema["x-map"], value, place);
  if (types.isSet(value) && schema["x-set"] !== undefined) yield* members(rules, schema["x-set"], value, place);
}

function* elements(rules: Rules, schema: JsonSchema, value: readonly unknown[], within: Place | undefined): Generator<Child> {
  const { prefixItems = [], items, "x-rest": rest, "x-last": last = [] } = schema;
  const between = rest ?? (items === false ? undefined : items);
  const end = value.length - last.length;
  // Nothing is said of what stands after the prefix of an open list.
  const length = between === undefined && last.length === 0 ? Math.min(prefixItems.length, value.length) : value.length;
  const sampled = rules.sampled && length > sampling.above;
  const count = sampled ? sampling.size : length;
  for (let position = 0; position < count; position++) {
    const index = sampled ? sampledIndex(position, length) : position;
    const found = index < prefixItems.length ? prefixItems[index] : index < end ? between : last[index - end];
    const element = value[index];
    if (found !== undefined && !fitsPlainly(found, element))
      yield { schema: found, value: element, place: { within, as: "element", key: index } };
  }
}

function* properties(
  rules: Rules,
  schema: JsonSchema,
  value: Readonly<Record<string, unknown>>,
  within: Place | undefined,
): Generator<Child> {
  const { properties: known = {}, patternProperties: patterns, additionalProperties: others } = schema;
  for (const [key, found] of Object.entries(known)) {
    const property = value[key];
    if (property !== undefined && !fitsPlainly(found, property))
      yield { schema: found, value: property, place: { within, as: "property", key } };
  }
  if (patterns === undefined && others === undefined) return;
  // Inherited keys as well, for an object may have any prototype.
  let left = rules.sampled && Object.keys(value).length > sampling.above ? sampling.size : Infinity;
  for (const key in value) {
    if (left-- <= 0) return;
    const place: Place = { within, as: "property", key };
    const matching = Object.entries(patterns ?? {}).filter(([pattern]) => rules.matches(key, pattern));
    for (const [, found] of matching) yield { schema: found, value: value[key], place };
    if (others !== undefined && matching.length === 0 && !Object.hasOwn(known, key)) yield { schema: others, value: value[key], place };
  }
}

function* entries(
  rules: Rules,
  schema: NonNullable<JsonSchema["x-map"]>,
  value: ReadonlyMap<unknown, unknown>,
  within: Place | undefined,
): Generator<Child> {
  let index = 0;
  for (const [key, item] of value) {
    if (rules.sampled && value.size > sampling.above && index >= sampling.size) return;
    yield { schema: schema.keys, value: key, place: { within, as: "map key", key: index } };
    yield { schema: schema.values, value: item, place: { within, as: "map value", key: typeof key === "string" ? key : index } };
    index++;
  }
}

function* members(rules: Rules, schema: JsonSchema, value: ReadonlySet<unknown>, within: Place | undefined): Generator<Child> {
  let index = 0;
  for (const member of value) {
    if (rules.sampled && value.size > sampling.above && index >= sampling.size) return;
    yield { schema, value: member, place: { within, as: "set member", key: index++ } };
  }
}

/** True for a value of the one kind that a schema asks for, where it asks for nothing else. */
const fitsPlainly = (schema: JsonSchema, value: unknown): boolean =>
  typeof schema.type === "string" && isJsonType(value, schema.type) && Object.keys(schema).length === 1;
