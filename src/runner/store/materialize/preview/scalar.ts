import { inspect, types } from "node:util";
import { cutText } from "./size.ts";

/** Bytes for one value where it stands among others. */
const longest = 400;

/**
 * The text of a value that is one thing (a number, a date, a bigint …), as a person would write it; undefined for what has members.
 * Texts are for `shortText`.
 */
export function scalarText(value: unknown): string | undefined {
  switch (typeof value) {
    case "number":
      return Object.is(value, -0) ? "-0" : String(value);
    case "boolean":
    case "undefined":
      return String(value);
    case "bigint":
      return cutText(`${String(value)}n`, longest);
    case "symbol":
      return cutText(String(value), longest);
    case "function":
      return cutText(`function ${value.name}`, longest);
    case "object":
      return value === null ? "null" : objectText(value);
    case "string":
      return undefined;
  }
}

function objectText(value: object): string | undefined {
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? "Invalid Date" : value.toISOString();
  if (value instanceof RegExp || value instanceof URL) return cutText(String(value), longest);
  if (value instanceof Error) return cutText(`${value.name}: ${value.message}`, longest);
  if (types.isBoxedPrimitive(value)) return cutText(inspect(value), longest);
  return undefined;
}

/** Whether a text is shown as one value rather than as a text with lines. */
export function isShort(text: string): boolean {
  return text.length <= 200 && !text.includes("\n");
}
