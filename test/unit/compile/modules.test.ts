import assert from "node:assert/strict";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { load, Workspace, type Files } from "./support/workspace.ts";

const formats: { readonly name: string; readonly files: Files; readonly entry: string; readonly format: "esm" | "cjs" }[] = [
  { name: ".mts", entry: "a.mts", format: "esm", files: { "package.json": `{ "type": "commonjs" }`, "a.mts": `export {};` } },
  { name: ".cts", entry: "a.cts", format: "cjs", files: { "package.json": `{ "type": "module" }`, "a.cts": `export = 1;` } },
  { name: "type: module", entry: "src/a.ts", format: "esm", files: { "package.json": `{ "type": "module" }`, "src/a.ts": `const a = 1;` } },
  {
    name: "type: commonjs",
    entry: "a.ts",
    format: "cjs",
    files: { "package.json": `{ "type": "commonjs" }`, "a.ts": `export const a = 1;` },
  },
  { name: "no type, module syntax", entry: "a.ts", format: "esm", files: { "package.json": `{}`, "a.ts": `export const a = 1;` } },
  { name: "no type, no module syntax", entry: "a.js", format: "cjs", files: { "package.json": `{}`, "a.js": `const a = require("fs");` } },
  {
    name: "nearest package.json",
    entry: "in/a.ts",
    format: "esm",
    files: { "package.json": `{ "type": "commonjs" }`, "in/package.json": `{ "type": "module" }`, "in/a.ts": `const a = 1;` },
  },
];

for (const { name, files, entry, format } of formats) {
  test(`a bundle has the format of its entry file: ${name}`, async () => {
    using workspace = new Workspace(files);
    const prepared = await workspace.prepare(entry);
    assert.equal(prepared.format, format);
    assert.equal(prepared.bundle.endsWith(format === "esm" ? "bundle.mjs" : "bundle.cjs"), true);
    await load(prepared.bundle);
  });
}

const dual: Files = {
  "node_modules/dual/package.json": `{ "exports": { ".": { "import": "./i.mjs", "require": "./r.cjs" }, "./sub/*": "./s/*.cjs", "./package.json": "./package.json" } }`,
  "node_modules/dual/i.mjs": `export const by = "import"; export default "default";`,
  "node_modules/dual/r.cjs": `exports.by = "require";`,
  "node_modules/dual/s/x.cjs": `exports.x = "sub";`,
  "node_modules/main/package.json": `{ "main": "lib", "module": "wrong.mjs" }`,
  "node_modules/main/lib/index.js": `module.exports = "main";`,
};

test("packages are loaded as Node loads them from the importing file, by its conditions", async () => {
  using workspace = new Workspace({
    ...dual,
    "package.json": `{ "type": "module" }`,
    "src/a.ts": `import fs from "fs";
import standard, { by } from "dual";
import main from "main";
import { x } from "dual/sub/x";
import { old } from "./old.cjs";
import inner from "./nested/b.ts";
const later = await import("dual");
export const values = [by, standard, main, x, later.by, old, inner, typeof fs.readFileSync];
`,
    "src/old.cjs": `const { by } = require("dual"); const { name } = require("main/package.json"); exports.old = [by, name];`,
    "src/nested/b.ts": `import { by } from "dual"; export default by;`,
    "src/nested/node_modules/dual/index.js": `exports.by = "nearer";`,
    "node_modules/main/package.json": `{ "name": "main", "main": "lib", "module": "wrong.mjs" }`,
  });
  const { "src/a.ts#values": values } = await workspace.load("src/a.ts");
  assert.deepEqual(values, ["import", "default", "main", "sub", "import", ["require", "main"], "nearer", "function"]);
});

test("a CommonJS entry requires packages, ES modules and the SDK", async () => {
  using workspace = new Workspace({
    ...dual,
    "a.cts": `import { step } from "stepwright";
import { by } from "dual";
import old = require("dual");
const { b } = require("./b.mjs");
export const values = [by, old.by, b, typeof step];
export const later = async () => (await import("dual")).by;
`,
    "b.mjs": `import { by } from "dual"; export const b = by;`,
  });
  const { "a.cts#values": values } = await workspace.load("a.cts");
  assert.deepEqual(values, ["require", "require", "import", "function"]);
});

test("a package whose real path is outside node_modules is a local source", async () => {
  using workspace = new Workspace({
    "app/package.json": `{ "type": "module" }`,
    "app/a.ts": `import { shared } from "@team/shared"; export const value = shared;`,
    "app/node_modules/@team/shared": "-> ../../../packages/shared",
    "packages/shared/package.json": `{ "name": "@team/shared", "exports": "./src/index.ts" }`,
    "packages/shared/src/index.ts": `enum E { A = 7 }\nexport const shared: number = E.A;`,
  });
  const prepared = await workspace.prepare("app/a.ts");
  assert.deepEqual(Object.keys(prepared.files), ["app/a.ts", "packages/shared/src/index.ts"]);
  assert.deepEqual(await load(prepared.bundle), { "packages/shared/src/index.ts#shared": 7, "app/a.ts#value": 7 });
});

test("a file keeps its own place", async () => {
  using workspace = new Workspace({
    ...dual,
    "package.json": `{ "type": "module" }`,
    "a.ts": `import { inner } from "./src/b.ts";
import { old } from "./src/old.cjs";
const dynamic = "./src/b.ts";
export const values = { url: import.meta.url, main: import.meta.main, same: import.meta === import.meta, inner, old };
if (import.meta.main) throw new Error("not the program");
`,
    "src/b.ts": `import { createRequire } from "node:module";
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
const __dirname = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
const name = "main";
export const inner = {
  dirname: import.meta.dirname, filename: import.meta.filename, own: __dirname, required: require(name),
  resolved: [import.meta.resolve("./c.ts"), import.meta.resolve("node:fs"), import.meta.resolve("fs")],
  loaded: (await import("./" + "data.mjs")).default,
  package: (await import(name)).default,
};
`,
    "src/data.mjs": `export default "data";`,
    "src/old.cjs": `"use strict";
const name = "dual";
if (require.main === module) throw new Error("not the program");
const own = { __dirname, __filename };
exports.old = { ...own, typeof: typeof require, by: require(name).by, path: require.resolve("dual"), strict: (function () { return this === undefined; })() };
`,
  });
  const { "a.ts#values": values } = await workspace.load("a.ts");
  const { root } = workspace;
  const url = (name: string): string => pathToFileURL(workspace.path(name)).href;
  assert.deepEqual(values, {
    url: url("a.ts"),
    main: false,
    same: true,
    inner: {
      dirname: `${root}/src`,
      filename: `${root}/src/b.ts`,
      own: `${root}/src`,
      required: "main",
      resolved: [url("src/c.ts"), "node:fs", "node:fs"],
      loaded: "data",
      package: "main",
    },
    old: {
      __dirname: `${root}/src`,
      __filename: `${root}/src/old.cjs`,
      typeof: "function",
      by: "require",
      path: `${root}/node_modules/dual/r.cjs`,
      strict: true,
    },
  });
});

test("a module may be missing where the code deals with that", async () => {
  using workspace = new Workspace({
    "a.cjs": `let found = "none";
try { found = require("not-installed"); } catch (error) { found = error.code; }
exports.found = found;
exports.later = () => import("also-not-installed").catch(() => undefined);
`,
  });
  assert.equal((await workspace.load("a.cjs"))["a.cjs#found"], "MODULE_NOT_FOUND");
});

test("a file reached through a link has one identity", async () => {
  using workspace = new Workspace({
    "package.json": `{ "type": "module" }`,
    "real/a.ts": `import "./b.ts"; export const a = 1;`,
    "real/b.ts": `export const b = 2;`,
    linked: "-> real",
  });
  assert.deepEqual(await workspace.load("linked/a.ts"), { "real/b.ts#b": 2, "real/a.ts#a": 1 });
});
