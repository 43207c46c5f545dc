import { constructorName } from "./instance.ts";

/** Longer texts are cut. */
const longest = 40;

/** What a value is, in few words: `string "x"`, `number 5`, `array`, `null`, `Date`, `object`. */
export const gotText = (value: unknown): string => {
  switch (typeof value) {
    case "string":
      return `string ${JSON.stringify(value.length > longest ? `${value.slice(0, longest)}…` : value)}`;
    case "number":
      return `number ${Object.is(value, -0) ? "-0" : String(value)}`;
    case "boolean":
      return `boolean ${String(value)}`;
    case "bigint":
      return `bigint ${String(value)}n`;
    case "undefined":
    case "symbol":
    case "function":
      return typeof value;
    case "object":
      return value === null ? "null" : Array.isArray(value) ? "array" : className(value);
  }
};

const className = (value: object): string => {
  const name = constructorName(Object.getPrototypeOf(value));
  return name === undefined || name === "" || name === "Object" ? "object" : name;
};
