import assert from "node:assert/strict";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { storeFormat } from "../../../src/runner/model/formats.ts";
import { createStore, findStore, findWorkspace } from "../../../src/runner/store/store.ts";
import { bad, good, temporaryFolder, temporaryStore, whileReadOnly } from "./support.ts";

test("making a store writes what ignores and identifies it, and nothing else a person sees", (t) => {
  const store = temporaryStore(t);
  assert.deepEqual(readdirSync(store.root).sort(), [".gitignore", "store.json", "tmp"]);
  assert.equal(readFileSync(join(store.root, ".gitignore"), "utf8"), "*\n");
  assert.deepEqual(readdirSync(join(store.root, "tmp")), []);
});

test("a store is made once: its id stays", (t) => {
  const store = temporaryStore(t);
  const before = readFileSync(join(store.root, "store.json"), "utf8");
  assert.deepEqual(good(createStore(store.workspace)), store);
  assert.equal(readFileSync(join(store.root, "store.json"), "utf8"), before);
});

test("looking for a store writes nothing", (t) => {
  const workspace = temporaryFolder(t);
  assert.equal(good(findStore(workspace)), undefined);
  assert.deepEqual(readdirSync(workspace), []);
  const store = good(createStore(workspace));
  assert.deepEqual(good(findStore(workspace)), store);
});

test("a workspace that does not exist is not made", (t) => {
  const workspace = join(temporaryFolder(t), "mistyped");
  bad(createStore(workspace), "SW4005");
  assert.equal(existsSync(workspace), false);
});

test("a store of a newer format is read, not written", (t) => {
  const store = temporaryStore(t);
  writeFileSync(join(store.root, "store.json"), JSON.stringify({ id: "x", format: storeFormat + 1 }));
  assert.match(bad(createStore(store.workspace), "SW4006"), /has format 2; this version of Stepwright writes format 1/);
  assert.deepEqual(good(findStore(store.workspace)), store);
});

test("a damaged store.json says how to mend it, and mending it works", (t) => {
  const store = temporaryStore(t);
  const file = join(store.root, "store.json");
  writeFileSync(file, "");
  bad(createStore(store.workspace), "SW4005");
  rmSync(file);
  good(createStore(store.workspace));
});

test("a folder that cannot be written is said so", { skip: process.platform === "win32" }, (t) => {
  const workspace = temporaryFolder(t);
  whileReadOnly(workspace, () => {
    assert.match(bad(createStore(workspace), "SW4001"), /\.stepwright cannot be accessed \(EACCES\)/);
  });
});

test("links inside a store are refused", { skip: process.platform === "win32" }, (t) => {
  const store = temporaryStore(t);
  const elsewhere = temporaryFolder(t);
  symlinkSync(elsewhere, join(store.root, "keys"));
  assert.match(bad(createStore(store.workspace), "SW4005"), /keys is not a file or folder of its own/);
  bad(findStore(store.workspace), "SW4005");
});

test("a file called .stepwright is no store", (t) => {
  const workspace = temporaryFolder(t);
  writeFileSync(join(workspace, ".stepwright"), "");
  bad(findStore(workspace), "SW4005");
  bad(createStore(workspace), "SW4005");
});

test("the workspace is the nearest folder with a store, else with a package.json, else the folder itself", (t) => {
  const top = temporaryFolder(t);
  const inner = join(top, "packages", "a", "src");
  mkdirSync(inner, { recursive: true });
  assert.equal(findWorkspace(inner), inner);
  writeFileSync(join(top, "package.json"), "{}");
  assert.equal(findWorkspace(inner), top);
  writeFileSync(join(top, "packages", "a", "package.json"), "{}");
  assert.equal(findWorkspace(inner), join(top, "packages", "a"));
  good(createStore(top));
  assert.equal(findWorkspace(inner), top);
});
