import type { JsonSchema, JsonType } from "../../model/json-schema.ts";

/** Accepts nothing: `never`. */
export const nothing: JsonSchema = { not: {} };

/** Accepts `undefined` and nothing else. */
export const onlyUndefined: JsonSchema = { "x-type": "undefined" };

/**
 * What one of several schemas accepts, in few words: types are joined to one list and literals to another, because compiled code
 * decides those with a comparison, while each failed branch of an `anyOf` costs an object.
 */
export const anyOf = (schemas: readonly JsonSchema[]): JsonSchema => {
  const branches = schemas.flatMap((schema) => (isOnly(schema, "anyOf") ? (schema.anyOf ?? []) : [schema]));
  if (branches.some((schema) => Object.keys(schema).length === 0)) return {};
  const types = new Set<JsonType>();
  const values = new Set<NonNullable<JsonSchema["enum"]>[number]>();
  const others = new Map<string, JsonSchema>();
  let allowsUndefined = false;
  for (const schema of branches) {
    if (isOnly(schema, "type")) for (const type of [schema.type ?? []].flat()) types.add(type);
    else if (isOnly(schema, "enum")) for (const value of schema.enum ?? []) values.add(value);
    else if (isOnly(schema, "x-type") && schema["x-type"] === "undefined") allowsUndefined = true;
    else if (!isOnly(schema, "not")) others.set(JSON.stringify(schema), schema);
  }
  if (values.has(true) && values.has(false)) {
    values.delete(true);
    values.delete(false);
    types.add("boolean");
  }
  // As one writes it: `number | null | undefined`.
  const ordered = [...types].sort((a, b) => Number(a === "null") - Number(b === "null"));
  const [type] = ordered;
  const joined: JsonSchema[] = [
    ...(values.size > 0 ? [{ enum: [...values] }] : []),
    ...others.values(),
    ...(type === undefined ? [] : [{ type: ordered.length === 1 ? type : ordered }]),
    ...(allowsUndefined ? [onlyUndefined] : []),
  ];
  const [first] = joined;
  if (first === undefined) return nothing;
  return joined.length === 1 ? first : { anyOf: joined };
};

/** What each of several schemas accepts. */
export const allOf = (schemas: readonly JsonSchema[]): JsonSchema => {
  const parts = schemas.filter((schema) => Object.keys(schema).length > 0);
  const [first] = parts;
  return first === undefined ? {} : parts.length === 1 ? first : { allOf: parts };
};

/** The same, where `undefined` is dealt with elsewhere. */
export const withoutUndefined = (schema: JsonSchema): JsonSchema => {
  const { anyOf: branches, ...others } = schema;
  const kept = branches?.filter((branch) => branch["x-type"] !== "undefined");
  return kept === undefined || kept.length === branches?.length ? schema : { ...others, ...anyOf(kept) };
};

const isOnly = (schema: JsonSchema, keyword: keyof JsonSchema): boolean => keyword in schema && Object.keys(schema).length === 1;
