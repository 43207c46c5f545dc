import assert from "node:assert/strict";
import { test } from "node:test";
import { runInThisContext } from "node:vm";
import { createRegistry, registration } from "../../../src/runner/compile/registry.ts";
import { load, Workspace } from "./support/workspace.ts";

test("every top-level binding is registered, whatever form it has", async () => {
  using workspace = new Workspace({
    "package.json": `{ "type": "module" }`,
    "src/a.ts": `import { step, pipeline } from "stepwright";
import { helper } from "./b.ts";
export const train = step(() => helper(1));
const hidden = step(() => 2);
export const { one, two: [first, , ...others], three = 3 } = { one: step(() => 1), two: [1, 2, 3, 4] };
export const steps = { train, list: [step(() => 1)] };
export class Model {}
export function plain() {}
export declare const declared: number;
declare function alsoDeclared(): void;
function overloaded(a: string): void;
function overloaded(a: unknown): void {}
export let later = 1;
later = 2;
interface Shape { a: number }
type Alias = Shape;
export { hidden as renamed };
export default pipeline(() => train());
`,
    "src/b.ts": `export const helper = (n: number) => n;
const train = "of another file";
export default class {}
`,
  });
  assert.deepEqual(await workspace.load("src/a.ts"), {
    "src/b.ts#helper": "[function helper]",
    "src/b.ts#train": "of another file",
    "src/b.ts#default": "[class default]",
    "src/a.ts#train": "[step ]",
    "src/a.ts#hidden": "[step ]",
    "src/a.ts#one": "[step ]",
    "src/a.ts#first": 1,
    "src/a.ts#others": [3, 4],
    "src/a.ts#three": 3,
    "src/a.ts#steps": { train: "[step ]", list: ["[step ]"] },
    "src/a.ts#Model": "[class Model]",
    "src/a.ts#plain": "[function plain]",
    "src/a.ts#overloaded": "[function overloaded]",
    "src/a.ts#later": 2,
    "src/a.ts#default": "[pipeline ]",
  });
});

test("what a CommonJS file exports is a binding too", async () => {
  using workspace = new Workspace({
    "all.cjs": `const { step } = require("stepwright");
const { helper } = require("./some.cjs");
const own = step(() => helper);
module.exports = { own, other: step(() => 1) };
`,
    "some.cjs": `exports.helper = 1; module.exports.second = 2; const third = 3; exports.third = third;`,
  });
  assert.deepEqual(await workspace.load("all.cjs"), {
    "some.cjs#third": 3,
    "some.cjs#helper": 1,
    "some.cjs#second": 2,
    "all.cjs#step": "[function step]",
    "all.cjs#helper": 1,
    "all.cjs#own": "[step ]",
    "all.cjs#default": { own: "[step ]", other: "[step ]" },
  });
});

test("a file next to one of the same name is still itself", async () => {
  using workspace = new Workspace({ "package.json": `{ "type": "module" }`, "a.js": `export default 1;`, "a.ts": `export default 2;` });
  assert.deepEqual(await workspace.load("a.js"), { "a.js#default": 1 });
});

test("a binding that cannot be read does not break loading", async () => {
  using workspace = new Workspace({
    "a.mjs": `import "./b.mjs"; export const a = 1;`,
    "b.mjs": `import { a } from "./a.mjs"; export const early = () => a; export const fine = true;`,
    "c.cjs": `require("./d.cjs"); exports.c = 1;`,
    "d.cjs": `Object.defineProperty(module, "exports", { value: { get x() { throw new Error("no"); } } }); exports.x = 1; const fine = true;`,
  });
  assert.deepEqual(await workspace.load("a.mjs"), { "b.mjs#early": "[function early]", "b.mjs#fine": true, "a.mjs#a": 1 });
  assert.deepEqual(await workspace.load("c.cjs"), { "d.cjs#fine": true, "c.cjs#c": 1 });
});

test("a package's class is found by the import that names it, type-only imports included", async () => {
  using workspace = new Workspace({
    "package.json": `{ "type": "module" }`,
    "a.ts": `import type { Model } from "models";
import type { Shape } from "shapes";
import type { Old } from "old";
export const fit = (model: Model, shape: Shape, old: Old) => [model, shape, old];
`,
    "node_modules/models/package.json": `{ "type": "module", "exports": { "types": "./i.d.ts", "default": "./i.js" } }`,
    "node_modules/models/i.js": `export class Model {}; export default class Main {}`,
    "node_modules/models/i.d.ts": `export class Model {}`,
    "node_modules/shapes/package.json": `{ "types": "i.d.ts" }`,
    "node_modules/shapes/i.d.ts": `export interface Shape { sides: number }`,
    "node_modules/old/index.js": `module.exports = class Old { static Inner = class Inner {} }`,
  });
  const { bundle } = await workspace.prepare("a.ts");
  const asked = [
    "a.ts|models|Model",
    "a.ts|models|default",
    "a.ts|models|None",
    "a.ts|shapes|Shape",
    "a.ts|old|default",
    "a.ts|old|Inner",
    "b.ts|old|default",
  ];
  assert.deepEqual(await load(bundle, ...asked), {
    "a.ts#fit": "[function fit]",
    "a.ts|models|Model": "[class Model]",
    "a.ts|models|default": "[class Main]",
    "a.ts|models|None": "[undefined]",
    "a.ts|shapes|Shape": "[undefined]",
    "a.ts|old|default": "[class Old]",
    "a.ts|old|Inner": "[class Inner]",
    "b.ts|old|default": "[undefined]",
  });
});

test("the appended statement does nothing where nobody listens, and names are only text", () => {
  const statement = registration(`a"b.ts`, [{ name: "__proto__", expression: "value" }], []);
  const run = runInThisContext(`(value) => {${statement}}`) as (value: number) => void;
  run(1);
  const registry = createRegistry();
  run(2);
  assert.deepEqual(registry.entries(), [{ file: `a"b.ts`, binding: "__proto__", value: 2 }]);
  createRegistry();
  run(3);
  assert.equal(registry.entries().length, 1);
  assert.equal(registration("empty.ts", [], []), "");
});
