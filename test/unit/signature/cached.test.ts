import { strict as assert } from "node:assert";
import { execFileSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test, type TestContext } from "node:test";
import { readSignatures, writeSignatures } from "../../../src/runner/analysis/signature/cached.ts";
import { project, read, request } from "./project.ts";

const identities = ["a.ts#a"];

/** A project whose signatures are in the cache. */
const cachedProject = (t: TestContext): { workspace: string; cache: string } => {
  const workspace = project(t, {
    "tsconfig.json": `{ "extends": "./base.json" }`,
    "base.json": `{ "compilerOptions": { "lib": ["esnext"], "types": [] } }`,
    "node_modules/lib/package.json": `{ "name": "lib", "version": "1.0.0", "types": "index.d.ts" }`,
    "node_modules/lib/index.d.ts": "export declare const lib: number;",
    "helper.ts": `import { lib } from "lib";\nimport { gone } from "./gone.ts";\nexport const help = (): number => lib + gone;\n`,
    "a.ts": `import { step } from "stepwright";\nimport { help } from "./helper.ts";\nexport const a = step((x: number = 1) => help() + x);\n`,
  });
  const cache = join(workspace, "cache");
  writeSignatures(cache, request(workspace, identities), read(workspace, identities));
  return { workspace, cache };
};

test("signatures come back as they were while nothing has changed", (t) => {
  const { workspace, cache } = cachedProject(t);
  const { signatures, refused } = read(workspace, identities);
  assert.deepEqual(readSignatures(cache, request(workspace, identities)), { signatures, refused });
  assert.equal(readSignatures(cache, request(workspace, ["pipeline a.ts#a"])), undefined);
  assert.equal(readSignatures(join(workspace, "elsewhere"), request(workspace, identities)), undefined);
});

const changes: readonly (readonly [path: string, content: string])[] = [
  ["a.ts", "export const a = 1;"],
  ["helper.ts", "export const help = () => 1;"],
  ["tsconfig.json", "{}"],
  ["base.json", "{}"],
  ["node_modules/lib/package.json", `{ "name": "lib", "version": "1.0.1" }`],
  // What was looked for in vain counts as well.
  ["gone.ts", "export const gone = 1;"],
];

test("a change of anything that was read makes them useless, and undoing it useful again", (t) => {
  const { workspace, cache } = cachedProject(t);
  for (const [name, content] of changes) {
    const path = join(workspace, name);
    const before = existsSync(path) ? readFileSync(path) : undefined;
    writeFileSync(path, content);
    assert.equal(readSignatures(cache, request(workspace, identities)), undefined, name);
    if (before === undefined) rmSync(path);
    else writeFileSync(path, before);
    assert.notEqual(readSignatures(cache, request(workspace, identities)), undefined, name);
  }
});

test("a deleted file and a damaged entry count as not there", (t) => {
  const { workspace, cache } = cachedProject(t);
  rmSync(join(workspace, "helper.ts"));
  assert.equal(readSignatures(cache, request(workspace, identities)), undefined);
  const [entry] = readdirSync(join(cache, "signatures"));
  writeFileSync(join(cache, "signatures", entry ?? ""), `{"files": {}`);
  assert.equal(readSignatures(cache, request(workspace, identities)), undefined);
});

test("reading the cache does not load the compiler", () => {
  const module = new URL("../../../src/runner/analysis/signature/cached.ts", import.meta.url).href;
  const script = `import { registerHooks } from "node:module";
    const loaded = [];
    registerHooks({ load: (url, context, next) => (loaded.push(url), next(url, context)) });
    await import(${JSON.stringify(module)});
    console.log(JSON.stringify(loaded));`;
  const output = execFileSync(process.execPath, ["--input-type=module", "-e", script], { encoding: "utf8" });
  assert.match(output, /cached\.ts/);
  assert.doesNotMatch(output, /node_modules\/typescript\//);
});
