import { types } from "node:util";
import type { JsonType, OwnType } from "../model/json-schema.ts";

/** True where a value is of one of JSON's types. An object is anything but a list that `typeof` calls so: class instances count. */
export const isJsonType = (value: unknown, type: JsonType): boolean => {
  switch (type) {
    case "array":
      return Array.isArray(value);
    case "object":
      return isObject(value);
    case "null":
      return value === null;
    case "string":
    case "number":
    case "boolean":
      return typeof value === type;
    default:
      return type satisfies never;
  }
};

/** Objects of the language that have no keys: to the compiler they are no records, whose keys are data. */
const isBuiltIn = (value: object): boolean =>
  ArrayBuffer.isView(value) ||
  types.isAnyArrayBuffer(value) ||
  types.isMap(value) ||
  types.isSet(value) ||
  types.isDate(value) ||
  types.isRegExp(value) ||
  types.isPromise(value);

/** True for an object with members of its own to look at. */
export const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** True where a value is of a type that JSON does not know. */
export const isOwnType = (value: unknown, type: OwnType): boolean => {
  switch (type) {
    case "undefined":
    case "bigint":
    case "symbol":
    case "function":
      return typeof value === type;
    case "object":
      return (typeof value === "object" && value !== null) || typeof value === "function";
    case "present":
      return value !== null && value !== undefined;
    case "record":
      return isObject(value) && !isBuiltIn(value);
    default:
      return type satisfies never;
  }
};
