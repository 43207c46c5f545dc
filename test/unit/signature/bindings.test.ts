import { strict as assert } from "node:assert";
import { test } from "node:test";
import { project, read, shown } from "./project.ts";

/** Identity → inputs and outputs. */
const shownAll = (workspace: string, identities: readonly string[]): Record<string, string> => {
  const { signatures, failures } = read(workspace, identities);
  assert.deepEqual(failures, []);
  return Object.fromEntries(signatures.map((signature) => [signature.identity, shown(signature)]));
};

test("a step is found wherever a top-level binding holds it", (t) => {
  const expected = {
    "a.ts#plain": "(a: number) → output: number",
    "a.ts#renamed": "(a: number) → output: number",
    "a.ts#configured": "(a?: number = 1) → output: number",
    "a.ts#steps.train": "(a: number) → output: number",
    "a.ts#steps.inner.deep": "(b: string) → output: string",
    "a.ts#steps.plain": "(a: number) → output: number",
    "a.ts#steps.two words": "(c: number) → output: number",
    "a.ts#list[1]": "(b: string) → [output_0: string, output_1: number]",
    "a.ts#first": "(a: number) → output: number",
    "a.ts#Training.loadData": "(path: string) → output: string",
    "a.ts#Training.split": "(rows?: number = 2) → [output_0: number, output_1: number]",
    "a.ts#Training.field": "(a: number) → output: number",
    "a.ts#made[0]": "(a: number) → output: number",
    "a.ts#given.late": "(n?: number = 4) → [output_0: number, output_1: string]",
    "a.ts#default": "(z: boolean) → output: boolean",
  };
  const workspace = project(t, {
    "a.ts": `import { step, step as task } from "stepwright";
import * as sw from "stepwright";
export const plain = step((a: number) => a);
const renamed = task((a: number) => a);
export const configured = sw.step({ name: "other" }, (a: number = 1) => a).withOptions({ tags: ["x"] });
export const steps = { train: step((a: number) => a), inner: { deep: step((b: string) => b) }, plain, "two words": step((c: number) => c) } as const;
export const list = [plain, step((b: string): [string, number] => [b, 1])];
const [first] = [step((a: number) => a)];
class Training {
  @step() static loadData(path: string) { return path; }
  @step({ name: "cut" }) static split(rows = 2): [number, number] { return [rows, 1]; }
  static field = step((a: number) => a);
}
export const made = [1, 2].map((n) => step((a: number) => a + n));
const build = () => ({ late: step((n = 4): [number, string] => [n, "x"]) });
const given = build();
export default step((z: boolean) => z);
void [renamed, first, Training, given];
`,
  });
  assert.deepEqual(shownAll(workspace, Object.keys(expected)), expected);
});

test("the function is found through helpers, names and imports", (t) => {
  const expected = {
    "a.ts#local": "(a: number) → [output_0: number, output_1: number]",
    "a.ts#variable": "(b: string) → [output_0: string, output_1: number]",
    "a.ts#imported": "(x: number, y?: number = 2) → [output_0: number, output_1: number]",
    "a.ts#byDefault": '(q: string) → "named": string',
    "a.ts#byNamespace": "(x: number, y?: number = 2) → [output_0: number, output_1: number]",
    "a.ts#method": "(m: number) → [output_0: number, output_1: number]",
    "a.ts#helper": "(a: number, { k?: number = 3 }) → [output_0: number, output_1: number]",
    "a.ts#remote": "({ k?: number = 3 }) → output: number",
    "a.ts#spreading": "(a: number) → output: number",
    "a.ts#nothing": "() → [output_0: number, output_1: number]",
    "a.ts#byOption": "() → [output_0: number, output_1: number]",
    "a.ts#factory": "(n: number) → [output_0: number, output_1: string]",
    "a.ts#memoized": "(a: number) → output: number",
    "a.ts#inside": "(text: string) → [output_0: string, output_1: number]",
    "a.ts#overloaded": "(a: string | number) → output: string | number",
  };
  const workspace = project(t, {
    "library.ts": `import type { Annotated } from "stepwright";
export const split = (x: number, y = 2): [number, number] => [x, y];
export default function named(q: string): Annotated<string, "named"> { return q; }
`,
    "house.ts": `import { step } from "stepwright";
export const houseStep = <A extends readonly unknown[], R>(fn: (...args: A) => R) => step({ retry: { maxRetries: 2 } }, fn);
export function spread<A extends readonly unknown[], R>(fn: (...args: A) => R) { return step((...args: A) => fn(...args)); }
export const define = <R>({ run }: { run: () => R }) => step({ name: "defined" }, run);
export const logged = (fn: (length: number) => number) => step((text: string): [string, number] => [text, fn(text.length)]);
`,
    "a.ts": `import { step } from "stepwright";
import named, { split } from "./library.ts";
import * as library from "./library.js";
import { houseStep, spread, define, logged } from "./house";
function both(a: number): [number, number] { return [a, a]; }
const text = (b: string): [string, number] => [b, 1];
const tools = { both(m: number): [number, number] { return [m, m]; } };
const myStep = <A extends readonly unknown[], R>(fn: (...args: A) => R) => houseStep(fn);
const make = (suffix: string) => (n: number): [number, string] => [n, suffix];
const memo = <F>(fn: F): F => fn;
function over(a: number): number;
function over(a: string): string;
function over(a: string | number) { return a; }
export const local = step(both);
export const variable = step({ enableCache: false }, text);
export const imported = step(split);
export const byDefault = step(named);
export const byNamespace = step(library.split);
export const method = step(tools.both);
export const helper = myStep((a: number, { k = 3 }: { k?: number }): [number, number] => [a, k]);
export const remote = houseStep(async ({ k = 3 }: { k?: number }) => k);
export const spreading = spread((a: number) => a);
export const nothing = houseStep((): [number, number] => [1, 2]);
export const byOption = define({ run: (): [number, number] => [1, 2] });
export const factory = step(make("x"));
export const memoized = step(memo((a: number) => a));
export const inside = logged((length) => length);
export const overloaded = step(over);
`,
  });
  assert.deepEqual(shownAll(workspace, Object.keys(expected)), expected);
});

test("a function of a package is known by its type alone", (t) => {
  const workspace = project(t, {
    "node_modules/lib/package.json": `{ "name": "lib", "version": "1.0.0", "type": "module", "main": "index.js" }`,
    "node_modules/lib/index.js": "",
    "node_modules/lib/index.d.ts": `
export declare function pair(a: number, b?: string): [number, string];
export declare const open: (options: { path: string; mode?: number }) => Promise<void>;
export declare function many(...xs: number[]): void;
export declare const untyped: any;
`,
    "a.ts": `import { step } from "stepwright";
import { pair, open, many, untyped } from "lib";
export const paired = step(pair);
export const opened = step(open);
export const spread = step(many);
export const anything = untyped(1);
`,
  });
  const { signatures, failures } = read(workspace, ["a.ts#paired", "a.ts#opened", "a.ts#spread", "a.ts#anything", "a.ts#missing"]);
  assert.deepEqual(
    signatures.map((signature) => `${signature.identity} ${shown(signature)}`),
    ["a.ts#paired (a: number, b?: string) → output: [number, string]", "a.ts#opened (options: { path: string; mode?: number; }) → nothing"],
  );
  assert.deepEqual(
    failures.map(({ code }) => code),
    ["SW1011"],
  );
});

test("CommonJS exports are bindings too", (t) => {
  const workspace = project(t, {
    "package.json": "{}",
    "a.js": `const { step } = require("stepwright");
const helper = (a = 1) => a;
exports.one = step(helper);
module.exports.two = step(/** @param {string} b */ (b) => b);
`,
    "b.js": `const sw = require("stepwright");\nmodule.exports = sw.step(/** @returns {string} */ (a = "x") => a);\n`,
  });
  assert.deepEqual(shownAll(workspace, ["a.js#one", "a.js#two", "b.js#default"]), {
    "a.js#one": "(a?: number = 1) → output: number",
    "a.js#two": "(b: string) → output: string",
    "b.js#default": '(a?: string = "x") → output: string',
  });
});

test("place, documentation and source text stand with the signature", (t) => {
  const workspace = project(t, {
    "src/a.ts": `import { step } from "stepwright";
/** Not this. */
export const steps = {
  /**
   * Loads the data.
   * @returns rows
   */
  load: step(() => 1),
  bare: step(work),
};
/** Works hard. */
function work(a: number) { return a; }
`,
  });
  const { signatures } = read(workspace, ["src/a.ts#steps.load", "src/a.ts#steps.bare"]);
  assert.deepEqual(
    signatures.map(({ doc, source, at }) => [doc, source, at]),
    [
      ["Loads the data.", "() => 1", { file: "src/a.ts", line: 8, column: 3 }],
      ["Works hard.", "function work(a: number) { return a; }", { file: "src/a.ts", line: 9, column: 3 }],
    ],
  );
});
