import assert from "node:assert/strict";
import { fork } from "node:child_process";
import { once } from "node:events";
import { existsSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { readPrepared } from "../../../src/runner/compile/cached.ts";
import { preparedFolder } from "../../../src/runner/compile/prepared.ts";
import { load, Workspace, type Files } from "./support/workspace.ts";

const files: Files = {
  "package.json": `{ "type": "module" }`,
  "tsconfig.base.json": `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`,
  "tsconfig.json": `{ "extends": "./tsconfig.base.json" }`,
  "src/a.ts": `import { b } from "./b.js"; import { p } from "p"; import { c } from "@/c"; export const a = [b, p, c];`,
  "src/b.ts": `export const b = 1;`,
  "src/c.ts": `export const c = 1;`,
  "node_modules/p/package.json": `{ "version": "1.0.0", "main": "i.js" }`,
  "node_modules/p/i.js": `exports.p = 1;`,
};

test("a bundle is used again as long as everything that made it is the same", async () => {
  using workspace = new Workspace(files);
  assert.equal(readPrepared(workspace.request("src/a.ts")), undefined);
  const first = await workspace.prepare("src/a.ts");
  assert.equal(first.cached, false);
  assert.deepEqual(readPrepared(workspace.request("src/a.ts")), { ...first, cached: true });
  assert.deepEqual(await workspace.prepare("src/a.ts"), { ...first, cached: true });
  // The same content written again is the same.
  workspace.write({ "src/b.ts": files["src/b.ts"] ?? "" });
  assert.equal((await workspace.prepare("src/a.ts")).cached, true);
});

const changes: { readonly name: string; readonly write?: Files; readonly remove?: string }[] = [
  { name: "an imported file", write: { "src/b.ts": `export const b = 2;` } },
  { name: "tsconfig.json", write: { "tsconfig.json": `{}`, "node_modules/@/c/index.js": ``, "node_modules/@/c/package.json": `{}` } },
  {
    name: "what tsconfig.json extends",
    write: { "tsconfig.base.json": `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] }, "jsx": "react" } }` },
  },
  { name: "a package's manifest", write: { "node_modules/p/package.json": `{ "version": "2.0.0", "main": "i.js" }` } },
  { name: "a nearer tsconfig.json", write: { "src/tsconfig.json": `{ "extends": "../tsconfig.base.json" }` } },
  { name: "a nearer package.json", write: { "src/package.json": `{ "type": "module" }` } },
  { name: "a nearer package", write: { "src/node_modules/p/index.js": `exports.p = 2;` } },
  { name: "a file that an import would rather name", write: { "src/b.tsx": "", "src/b.ts": `export const b = 3;` } },
];

for (const { name, write } of changes) {
  test(`a bundle is not used again after a change of ${name}`, async () => {
    using workspace = new Workspace(files);
    await workspace.prepare("src/a.ts");
    workspace.write(write ?? {});
    assert.equal(readPrepared(workspace.request("src/a.ts")), undefined);
    assert.equal((await workspace.prepare("src/a.ts")).cached, false);
  });
}

test("a bundle is not used again when a package is gone, or a link leads elsewhere", async () => {
  using workspace = new Workspace({
    ...files,
    "src/a.ts": `import { p } from "p"; import { s } from "s"; export const a = [p, s];`,
    "one/index.ts": `export const s = 1;`,
    "two/index.ts": `export const s = 1;`,
    "one/package.json": `{ "main": "index.ts" }`,
    "two/package.json": `{ "main": "index.ts" }`,
    "node_modules/s": "-> ../one",
  });
  await workspace.prepare("src/a.ts");
  workspace.remove("node_modules/s");
  workspace.write({ "node_modules/s": "-> ../two" });
  assert.deepEqual(Object.keys((await workspace.prepare("src/a.ts")).files), ["src/a.ts", "two/index.ts"]);
  workspace.remove("node_modules/p/i.js");
  assert.equal(readPrepared(workspace.request("src/a.ts")), undefined);
});

test("a damaged or half-written entry is never used", async () => {
  using workspace = new Workspace(files);
  const { bundle } = await workspace.prepare("src/a.ts");
  writeFileSync(bundle, "");
  assert.equal(readPrepared(workspace.request("src/a.ts")), undefined);
  await workspace.prepare("src/a.ts");
  const entry = join(preparedFolder(workspace.request("src/a.ts")), "prepared.json");
  for (const text of [readFileSync(entry, "utf8").slice(0, -20), `{ "inputs": {} }`, "null"]) {
    writeFileSync(entry, text);
    assert.equal(readPrepared(workspace.request("src/a.ts")), undefined);
  }
});

test("a run that loads the earlier bundle is not disturbed by a new one", async () => {
  using workspace = new Workspace(files);
  const first = await workspace.prepare("src/a.ts");
  workspace.write({ "src/b.ts": `export const b = 2;` });
  const second = await workspace.prepare("src/a.ts");
  assert.notEqual(first.bundle, second.bundle);
  assert.deepEqual((await load(first.bundle))["src/a.ts#a"], [1, 1, 1]);
  assert.deepEqual((await load(second.bundle))["src/a.ts#a"], [2, 1, 1]);
});

test("bundles of earlier sources go after a while", async () => {
  using workspace = new Workspace(files);
  const { bundle: old } = await workspace.prepare("src/a.ts");
  workspace.write({ "src/b.ts": `export const b = 2;` });
  const { bundle: recent } = await workspace.prepare("src/a.ts");
  const aMonthAgo = Date.now() / 1000 - 30 * 24 * 3600;
  utimesSync(dirname(old), aMonthAgo, aMonthAgo);
  workspace.write({ "src/b.ts": `export const b = 3;` });
  await workspace.prepare("src/a.ts");
  assert.deepEqual([existsSync(old), existsSync(recent)], [false, true]);
});

test("processes may prepare the same file at once", async () => {
  using workspace = new Workspace(files);
  const script = fileURLToPath(new URL("support/prepare-process.ts", import.meta.url));
  const children = [0, 1].map(() => fork(script, [JSON.stringify(workspace.request("src/a.ts"))]));
  const answers = await Promise.all(children.map(async (child): Promise<unknown> => (await once(child, "message"))[0]));
  assert.deepEqual(answers[0], answers[1]);
  assert.equal(existsSync((await workspace.prepare("src/a.ts")).bundle), true);
});
