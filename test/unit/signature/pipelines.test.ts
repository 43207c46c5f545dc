import { strict as assert } from "node:assert";
import { test } from "node:test";
import { project, read, shown, shownFailure } from "./project.ts";

const header = `import { step, pipeline, outputs } from "stepwright";
const load = step((name: string) => [1, 2]);
const train = step((data: number[]) => outputs({ model: { w: 1 }, accuracy: 0.5 }));
const options = { dynamic: true } as const;
const shared = { tags: ["x"] };
declare const unknown: { dynamic?: boolean };
`;

const pipelines: readonly (readonly [definition: string, signature: string])[] = [
  [`pipeline(() => { load("x"); })`, `() → nothing`],
  [`pipeline((name: string, k = 2) => load(name))`, `(name: string, k?: number = 2) → output: number[]`],
  [`pipeline(({ name = "iris" }: { name?: string }) => train(load(name)).accuracy)`, `({ name?: string = "iris" }) → output: number`],
  [`pipeline(() => train(load("x")))`, `() → { "model": { w: number; }, "accuracy": number }`],
  [
    `pipeline(() => { const { model } = train(load("x")); return { model, data: load("y") }; })`,
    `() → { "model": { w: number; }, "data": number[] }`,
  ],
  [`pipeline(() => [load("x"), load("y")] as const)`, `() → [output_0: number[], output_1: number[]]`],
  [`pipeline({ dynamic: true }, async () => outputs({ data: load("x") }))`, `() → { "data": number[] }`],
  [`pipeline({ dynamic: true }, async (n: number) => { await load("x"); })`, `(n: number) → nothing`],
  [`pipeline(options, async () => {})`, `() → nothing`],
  [`pipeline(async () => {}).withOptions({ dynamic: true })`, `() → nothing`],
  [`pipeline(unknown, async () => {})`, `() → nothing`],
];

test("parameters and outputs of pipelines", (t) => {
  const lines = pipelines.map(([definition], index) => `export const p${index} = ${definition};`);
  const workspace = project(t, { "a.ts": header + lines.join("\n") });
  const { signatures, failures } = read(
    workspace,
    pipelines.map((_, index) => `pipeline a.ts#p${index}`),
  );
  assert.deepEqual(failures, []);
  assert.deepEqual(
    signatures.map((signature, index) => [pipelines[index]?.[0], shown(signature)]),
    pipelines,
  );
});

test("a static pipeline cannot be async", (t) => {
  const workspace = project(t, {
    "a.ts": `${header}export const one = pipeline(async () => { load("x"); });
export const two = pipeline({ dynamic: false }, async () => {});
export const three = pipeline(shared, async () => {}).withOptions({ tags: ["y"] });
export const four = pipeline((...names: string[]) => {});
`,
  });
  const { failures } = read(workspace, ["pipeline a.ts#one", "pipeline a.ts#two", "pipeline a.ts#three", "pipeline a.ts#four"]);
  assert.deepEqual(failures.map(shownFailure), ["SW1016 a.ts:7:14", "SW1016 a.ts:8:14", "SW1016 a.ts:9:14", "SW1011 a.ts:10:31"]);
  assert.match(failures[0]?.help ?? "", /dynamic: true/);
});
