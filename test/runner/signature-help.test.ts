import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const files = {
  "training.ts": `import { outputs, pipeline, step } from "stepwright";
console.log("loaded");
export const load = step((name: string): any => ({ name }));
export const train = step(({ data, onDone }: { data: number[]; onDone?: () => void }): number => 1);
/**
 * Trains a model.
 *
 * @param options.rate how fast it learns
 */
export const training = pipeline(
  ({ rate = 0.1, layers, mode }: {
    rate?: number;
    /** sizes of the hidden layers */
    layers: number[];
    mode?: "fast" | "exact";
  }) => {
    console.log("its function was called");
    load("x");
  },
);
export const bare = pipeline(() => {});
`,
  "inferred.ts": `import { outputs, pipeline, step } from "stepwright";
export const typed = step((n: number): number => n);
export const said: (n: number) => number = (n) => n;
export const around = step(said);
export const nothing = step(() => {});
export const halves = step((n, k = 2) => outputs({ half: n / k }));
export const all = pipeline(() => { typed(1); });
`,
  "annotated.js": `import { pipeline, step } from "stepwright";
/**
 * @param {number} n how many
 * @returns {string[]}
 */
export const typed = step((n) => Array(n).fill("a"));
/** @param {{ n?: number }} options */
export const all = pipeline(({ n = 2 }) => { typed(n); });
`,
  "untyped.js": `import { pipeline, step } from "stepwright";
export const untyped = step((n) => [n]);
export const all = pipeline(({ n }) => { untyped(n); });
`,
};

describe("what a signature says on the command line", () => {
  let here: Workspace;
  before(async () => {
    here = await workspace(files);
  });
  after(() => here[Symbol.asyncDispose]());

  it("is the help of a pipeline: names, types, defaults, documentation, and what is not checked", async () => {
    const { status, stdout } = await here.stepwright("run", "training.ts", "training", "--help");
    assert.equal(status, 0);
    assert.match(stdout, /^Usage: stepwright run/);
    assert.deepEqual(stdout.slice(stdout.indexOf("training: Trains")).split("\n"), [
      "training: Trains a model.",
      "",
      "Parameters of training:",
      "  name    type              default",
      "  rate    number            0.1       how fast it learns",
      "  layers  number[]          required  sizes of the hidden layers",
      `  mode    "fast" | "exact"  –`,
      "",
      "Not checked at run time:",
      "  step   value          what",
      "  load   output output  value: any",
      "  train  input onDone   value: what a function takes and returns",
      "",
    ]);
    assert.doesNotMatch(stdout, /function was called/);
  });

  it("is JSON for a program", async () => {
    const [help] = (await here.stepwright("run", "training.ts", "training", "--help", "--json")).json();
    assert.deepEqual(help, {
      pipeline: "training",
      file: "training.ts",
      doc: "Trains a model.",
      parameters: [
        { name: "rate", type: "number", optional: true, default: 0.1, doc: "how fast it learns" },
        { name: "layers", type: "number[]", optional: false, doc: "sizes of the hidden layers" },
        { name: "mode", type: '"fast" | "exact"', optional: true },
      ],
      unchecked: [
        { step: "load", side: "output", name: "output", notes: ["value: any"] },
        { step: "train", side: "input", name: "onDone", notes: ["value: what a function takes and returns"] },
      ],
    });
  });

  it("says which pipelines there are where none is named, and that one takes nothing", async () => {
    assert.equal(refusal(await here.stepwright("run", "training.ts", "--help", "--json")).code, "SW2004");
    assert.match((await here.stepwright("run", "training.ts", "bare", "--help")).stdout, /bare takes no parameters\./);
  });

  it("may be asked to be complete: a type that is only inferred is then refused", async () => {
    const failure = refusal(await here.stepwright("run", "inferred.ts", "--enforce-annotations", "--json"));
    assert.deepEqual(
      [failure.code, failure.message, failure.at],
      [
        "SW1032",
        "The step `halves` has no type annotation for the input `n`, the input `k`, the output `half`.",
        { file: "inferred.ts", line: 6, column: 14 },
      ],
    );
    here.env["STEPWRIGHT_ENFORCE_TYPE_ANNOTATIONS"] = "true";
    assert.equal(refusal(await here.stepwright("run", "inferred.ts", "--json")).code, "SW1032");
    assert.equal(finishedRun(await here.stepwright("run", "annotated.js", "--json")).status, "completed");
    delete here.env["STEPWRIGHT_ENFORCE_TYPE_ANNOTATIONS"];
    assert.equal(finishedRun(await here.stepwright("run", "inferred.ts", "--json")).status, "completed");
  });

  it("is read from JSDoc in JavaScript, and checked as much", async () => {
    const run = finishedRun(await here.stepwright("run", "annotated.js", "--param", "n=3", "--json"));
    assert.deepEqual([run.status, run.parameters], ["completed", { n: 3 }]);
    assert.match(
      refusal(await here.stepwright("run", "annotated.js", "--param", "n=x", "--json")).message,
      /n: expected number, got string "x"/,
    );
  });

  it("is nothing in JavaScript without types, which works unchecked and is shown so", async () => {
    const run = finishedRun(await here.stepwright("run", "untyped.js", "--param", "n=x", "--json"));
    assert.equal(run.status, "completed");
    const { stdout } = await here.stepwright("run", "untyped.js", "--help");
    assert.match(stdout, /untyped {2}input n +value: any/);
    assert.match(stdout, /untyped {2}output output {2}\[\]: whatever is of type any/);
  });
});
