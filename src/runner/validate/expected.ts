import type { JsonSchema } from "../model/json-schema.ts";
import { definitionName, type Resolve } from "./resolve.ts";

/** Longer descriptions are cut. */
const longest = 100;

/** What a schema accepts, as its type would be written: `number | null`, `Dataset`, `Map<string, number>`. */
export const expectedText = (schema: JsonSchema, resolve: Resolve): string => {
  const text = typeText(schema, resolve);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
};

/** Several types as one: `"a" | "b"`. */
export const unionText = (schemas: readonly JsonSchema[], resolve: Resolve): string =>
  [...new Set(schemas.map((schema) => expectedText(schema, resolve)))].join(" | ");

const typeText = (schema: JsonSchema, resolve: Resolve): string => {
  if (schema.title !== undefined) return schema.title;
  if (schema.$ref !== undefined) return resolve(schema).title ?? definitionName(schema.$ref);
  if (schema.anyOf !== undefined) return unionText(schema.anyOf, resolve);
  if (schema.enum !== undefined) return schema.enum.map((value) => JSON.stringify(value)).join(" | ");
  if (schema.allOf !== undefined) return schema.allOf.map((part) => typeText(part, resolve)).join(" & ");
  if (schema["x-bigint"] !== undefined) return `${schema["x-bigint"]}n`;
  if (schema["x-instanceof"] !== undefined) return schema["x-instanceof"].name;
  const { "x-map": map, "x-set": set, "x-type": own } = schema;
  if (map !== undefined) return `Map<${typeText(map.keys, resolve)}, ${typeText(map.values, resolve)}>`;
  if (set !== undefined) return `Set<${typeText(set, resolve)}>`;
  if (own !== undefined) return own === "present" ? "a value" : own === "record" ? "object" : own;
  if (schema.type === "array") return listText(schema, resolve);
  if (schema.type !== undefined) return [schema.type].flat().join(" | ");
  return schema.not === undefined ? "unknown" : "never";
};

const listText = ({ prefixItems, items, "x-rest": rest, "x-last": last = [], minItems = 0 }: JsonSchema, resolve: Resolve): string => {
  const between = rest ?? (items === false ? undefined : items);
  const list = between === undefined ? undefined : `${grouped(typeText(between, resolve))}[]`;
  if (items !== false && prefixItems === undefined && rest === undefined) return list ?? "array";
  const elements = (prefixItems ?? []).map((element, index) => {
    const text = typeText(element, resolve);
    return index < minItems - last.length ? text : `${grouped(text.replace(/ \| undefined$/, ""))}?`;
  });
  const spread = items === false ? [] : [`...${list ?? "unknown[]"}`];
  return `[${[...elements, ...spread, ...last.map((element) => typeText(element, resolve))].join(", ")}]`;
};

const grouped = (text: string): string => (/ [|&] /.test(text) ? `(${text})` : text);
