import { strict as assert } from "node:assert";
import { test, type TestContext } from "node:test";
import type { ValueTypes } from "../../../src/runner/model/signature.ts";
import { project, read } from "./project.ts";

/** What the values of a step are checked by. */
const typesOf = (t: TestContext, files: Record<string, string>, identity: string): ValueTypes => {
  const { signatures, failures } = read(project(t, files), [identity]);
  assert.deepEqual(failures, []);
  return signatures[0]?.types ?? assert.fail("nothing was read");
};

const header = `import { outputs, pipeline, step, type Annotated, type Unmaterialized } from "stepwright";
interface Dataset { features: number[][] }
`;

/** Of one step in TypeScript. */
const ofStep = (t: TestContext, source: string): ValueTypes => typesOf(t, { "a.ts": `${header}export const a = ${source};` }, "a.ts#a");

test("inputs and outputs have a schema, and say whether their type is written down", (t) => {
  assert.deepEqual(ofStep(t, `step(({ data, epochs = 10 }: { data: Dataset; epochs?: number }): string => "x")`), {
    inputs: {
      data: {
        schema: {
          $ref: "#/$defs/Dataset",
          $defs: {
            Dataset: {
              title: "Dataset",
              type: "object",
              properties: { features: { type: "array", items: { type: "array", items: { type: "number" } } } },
              required: ["features"],
            },
          },
        },
        annotated: true,
      },
      epochs: { schema: { anyOf: [{ type: "number" }, { "x-type": "undefined" }] }, annotated: true },
    },
    outputs: { output: { schema: { type: "string" }, annotated: true } },
  });
});

test("what is inferred counts as much, and is not annotated", (t) => {
  assert.deepEqual(ofStep(t, `step((k = 1) => [1])`), {
    inputs: { k: { schema: { type: "number" }, annotated: false } },
    outputs: { output: { schema: { type: "array", items: { type: "number" } }, annotated: false } },
  });
  assert.deepEqual(ofStep(t, `step(async () => outputs({ model: "m", accuracy: 0.5 }))`).outputs, {
    model: { schema: { type: "string" }, annotated: false },
    accuracy: { schema: { type: "number" }, annotated: false },
  });
});

test("a name that Annotated gives is no part of the type", (t) => {
  assert.deepEqual(ofStep(t, `step((): [Annotated<number, "quotient">, Annotated<Dataset | null, "rest">] => [1, null])`).outputs, {
    quotient: { schema: { type: "number" }, annotated: true },
    rest: {
      schema: {
        anyOf: [{ $ref: "#/$defs/Dataset" }, { type: "null" }],
        $defs: {
          Dataset: {
            title: "Dataset",
            type: "object",
            properties: { features: { type: "array", items: { type: "array", items: { type: "number" } } } },
            required: ["features"],
          },
        },
      },
      annotated: true,
    },
  });
});

test("a type around the function is an annotation too", (t) => {
  const { inputs, outputs } = typesOf(
    t,
    { "a.ts": `${header}const fit: (n: number) => number = (n) => n;\nexport const a = step(fit);` },
    "a.ts#a",
  );
  assert.deepEqual([inputs["n"]?.annotated, outputs["output"]?.annotated], [true, true]);
});

test("what cannot be checked has no schema, or says what is left out", (t) => {
  assert.deepEqual(ofStep(t, `step((x: any, ref: Unmaterialized<Dataset>, f: () => number, y) => JSON.parse(x))`), {
    inputs: {
      x: { annotated: true },
      ref: { annotated: true },
      f: { schema: { "x-type": "function" }, unchecked: ["value: what a function takes and returns"], annotated: true },
      y: { annotated: false },
    },
    outputs: { output: { annotated: false } },
  });
});

test("a step that returns nothing has no outputs to check, and a pipeline only inputs", (t) => {
  assert.deepEqual(ofStep(t, `step(() => {})`), { inputs: {}, outputs: {} });
  const { inputs, outputs } = typesOf(
    t,
    { "a.ts": `${header}const one = step(() => 1);\nexport const a = pipeline((n: number) => one());` },
    "pipeline a.ts#a",
  );
  assert.deepEqual({ inputs, outputs }, { inputs: { n: { schema: { type: "number" }, annotated: true } }, outputs: {} });
});

test("JavaScript with JSDoc has the same, and without it nothing", (t) => {
  const source = `import { step } from "stepwright";
/**
 * @param {number} n
 * @returns {string[]}
 */
export const typed = step((n) => [String(n)]);
export const bare = step((n) => n);
`;
  assert.deepEqual(typesOf(t, { "a.js": source }, "a.js#typed"), {
    inputs: { n: { schema: { type: "number" }, annotated: true } },
    outputs: { output: { schema: { type: "array", items: { type: "string" } }, annotated: true } },
  });
  assert.deepEqual(typesOf(t, { "a.js": source }, "a.js#bare"), {
    inputs: { n: { annotated: false } },
    outputs: { output: { annotated: false } },
  });
});

test("the class of a value is told by where it comes from", (t) => {
  const { inputs } = ofStep(t, `step((model: Model) => 1);\nclass Model { #weights = 1; size(): number { return this.#weights; } }`);
  assert.deepEqual(inputs["model"]?.schema?.$defs?.["Model"]?.allOf?.[0] ?? inputs["model"]?.schema?.$defs?.["Model"], {
    title: "Model",
    "x-instanceof": { name: "Model", origin: { kind: "local", name: "Model", identity: "a.ts#Model" } },
    properties: { size: { "x-type": "function" } },
    required: ["size"],
  });
});
