import type { Json, JsonObject } from "../../../model/json.ts";

/** Reading the members of a tagged form that comes from a file: each is checked, and a wrong one is a `FormError`. */

/** What is wrong with a form. It leaves the recursion of the decoder at once, and goes no further than that. */
export class FormError extends Error {}

/** Gives up on the form; typed so that it can stand where a value is expected. */
export function wrong(what: string): never {
  throw new FormError(`It has a wrong \`${what}\`.`);
}

/** The text at `key`. */
export function text(form: JsonObject, key: string): string {
  const value = form[key];
  return typeof value === "string" ? value : wrong(key);
}

/** The whole number at `key`, from 0. */
export function number(form: JsonObject, key: string): number {
  const value = form[key];
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : wrong(key);
}

/** The list at `key`. */
export function list(form: JsonObject, key: string): Json[] {
  const value = form[key];
  return Array.isArray(value) ? value : wrong(key);
}

/** The list of pairs at `key`. */
export function pairs(form: JsonObject, key: string): [Json, Json][] {
  return list(form, key).map((pair) => {
    if (!Array.isArray(pair) || pair.length !== 2) return wrong(key);
    const [first = null, second = null] = pair;
    return [first, second];
  });
}
