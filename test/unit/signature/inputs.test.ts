import { strict as assert } from "node:assert";
import { test } from "node:test";
import { project, read, shownFailure, shownInputs } from "./project.ts";

const header = `
import { step, type Annotated, type Unmaterialized } from "stepwright";
interface Dataset { features: number[][]; labels: number[] }
interface Options<T> { value: T; list?: T[] }
type Mode = "fast" | "exact";
enum Level { low, high }
declare const computed: string;
`;

/** The function of a step in TypeScript, and its inputs. */
const typescript: readonly (readonly [fn: string, inputs: string])[] = [
  // Each parameter is an input.
  [`() => 1`, `()`],
  [`(a: number, b: string) => 1`, `(a: number, b: string)`],
  [`function (this: void, a: number) { return a; }`, `(a: number)`],
  [`(data: Dataset) => 1`, `(data: Dataset)`],
  [`(data: Dataset | undefined) => 1`, `(data: Dataset)`],
  [`(a?: number) => 1`, `(a?: number)`],
  [`(a?: Dataset | null) => 1`, `(a?: Dataset | null)`],
  [`(rows: readonly { a: number; b?: string }[]) => 1`, `(rows: readonly { a: number; b?: string; }[])`],
  [`(pair: [number, string], mode: Mode, level: Level) => 1`, `(pair: [number, string], mode: Mode, level: Level)`],
  [`(x: Annotated<number, "n">) => 1`, `(x: number)`],
  [`(x: any, y: unknown) => 1`, `(x: any, y: unknown)`],
  [`(f: (x: number) => string) => 1`, `(f: (x: number) => string)`],
  [`(ref: Unmaterialized<Dataset>) => 1`, `(ref: Unmaterialized<Dataset>)`],
  [`<T extends Dataset>(rows: T[]) => 1`, `(rows: Dataset[])`],

  // The properties of an object pattern that comes last.
  [`({ data, epochs }: { data: Dataset; epochs: number }) => 1`, `({ data: Dataset, epochs: number })`],
  [`({ data, epochs = 10 }: { data: Dataset; epochs?: number }) => 1`, `({ data: Dataset, epochs?: number = 10 })`],
  [`(data: Dataset, { epochs = 10 }: { epochs?: number }) => 1`, `(data: Dataset, { epochs?: number = 10 })`],
  [`({ k = 1 }: { k?: number } = {}) => 1`, `({ k?: number = 1 })`],
  [`({ k }: { k: number } = { k: 2 }) => 1`, `({ k?: number = 2 })`],
  [`({ k }: { k?: number }) => 1`, `({ k?: number })`],
  [`({ data: d, "two words": e }: { data: Dataset; "two words": string }) => 1`, `({ data: Dataset, two words: string })`],
  [`({ data: { labels } }: { data: Dataset }) => 1`, `({ data: Dataset })`],
  [`({ value, list }: Options<number>) => 1`, `({ value: number, list?: number[] })`],
  [`({ value, list }: Partial<Options<string>>) => 1`, `({ value?: string, list?: string[] })`],
  [`({ value }: Readonly<Options<Mode>>) => 1`, `({ value: Mode })`],
  [`({ a }: Record<"a" | "b", Dataset>) => 1`, `({ a: Dataset })`],
  [`({ a }: { a: Annotated<boolean, "x"> }) => 1`, `({ a: boolean })`],

  // A pattern elsewhere has no name, and stays whole.
  [`({ labels }: Dataset, k: number) => 1`, `(input_0: Dataset, k: number)`],
  [`([a, b]: [number, number]) => 1`, `(input_0: [number, number])`],

  // Literal defaults.
  [`(a: number = -0.5) => 1`, `(a?: number = -0.5)`],
  [`(a: string = "x") => 1`, `(a?: string = "x")`],
  [`(a: string = \`x\`) => 1`, `(a?: string = "x")`],
  [`(a: boolean = true) => 1`, `(a?: boolean = true)`],
  [`(a: number | null = null) => 1`, `(a?: number | null = null)`],
  [`(a: number[] = [1, +2, [3] as never]) => 1`, `(a?: number[] = [1,2,[3]])`],
  [`(a: object = { b: 1, "c d": [{ e: false }] }) => 1`, `(a?: object = {"b":1,"c d":[{"e":false}]})`],
  [`(a: Mode = "fast" as const) => 1`, `(a?: Mode = "fast")`],
  [`(a: number = (5)) => 1`, `(a?: number = 5)`],
  [`(a: number = 1_000) => 1`, `(a?: number = 1000)`],
  [`(a = 3) => 1`, `(a?: number = 3)`],
  [`(a?: number | undefined) => 1`, `(a?: number)`],

  // Not literals: optional, but nothing to record.
  [`(a: number | undefined = undefined) => 1`, `(a?: number)`],
  [`(a: number = 1 + 1) => 1`, `(a?: number)`],
  [`(a: string = computed) => 1`, `(a?: string)`],
  [`(a: string = \`\${computed}\`) => 1`, `(a?: string)`],
  [`(a: number[] = [...[1]]) => 1`, `(a?: number[])`],
  [`(a: object = { computed }) => 1`, `(a?: object)`],
  [`(a: number = Number.NaN) => 1`, `(a?: number)`],
  [`(a: bigint = 1n) => 1`, `(a?: bigint)`],
  [`(a: Date = new Date()) => 1`, `(a?: Date)`],
];

test("the inputs of TypeScript steps", (t) => {
  const lines = typescript.map(([fn], index) => `export const s${index} = step(${fn});`);
  const workspace = project(t, { "a.ts": [header, ...lines].join("\n") });
  const { signatures, failures } = read(
    workspace,
    typescript.map((_, index) => `a.ts#s${index}`),
  );
  assert.deepEqual(failures, []);
  assert.deepEqual(
    signatures.map(({ inputs }, index) => [typescript[index]?.[0], shownInputs(inputs)]),
    typescript,
  );
});

const javascript: readonly (readonly [statement: string, inputs: string])[] = [
  [`step((a, b) => 1)`, `(a: any, b: any)`],
  [`step((a, b = 2) => 1)`, `(a: any, b?: number = 2)`],
  [`step(({ data, epochs = 10 }) => 1)`, `({ data: any, epochs?: number = 10 })`],
  [`step(/** @param {number} a @param {string} [b] */ (a, b) => 1)`, `(a: number, b?: string)`],
  [`/** @param {number} a @param {string} [b] */ step((a, b) => 1)`, `(a: number, b?: string)`],
  [
    `/** @param {{ data: number[], epochs?: number }} options */ step(({ data, epochs = 10 }) => 1)`,
    `({ data: number[], epochs?: number = 10 })`,
  ],
  [
    `/** @param {object} o\n * @param {number[]} o.data\n * @param {number} [o.epochs] */ step(({ data, epochs = 10 }) => 1)`,
    `({ data: number[], epochs?: number = 10 })`,
  ],
];

test("the inputs of JavaScript steps", (t) => {
  const lines = javascript.map(([text], index) => text.replace(/step\(/, `export const s${index} = step(`));
  const workspace = project(t, { "a.js": [`import { step } from "stepwright";`, ...lines].join("\n") });
  const { signatures, failures } = read(
    workspace,
    javascript.map((_, index) => `a.js#s${index}`),
  );
  assert.deepEqual(failures, []);
  assert.deepEqual(
    signatures.map(({ inputs }, index) => [javascript[index]?.[0], shownInputs(inputs)]),
    javascript,
  );
});

test("inputs that cannot be known, or named, are refused where they stand", (t) => {
  const workspace = project(t, {
    "a.ts": `import { step } from "stepwright"; declare const key: "k";
export const rest = step((...xs: number[]) => 1);
export const later = step((a: number, ...xs: number[]) => 1);
export const others = step(({ a, ...b }: { a: number; b: number }) => 1);
export const computed = step(({ [key]: k }: { k: number }) => 1);
export const twice = step((a: number, { a: b }: { a: number }) => 1);
`,
  });
  const names = ["rest", "later", "others", "computed", "twice"];
  const { signatures, failures } = read(
    workspace,
    names.map((name) => `a.ts#${name}`),
  );
  assert.deepEqual(signatures, []);
  assert.deepEqual(failures.map(shownFailure), [
    "SW1011 a.ts:2:27",
    "SW1011 a.ts:3:39",
    "SW1011 a.ts:4:34",
    "SW1022 a.ts:5:33",
    "SW1022 a.ts:6:14",
  ]);
  assert.match(failures[0]?.message ?? "", /`\.\.\.xs`/);
});

test("references, classes and documentation stand with the input", (t) => {
  const workspace = project(t, {
    "model.ts": `export class Model { weights: number[] = [] }\nexport default class { x = 1 }\n`,
    "a.ts": `import { step, type Unmaterialized } from "stepwright";
import { Model } from "./model.ts";
import Other from "./model.ts";
class Own<T> { constructor(readonly value: T) {} }
function hidden() { class Hidden { x = 1 } return Hidden; }
const Hidden = hidden();
type Ref = Unmaterialized<Model>;
interface Options {
  /** How fast. */
  rate: number;
  /** How long. */
  epochs: number;
}
/**
 * Trains a model.
 *
 * @param model What to start from.
 * @param options.epochs Said here.
 */
export const train = step((model: Model, own: Own<number> | undefined, other: Other, inner: InstanceType<typeof Hidden>, type: typeof Model, ref: Ref, { rate, epochs }: Options) => 1);
`,
  });
  const { signatures } = read(workspace, ["a.ts#train"]);
  const local = (name: string, identity: string): unknown => ({ kind: "local", name, identity });
  assert.deepEqual(
    signatures[0]?.inputs.map(({ name, class: origin, unmaterialized, doc }) => [name, origin, unmaterialized, doc]),
    [
      ["model", local("Model", "model.ts#Model"), undefined, "What to start from."],
      ["own", local("Own", "a.ts#Own"), undefined, undefined],
      ["other", local("default", "model.ts#default"), undefined, undefined],
      ["inner", undefined, undefined, undefined],
      ["type", undefined, undefined, undefined],
      ["ref", undefined, true, undefined],
      ["rate", undefined, undefined, "How fast."],
      ["epochs", undefined, undefined, "Said here."],
    ],
  );
  assert.equal(signatures[0].doc, "Trains a model.");
});

test("the class of a package is found through what the project imports", (t) => {
  const workspace = project(t, {
    "node_modules/knn/package.json": `{ "name": "knn", "version": "1.0.0", "type": "module", "main": "index.js", "exports": { ".": { "types": "./index.d.ts", "default": "./index.js" } } }`,
    "node_modules/knn/index.d.ts": `export declare class Tree { depth: number }\nexport default class KNN { k: number }\nexport declare function fit(): Tree;\n`,
    "node_modules/knn/index.js": "",
    "helper.ts": `import { fit } from "knn";\nexport const grow = () => fit();\n`,
    "a.ts": `import { step } from "stepwright";
import type KNN from "knn";
import { grow } from "./helper.ts";
export const use = step((knn: KNN) => grow());
`,
  });
  const [use] = read(workspace, ["a.ts#use"]).signatures;
  assert.deepEqual(use?.inputs[0]?.class, { kind: "package", name: "KNN", file: "a.ts", specifier: "knn", export: "default" });
  const tree = { kind: "package", name: "Tree", file: "a.ts", specifier: "knn", export: "Tree" };
  assert.deepEqual(use.outputs, { kind: "single", output: { name: "output", type: "Tree", named: false, class: tree } });
});

test("the classes inside of lists and plain objects are named with the way to them", (t) => {
  const workspace = project(t, {
    "a.ts": `import { step, type Annotated } from "stepwright";
export class Model { w = 1 }
interface Tree { model: Model; children: Tree[] }
export const use = step((
  list: readonly Model[], pair: [number, Model, ...Model[]], named: Record<string, Model[] | null>, marked: Annotated<Model, "m">[],
  tree: { best?: Model; tree: Tree }, plain: number[], made: Map<string, Model>, either: (Model | string)[], calls: (() => Model)[],
) => 1);
`,
  });
  const [use] = read(workspace, ["a.ts#use"]).signatures;
  const shown = use?.inputs.map(({ name, within = [] }) => [
    name,
    ...within.map(({ at, class: { name: of } }) => `${JSON.stringify(at)} ${of}`),
  ]);
  assert.deepEqual(shown, [
    ["list", "[null] Model"],
    ["pair", "[1] Model", "[null] Model"],
    ["named", "[null,null] Model"],
    ["marked", "[null] Model"],
    ["tree", '["best"] Model', '["tree","model"] Model', '["tree","children",null,"model"] Model'],
    ["plain"],
    ["made"],
    ["either"],
    ["calls"],
  ]);
});
