import assert from "node:assert/strict";
import { test } from "node:test";
import { readClosures } from "../../../src/runner/analysis/closure/cached.ts";
import { packageFolder } from "../../../src/runner/analysis/closure/packages.ts";
import { Workspace, type Files } from "../compile/support/workspace.ts";
import { changed, closuresOf } from "./support.ts";

const files: Files = {
  "a.ts": `import { step } from "stepwright";
import { x } from "@s/x";
import { y } from "y/sub.js";
import * as path from "path";
import "effect";
import { local } from "./packages/b.ts";
export const one = step(() => x);
export const two = step(() => [y, path.sep]);
export const three = step(() => local());
export const none = step(() => 1);
`,
  "packages/b.ts": `import { x } from "@s/x"; export const local = () => x;`,
  "packages/node_modules/@s/x/package.json": `{ "name": "@s/x", "version": "9.0.0" }`,
  "packages/node_modules/@s/x/index.js": `exports.x = 1;`,
  "node_modules/@s/x/package.json": `{ "name": "@s/x", "version": "1.0.0", "dependencies": { "deep": "*", "missing": "*" }, "peerDependencies": { "y": "*" } }`,
  "node_modules/@s/x/index.js": `exports.x = 1;`,
  "node_modules/@s/x/node_modules/deep/package.json": `{ "name": "deep", "version": "2.0.0", "dependencies": { "@s/x": "*" } }`,
  "node_modules/deep/package.json": `{ "name": "deep", "version": "1.0.0" }`,
  "node_modules/y/package.json": `{ "name": "y", "version": "3.0.0" }`,
  "node_modules/y/sub.js": `exports.y = 1;`,
  "node_modules/effect/package.json": `{ "name": "effect", "version": "0.1.0" }`,
  "node_modules/effect/index.js": ``,
  "package.json": `{ "type": "module" }`,
};
const bindings = ["one", "two", "three", "none"];

test("a closure names the packages it imports and what they depend on, as installed", async () => {
  using workspace = new Workspace({});
  const found = await closuresOf(workspace, files, ...bindings);
  const names = Object.values(found).map(({ packages, builtins }) => [
    ...packages.map(({ name, version }) => `${name}@${version}`),
    ...builtins,
  ]);
  assert.deepEqual(names, [
    ["@s/x@1.0.0", "deep@2.0.0", "effect@0.1.0", "y@3.0.0"],
    ["effect@0.1.0", "y@3.0.0", "node:path"],
    // From the file that imports it.
    ["@s/x@9.0.0", "effect@0.1.0"],
    // What is imported for its effects alone counts for all.
    ["effect@0.1.0"],
  ]);
});

const installs: { readonly name: string; readonly write: Files; readonly changes: string[] }[] = [
  { name: "an imported package", write: { "node_modules/y/package.json": `{ "name": "y", "version": "3.0.1" }` }, changes: ["one", "two"] },
  {
    name: "a dependency",
    write: { "node_modules/@s/x/node_modules/deep/package.json": `{ "name": "deep", "version": "2.0.1" }` },
    changes: ["one"],
  },
  {
    name: "a dependency that was missing",
    write: { "node_modules/missing/package.json": `{ "name": "missing", "version": "1.0.0" }` },
    changes: ["one"],
  },
  {
    name: "a package of another file",
    write: { "packages/node_modules/@s/x/package.json": `{ "name": "@s/x", "version": "9.0.1" }` },
    changes: ["three"],
  },
  {
    name: "a package that nobody reaches",
    write: { "node_modules/deep/package.json": `{ "name": "deep", "version": "1.0.1" }` },
    changes: [],
  },
];

for (const { name, write, changes } of installs) {
  test(`another version changes what reaches it: ${name}`, async () => {
    using workspace = new Workspace({});
    const before = await closuresOf(workspace, files, ...bindings);
    workspace.write(write);
    const after = await closuresOf(workspace, { "a.ts": files["a.ts"] ?? "" }, ...bindings);
    assert.deepEqual(changed(before, after), changes);
    assert.deepEqual(
      Object.values(before).map(({ code }) => code),
      Object.values(after).map(({ code }) => code),
    );
  });
}

test("closures are kept beside their bundle", async () => {
  using workspace = new Workspace({});
  const found = await closuresOf(workspace, files, ...bindings);
  const prepared = await workspace.prepare("a.ts");
  const identities = bindings.map((binding) => `a.ts#${binding}`);
  const kept = readClosures(workspace.request("a.ts"), prepared, identities.toReversed());
  assert.deepEqual(kept?.["a.ts#one"], found["one"]);
  assert.equal(readClosures(workspace.request("a.ts"), prepared, ["a.ts#one"]), undefined);
});

test("the folder of a package", () => {
  assert.equal(packageFolder("/w/node_modules/a/dist/node_modules/@b/c/lib/i.js"), "/w/node_modules/a/dist/node_modules/@b/c");
  assert.equal(packageFolder("/w/src/a.node"), undefined);
});
