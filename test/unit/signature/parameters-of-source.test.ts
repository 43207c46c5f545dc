import { strict as assert } from "node:assert";
import { test } from "node:test";
import fc from "fast-check";
import { parametersOfSource } from "../../../src/runner/analysis/signature/parameters-of-source.ts";

/** `a b=1 {c d=[2]}`: properties of an object pattern in braces. */
const shown = (source: string): string => {
  const result = parametersOfSource(source);
  if (!result.ok) return result.error.code;
  const text = result.value.map(({ name, position, property, default: preset }) => {
    const value = preset === undefined ? "" : `=${JSON.stringify(preset)}`;
    return property ? `${position}{${name}${value}}` : `${position}:${name}${value}`;
  });
  return text.join(" ");
};

const sources: readonly (readonly [source: string, inputs: string])[] = [
  ["() => 1", ""],
  ["x => x", "0:x"],
  ["async x => x", "0:x"],
  ["(a, b = 1) => a", "0:a 1:b=1"],
  ["function (a, b) { return a; }", "0:a 1:b"],
  ["async function work(a) {}", "0:a"],
  ["function* work(a) {}", "0:a"],
  ["work(a, b = null) {}", "0:a 1:b=null"],
  ["async work(a) {}", "0:a"],
  ['"two words"(a) {}', "0:a"],
  ["static work(a) {}", "0:a"],
  ["static async work(a) {}", "0:a"],
  ["({ data, epochs = 10 }) => 1", "0{data} 0{epochs=10}"],
  ["({ data: d, 'a b': c = -1 } = {}) => 1", "0{data} 0{a b=-1}"],
  ["(a, { b: { c } = {} }) => 1", "0:a 1{b={}}"],
  ["({ a }, b) => 1", "0:input_0 1:b"],
  ["([a, b]) => 1", "0:input_0"],
  ["(a = `x`, b = [1, { c: true }], d = x, e = undefined, f = 1n, g = `${x}`) => 1", '0:a="x" 1:b=[1,{"c":true}] 2:d 3:e 4:f 5:g'],
  ["(a = { ['b']: 1 }, c = { ...d }, e = [,]) => 1", "0:a 1:c 2:e"],
  ["function () { [native code] }", ""],
  ["(...xs) => 1", "SW1011"],
  ["(a, { b, ...others }) => 1", "SW1011"],
  ["({ [key]: a }) => 1", "SW1022"],
];

for (const [source, inputs] of sources) {
  test(`the inputs of ${source}`, () => {
    assert.equal(shown(source), inputs);
  });
}

test("any JSON default is read back from the text of a function", () => {
  fc.assert(
    fc.property(fc.jsonValue({ noUnicodeString: false }), (value) => {
      const text = JSON.stringify(value);
      // As JSON text says it, `-0` is 0, and `__proto__` in a literal is no field.
      fc.pre(!text.includes("__proto__"));
      assert.deepEqual(parametersOfSource(`(a = ${text}) => a`), {
        ok: true,
        value: [{ name: "a", position: 0, property: false, default: JSON.parse(text) as unknown }],
      });
    }),
  );
});
