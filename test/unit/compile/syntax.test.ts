import assert from "node:assert/strict";
import { test } from "node:test";
import { Workspace } from "./support/workspace.ts";

test("what Node's own type stripping lacks works: enums, decorators, parameter properties, namespaces, top-level await", async () => {
  using workspace = new Workspace({
    "package.json": `{ "type": "module" }`,
    "a.ts": `enum Color { Red = 3, Blue }
namespace Tools { export const size = Color.Blue; }
const traced = (method: Function, context: ClassMethodDecoratorContext) => () => \`\${String(context.name)} \${String(context.static)}\`;
class Training { constructor(readonly rate = 2) {} @traced static load() { return 1; } }
export const values = [Tools.size, new Training().rate, Training.load(), await Promise.resolve(5)];
`,
  });
  const { "a.ts#values": values } = await workspace.load("a.ts");
  assert.deepEqual(values, [4, 2, "load true", 5]);
});

test("a tsconfig.json, with what it extends, says how JSX and decorators are compiled", async () => {
  using workspace = new Workspace({
    "package.json": `{ "type": "module" }`,
    "tsconfig.base.json": `{ "compilerOptions": { "jsx": "react", "experimentalDecorators": true } }`,
    "node_modules/@team/config/tsconfig.json": `{ "compilerOptions": { "jsxFactory": "tag" } }`,
    "tsconfig.json": `{ "extends": ["./tsconfig.base.json", "@team/config/tsconfig.json"], /* comments are fine */ "files": [], }`,
    "a.tsx": `import { counted } from "./other/b.ts";
import { view } from "./c.jsx";
const tag = (name: string) => "<" + name + ">";
const legacy = (...parts: unknown[]) => { seen.push(parts.length); };
const seen: number[] = [];
class A { @legacy method() {} }
export const values = [<b />, seen, counted, view];
`,
    "c.jsx": `const tag = (name) => name; export const view = <i/>;`,
    "other/tsconfig.json": `{ "compilerOptions": { "target": "es2024" } }`,
    "other/b.ts": `const standard = (...parts: unknown[]) => { counted.push(parts.length); };
export const counted: number[] = [];
class B { @standard method() {} }
`,
  });
  const { "a.tsx#values": values } = await workspace.load("a.tsx");
  // A legacy decorator gets three arguments, a standard one two.
  assert.deepEqual(values, ["<b>", [3], [2], "i"]);
});

test("imports go by the compiler's rules: paths, baseUrl, .js for .ts, folders, extensions left out, package.json imports", async () => {
  using workspace = new Workspace({
    "package.json": `{ "type": "module", "imports": { "#inner": "./src/inner.ts" } }`,
    "tsconfig.json": `{ "compilerOptions": { "baseUrl": ".", "paths": { "@/*": ["src/*"], "exact": ["src/exact.ts"], "@/deep/*": ["nowhere/*", "src/far/*"] } } }`,
    "src/a.ts": `import { b } from "./b.js";
import { folder } from "./folder";
import { inner } from "#inner";
import { exact } from "exact";
import { mapped } from "@/mapped";
import { far } from "@/deep/far";
import { based } from "src/based";
export const values = [b, folder, inner, exact, mapped, far, based];
`,
    "src/b.ts": `export const b = "b";`,
    "src/folder/index.ts": `export const folder = "folder";`,
    "src/inner.ts": `export const inner = "inner";`,
    "src/exact.ts": `export const exact = "exact";`,
    "src/mapped.ts": `export const mapped = "mapped";`,
    "src/far/far.ts": `export const far = "far";`,
    "src/based.ts": `export const based = "based";`,
  });
  const { "src/a.ts#values": values } = await workspace.load("src/a.ts");
  assert.deepEqual(values, ["b", "folder", "inner", "exact", "mapped", "far", "based"]);
});

test("JSON, text and bytes are local data", async () => {
  using workspace = new Workspace({
    "package.json": `{ "type": "module" }`,
    "a.ts": `import data from "./d.json" with { type: "json" };
import prompt from "./prompt.md" with { type: "text" };
import notes from "./notes.txt";
import bytes from "./b.bin" with { type: "bytes" };
export const values = [data, prompt, notes, bytes.length];
`,
    "d.json": `{ "a": [1] }`,
    "prompt.md": "# Hello",
    "notes.txt": "notes",
    "b.bin": "1234",
  });
  const prepared = await workspace.prepare("a.ts");
  assert.deepEqual(Object.keys(prepared.files), ["a.ts", "b.bin", "d.json", "notes.txt", "prompt.md"]);
  const { "a.ts#values": values } = await workspace.load("a.ts");
  assert.deepEqual(values, [{ a: [1] }, "# Hello", "notes", 4]);
});

test("names survive: two files may use the same one", async () => {
  using workspace = new Workspace({
    "a.mjs": `import { other } from "./b.mjs"; function train() {} class Model {} export const names = [train.name, Model.name, ...other];`,
    "b.mjs": `function train() {} class Model {} export const other = [train.name, Model.name];`,
  });
  const { "a.mjs#names": names } = await workspace.load("a.mjs");
  assert.deepEqual(names, ["train", "Model", "train", "Model"]);
});

test("a stack names the author's file, line and column", async () => {
  using workspace = new Workspace({
    "src/ä b.ts": `import { fail } from "./c.ts"; import { old } from "./d.cjs";
interface Gone { a: number }
const here = import.meta.url; const thrown = (): string => { try { return fail(here); } catch (error) { return (error as Error).stack ?? ""; } };
export const stacks = [thrown(), old()];
export default 1;
`,
    "src/c.ts": `type Gone = string;\n\nexport const fail = (a: string): never => { void import.meta.dirname; throw new Error(a); };\n`,
    "src/d.cjs": `"use strict";\nexports.old = () => [__dirname, new Error("x").stack][1];\n`,
  });
  const { "src/ä b.ts#stacks": stacks } = await workspace.load("src/ä b.ts");
  assert.ok(Array.isArray(stacks));
  const [thrown, old] = stacks.map(String);
  assert.match(thrown ?? "", new RegExp(`fail \\(${escaped(workspace.path("src/c.ts"))}:3:77\\)`));
  assert.match(thrown ?? "", new RegExp(`thrown \\(${escaped(workspace.path("src/ä b.ts"))}:3:\\d+\\)`));
  assert.match(old ?? "", new RegExp(`${escaped(workspace.path("src/d.cjs"))}:2:33`));
});

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
