import type { JsonObject } from "../../model/json.ts";
import { DirectoryRef, FileRef } from "../../model/values.ts";
import { asBinary, binaryType } from "./binary.ts";
import { cutText } from "./preview/size.ts";

/** Keys listed at most, and bytes for each. */
const mostKeys = 50;
const keyBytes = 80;

/**
 * Facts of a value, where they mean something: `items` (members of a list, map or set), `shape` (of equally long rows, of typed arrays),
 * `keys` (of an object, of the first of many records), `dtype` (of typed arrays and buffers; also needed to load them), `name` (of a file).
 */
export function metadataOf(value: unknown): JsonObject {
  if (typeof value !== "object" || value === null) return {};
  if (Array.isArray(value)) return listFacts(value);
  if (value instanceof Map || value instanceof Set) return { items: value.size };
  if (FileRef.is(value) || DirectoryRef.is(value)) return { name: value.name };
  const binary = asBinary(value);
  if (binary === undefined) return keyFacts(value);
  const length = binary.form === "array" ? binary.array.length : binary.bytes.byteLength;
  return { items: length, shape: [length], dtype: binaryType(binary) };
}

function listFacts(list: readonly unknown[]): JsonObject {
  const items = list.length;
  const [first] = list;
  if (Array.isArray(first)) {
    const columns = first.length;
    return list.every((row) => Array.isArray(row) && row.length === columns) ? { items, shape: [items, columns] } : { items };
  }
  return { items, ...keyFacts(first) };
}

function keyFacts(value: unknown): JsonObject {
  if (typeof value !== "object" || value === null) return {};
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) return {};
  const keys = Object.keys(value);
  return keys.length === 0 ? {} : { keys: keys.slice(0, mostKeys).map((key) => cutText(key, keyBytes)) };
}
