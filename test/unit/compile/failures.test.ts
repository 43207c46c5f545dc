import assert from "node:assert/strict";
import { test } from "node:test";
import type { Failure } from "../../../src/runner/model/failure.ts";
import { Workspace, type Files } from "./support/workspace.ts";

const esm: Files = { "package.json": `{ "type": "module" }` };

const cases: { readonly name: string; readonly files: Files; readonly failure: Omit<Failure, "help"> & { readonly help: RegExp } }[] = [
  {
    name: "syntax",
    files: { "a.ts": `import "./b.ts";`, "b.ts": `const a = 1;\nconst "b" = 2;` },
    failure: {
      code: "SW2001",
      message: "b.ts does not parse: Variable declaration expected.",
      at: { file: "b.ts", line: 2, column: 7 },
      help: /Correct the syntax/,
    },
  },
  {
    name: "rules that only the bundler knows",
    files: { "a.ts": `const é = 1; const é = 2;` },
    failure: {
      code: "SW2001",
      message: `a.ts does not parse: The symbol "é" has already been declared.`,
      at: { file: "a.ts", line: 1, column: 20 },
      help: /Correct the code/,
    },
  },
  {
    name: "an export that is not there",
    files: { "a.ts": `import { wrong } from "./b.ts";\nwrong();`, "b.ts": `export const right = 1;` },
    failure: {
      code: "SW2006",
      message: `"b.ts" has no export \`wrong\`.`,
      at: { file: "a.ts", line: 1, column: 10 },
      help: /Check the name/,
    },
  },
  {
    name: "a relative import",
    files: { "src/helpers.ts": "", "a.ts": `import "./src/helper.js";` },
    failure: {
      code: "SW2006",
      message: `Cannot find "./src/helper.js", imported by a.ts.`,
      at: { file: "a.ts", line: 1, column: 8 },
      help: /^Did you mean "\.\/src\/helpers\.ts"\?$/,
    },
  },
  {
    name: "a package",
    files: { "node_modules/@a/models/index.js": "", "a.ts": `\nimport { x } from "@a/model/sub";\nx();` },
    failure: {
      code: "SW2006",
      message: `Cannot find "@a/model/sub", imported by a.ts.`,
      at: { file: "a.ts", line: 2, column: 19 },
      help: /^Did you mean "@a\/models"\? Else install it: npm install @a\/model$/,
    },
  },
  {
    name: "a package like no other",
    files: { "a.ts": `import { x } from "zod";\nx();` },
    failure: {
      code: "SW2006",
      message: `Cannot find "zod", imported by a.ts.`,
      at: { file: "a.ts", line: 1, column: 19 },
      help: /^Install it: npm install zod$/,
    },
  },
  {
    name: "a file of an unknown kind",
    files: { "a.ts": `import x from "./data.csv";\nx();`, "data.csv": "1,2" },
    failure: {
      code: "SW2006",
      message: "data.csv cannot be imported: nothing is known of .csv files.",
      at: { file: "a.ts", line: 1, column: 15 },
      help: /with \{ type: "text" \}/,
    },
  },
  {
    name: "a tsconfig.json that does not parse",
    files: { "a.ts": "", "tsconfig.json": `{\n  "compilerOptions": {{ }\n}` },
    failure: {
      code: "SW2010",
      message: "tsconfig.json cannot be read: Property assignment expected.",
      at: { file: "tsconfig.json", line: 2, column: 23 },
      help: /Correct the file/,
    },
  },
  {
    name: "a tsconfig.json that extends nothing",
    files: { "a.ts": "", "tsconfig.json": `{ "extends": "./missing.json" }` },
    failure: {
      code: "SW2010",
      message: "tsconfig.json cannot be read: Cannot read file 'missing.json'.",
      at: { file: "tsconfig.json", line: 1, column: 1 },
      help: /Correct the file/,
    },
  },
  {
    name: "a tsconfig.json with a wrong value",
    files: { "a.ts": "", "tsconfig.json": `{ "compilerOptions": { "paths": 3 } }` },
    failure: {
      code: "SW2010",
      message: "tsconfig.json cannot be read: Compiler option 'paths' requires a value of type object.",
      at: { file: "tsconfig.json", line: 1, column: 33 },
      help: /Correct the file/,
    },
  },
];

for (const { name, files, failure } of cases) {
  test(`a failure says what is wrong, where, and what to do: ${name}`, async () => {
    using workspace = new Workspace({ ...esm, ...files });
    const { help, ...rest } = await workspace.failure("a.ts");
    const { help: expected, ...expectedRest } = failure;
    assert.deepEqual(rest, expectedRest);
    assert.match(help, expected);
  });
}

test("a file that does not exist, and a folder", async () => {
  using workspace = new Workspace({ "src/a.ts": "" });
  assert.equal((await workspace.failure("b.ts")).code, "SW2002");
  assert.equal((await workspace.failure("src")).code, "SW2002");
});

test("options and projects that have nothing to do with a file do not stop it", async () => {
  using workspace = new Workspace({
    ...esm,
    "a.ts": "export const a = 1;",
    "tsconfig.json": `{ "compilerOptions": { "brandNew": true, "target": "es2099" }, "include": ["none"] }`,
  });
  assert.equal((await workspace.prepare("a.ts")).format, "esm");
});
