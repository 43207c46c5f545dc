import { strict as assert } from "node:assert";
import { join } from "node:path";
import { test } from "node:test";
import { signatures } from "../../../src/runner/analysis/signature/signatures.ts";
import { project, read, request, shown, shownFailure } from "./project.ts";

const failureOf = (workspace: string): string => {
  const result = signatures(request(workspace, ["src/a.ts#a"]));
  return result.ok ? "none" : `${shownFailure(result.error)}: ${result.error.message}`;
};

test("a configuration that cannot be read is named with its place", (t) => {
  const source = { "src/a.ts": `import { step } from "stepwright"; export const a = step((x: number) => x);` };
  assert.match(
    failureOf(project(t, { ...source, "tsconfig.json": `{\n  "compilerOptions": {{}\n}` })),
    /^SW2010 tsconfig\.json:2:23: tsconfig\.json cannot be read: /,
  );
  assert.match(
    failureOf(project(t, { ...source, "src/tsconfig.json": `{ "extends": "./none.json" }` })),
    /^SW2010 src\/tsconfig\.json:1:\d+: .*none\.json/,
  );
  assert.equal(
    failureOf(
      project(t, { ...source, "tsconfig.json": `{ "compilerOptions": { "lib": ["esnext"], "noSuchOption": true }, "include": [] }` }),
    ),
    "none",
  );
});

test("a file that is not there is named", (t) => {
  assert.equal(failureOf(project(t, {})), "SW2002 : There is no file src/a.ts.");
});

test("the first broken rule is the failure", (t) => {
  const workspace = project(t, { "src/a.ts": `import { step } from "stepwright"; export const a = step((...x: number[]) => x);` });
  assert.match(failureOf(workspace), /^SW1011 src\/a\.ts:1:\d+/);
});

test("paths, JSX and JSON follow the configuration; type errors are the project's own matter", (t) => {
  const workspace = project(t, {
    "base.json": `{ "compilerOptions": { "paths": { "@lib/*": ["./lib/*"] }, "jsx": "preserve", "lib": ["esnext"], "types": [], "module": "nodenext" } }`,
    "tsconfig.json": `{ "extends": "./base.json" }`,
    "lib/rows.ts": `export interface Row { id: number }\nexport const rows = (): Row[] => [];\n`,
    "data.json": `{ "count": 1 }`,
    "a.tsx": `import { step } from "stepwright";
import { rows } from "@lib/rows.ts";
import data from "./data.json" with { type: "json" };
export const load = step((n: number = "wrong") => rows());
export const count = step(() => data.count);
export const view = step(() => <b>x</b>);
`,
  });
  assert.deepEqual(read(workspace, ["a.tsx#load", "a.tsx#count"]).signatures.map(shown), [
    '(n?: number = "wrong") → output: Row[]',
    "() → output: number",
  ]);
});

test("without a configuration the defaults fit modern Node", (t) => {
  const workspace = project(t, {
    "tsconfig.json": null,
    "helper.ts": "export const half = (x: number): number | null => x / 2;\n",
    "a.ts": `import { step } from "stepwright";
import { half } from "./helper";
export const quiet = step((x: number) => console.log(half(x)));
export const fetched = step(async (url: string) => (await fetch(url)).status);
export const maybe = step((x: number) => half(x));
`,
  });
  assert.deepEqual(read(workspace, ["a.ts#quiet", "a.ts#fetched", "a.ts#maybe"]).signatures.map(shown), [
    "(x: number) → nothing",
    "(url: string) → output: number",
    "(x: number) → output: number | null",
  ]);
});

test("sources name what was read and what was looked for", (t) => {
  const workspace = project(t, {
    "node_modules/lib/package.json": `{ "name": "lib", "version": "1.0.0", "types": "index.d.ts" }`,
    "node_modules/lib/index.d.ts": "export declare const lib: number;",
    "helper.ts": `import { lib } from "lib";\nimport { gone } from "./gone.ts";\nexport const help = (): number => lib + gone;\n`,
    "a.ts": `import { step } from "stepwright";\nimport { help } from "./helper.ts";\nexport const a = step(() => help());\n`,
  });
  const { sources } = read(workspace, ["a.ts#a"]);
  const files = Object.keys(sources.files).filter((file) => file.startsWith(workspace));
  assert.deepEqual(files.map((file) => file.slice(workspace.length + 1)).sort(), [
    "a.ts",
    "helper.ts",
    "node_modules/lib/package.json",
    "package.json",
    "tsconfig.json",
  ]);
  assert.ok(sources.absent.includes(join(workspace, "gone.ts")));
});

test("a configuration that refers to projects leaves the options to the one that includes the file", (t) => {
  const options = (strict: boolean): string =>
    `"compilerOptions": { "strict": ${String(strict)}, "lib": ["esnext"], "types": [], "composite": true }`;
  const source = `import { step } from "stepwright"; import { names } from "@lib/names.ts"; export const a = step((x: number) => names);`;
  const workspace = project(t, {
    "tsconfig.json": `{ "files": [], "references": [{ "path": "./tsconfig.test.json" }, { "path": "./app" }, { "path": "./gone" }, { "path": "." }] }`,
    "tsconfig.test.json": `{ ${options(false)}, "include": ["test"] }`,
    "app/tsconfig.json": `{ "files": [], "references": [{ "path": "./tsconfig.build.json" }] }`,
    "app/tsconfig.build.json": `{ "compilerOptions": { "strict": true, "lib": ["esnext"], "types": [], "paths": { "@lib/*": ["../lib/*"] } }, "include": ["../src/**/*"] }`,
    "lib/names.ts": `export const names: string[] = [];`,
    "src/a.ts": source,
    "test/b.ts": source,
    "other/c.ts": source,
  });
  const schemas = ["src/a.ts", "test/b.ts", "other/c.ts"].map((file) => {
    const { signatures: found } = read(workspace, [`${file}#a`]);
    return [found[0]?.types.inputs["x"]?.schema, found[0]?.types.outputs["output"]?.schema];
  });
  const loose = { anyOf: [{ type: ["number", "null"] }, { "x-type": "undefined" }] };
  assert.deepEqual(schemas[0], [{ type: "number" }, { type: "array", items: { type: "string" } }]);
  // Without the mapping nothing is known of the import.
  assert.deepEqual(schemas[1], [loose, undefined]);
  // A file of no project has the options of the first: none, and so the compiler's own.
  assert.deepEqual(schemas[2], [{ type: "number" }, undefined]);
});
