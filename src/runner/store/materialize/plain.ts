import { hasNamedProperties } from "./lists.ts";

/**
 * Whether JSON text keeps this value whole: nothing but finite numbers (no `-0`), texts, booleans, `null`, and a tree of arrays and plain
 * objects of them. An object that stands in two places is no tree: that is for the tagged form, which keeps it one object.
 *
 * One walk before `JSON.stringify` is a third of the cost of a replacer function, which must be called for every member.
 * Objects without a prototype count as plain and come back with the usual one.
 */
export function isPlainJson(value: unknown, seen = new Set<object>()): boolean {
  switch (typeof value) {
    case "string":
    case "boolean":
      return true;
    case "number":
      return Number.isFinite(value) && !Object.is(value, -0);
    case "object":
      if (value === null) return true;
      if (seen.has(value)) return false;
      seen.add(value);
      return Array.isArray(value) ? isPlainList(value, seen) : isPlainObject(value, seen);
    case "bigint":
    case "undefined":
    case "function":
    case "symbol":
      return false;
  }
}

function isPlainList(list: readonly unknown[], seen: Set<object>): boolean {
  if (Object.getPrototypeOf(list) !== Array.prototype) return false;
  // A hole reads as undefined and so is not plain either.
  for (const item of list) if (!isPlainJson(item, seen)) return false;
  return !hasNamedProperties(list);
}

function isPlainObject(object: object, seen: Set<object>): boolean {
  const prototype: unknown = Object.getPrototypeOf(object);
  if (prototype !== Object.prototype && prototype !== null) return false;
  if (Object.getOwnPropertySymbols(object).length > 0) return false;
  const record = object as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(record)) if (!isPlainJson(record[key], seen)) return false;
  return true;
}
