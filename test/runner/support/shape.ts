import assert from "node:assert/strict";

/**
 * Asks for exactly these members, at every depth. Where the value differs from run to run there stands a pattern for a text, or a
 * function that says whether the value will do.
 *
 * @example assertShape(run, { id: /^[0-9A-Z]{26}$/, status: "completed", steps: {} });
 */
export function assertShape(actual: unknown, shape: unknown, path = "it"): void {
  if (shape instanceof RegExp) {
    assert.ok(typeof actual === "string", `${path} is no text: ${JSON.stringify(actual)}`);
    assert.match(actual, shape, path);
  } else if (typeof shape === "function") {
    assert.ok((shape as (value: unknown) => unknown)(actual), `${path} will not do: ${JSON.stringify(actual)}`);
  } else if (Array.isArray(shape)) {
    assert.ok(Array.isArray(actual), `${path} is no list: ${JSON.stringify(actual)}`);
    assert.equal(actual.length, shape.length, `${path} has another length: ${JSON.stringify(actual)}`);
    shape.forEach((item, index) => {
      assertShape(actual[index], item, `${path}[${String(index)}]`);
    });
  } else if (typeof shape === "object" && shape !== null) {
    assert.ok(typeof actual === "object" && actual !== null, `${path} is no object: ${JSON.stringify(actual)}`);
    assert.deepEqual(Object.keys(actual).sort(), Object.keys(shape).sort(), `${path} has other members`);
    for (const [key, item] of Object.entries(shape)) assertShape(Reflect.get(actual, key), item, `${path}.${key}`);
  } else assert.deepEqual(actual, shape, path);
}

/** A time as records write it. */
export const time = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;
/** A lower-case SHA-256. */
export const hash = /^[0-9a-f]{64}$/;
export const runId = /^[0-9A-HJKMNP-TV-Z]{26}$/;
export const isNumber = (value: unknown): boolean => typeof value === "number";
