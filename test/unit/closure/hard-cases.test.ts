import assert from "node:assert/strict";
import { test } from "node:test";
import { Workspace, type Files } from "../compile/support/workspace.ts";
import { changed, closuresOf } from "./support.ts";

/** Code that is hard to follow, and for each edit of it the steps that it must make run again. */
interface HardCase {
  readonly name: string;
  /** `a.ts` first: the file of the steps. */
  readonly files: Files;
  readonly steps: readonly string[];
  readonly edits: readonly {
    readonly name: string;
    readonly write: Files;
    readonly changes: readonly string[];
  }[];
}

const sdk = `import { pipeline, step } from "stepwright";\n`;
const module = { "package.json": `{ "type": "module", "imports": { "#own/*": "./own/*.ts" } }` };

const cases: readonly HardCase[] = [
  {
    name: "barrels and exports that are passed on",
    files: {
      "a.ts": `${sdk}import { area, scale, words } from "./lib/index.ts";
import * as all from "./lib/index.ts";
export const one = step((x: number) => scale(x));
export const two = step(() => words("a"));
export const three = step(() => area());
export const four = step(() => all.scale(2));
`,
      "lib/index.ts": `export * from "./math.ts";\nexport { text as words } from "./text.ts";\nexport { default as area } from "./area.ts";\n`,
      "lib/math.ts": `export const scale = (x: number) => x * 2;\nexport const unused = () => 1;\n`,
      "lib/text.ts": `export const text = (x: string) => x + "!";\n`,
      "lib/other.ts": `export const text = (x: string) => x + "?";\n`,
      "lib/area.ts": `export default function area() { return 4; }\n`,
    },
    steps: ["one", "two", "three", "four"],
    edits: [
      {
        name: "what is passed on",
        write: { "lib/math.ts": `export const scale = (x: number) => x * 3;\nexport const unused = () => 1;\n` },
        changes: ["one", "four"],
      },
      {
        name: "what nobody uses",
        write: { "lib/math.ts": `export const scale = (x: number) => x * 2;\nexport const unused = () => 2;\nexport const more = 1;\n` },
        changes: [],
      },
      { name: "a default export", write: { "lib/area.ts": `export default function area() { return 5; }\n` }, changes: ["three"] },
      {
        name: "where it is passed on from",
        write: {
          "lib/index.ts": `export * from "./math.ts";\nexport { text as words } from "./other.ts";\nexport { default as area } from "./area.ts";\n`,
        },
        changes: ["two"],
      },
      {
        name: "one more export of the barrel",
        write: {
          "lib/index.ts": `export * from "./math.ts";\nexport { text as words } from "./text.ts";\nexport { default as area } from "./area.ts";\nexport { text as other } from "./other.ts";\n`,
        },
        changes: [],
      },
    ],
  },
  {
    name: "classes and their methods",
    files: {
      "a.ts": `${sdk}import { Forest, helper } from "./model.ts";
export const one = step((x: number) => new Forest().predict(x));
export const two = step(() => helper());
`,
      "model.ts": `import { Base } from "./base.ts";
export class Forest extends Base { #rate = 2; predict(x: number) { return this.start() + x * this.#rate; } }
export const helper = () => 1;
`,
      "base.ts": `export class Base { start() { return 1; } }\n`,
    },
    steps: ["one", "two"],
    edits: [
      {
        name: "a method",
        write: {
          "model.ts": `import { Base } from "./base.ts";
export class Forest extends Base { #rate = 2; predict(x: number) { return this.start() - x * this.#rate; } }
export const helper = () => 1;
`,
        },
        changes: ["one"],
      },
      { name: "the class it extends", write: { "base.ts": `export class Base { start() { return 2; } }\n` }, changes: ["one"] },
      {
        name: "the name of a private member",
        write: {
          "model.ts": `import { Base } from "./base.ts";
export class Forest extends Base { #factor = 2; predict(x: number) { return this.start() + x * this.#factor; } }
export const helper = () => 1;
`,
        },
        changes: [],
      },
    ],
  },
  {
    name: "constants that are computed when the module is loaded",
    files: {
      "a.ts": `${sdk}import { table } from "./table.ts";
import { limit } from "./limit.ts";
export const one = step(() => table);
export const two = step(() => limit);
`,
      "table.ts": `const build = (n: number) => Array.from({ length: n }, (_, i) => i);\nexport const table = build(3);\n`,
      "limit.ts": `const hours = 24;\nexport const limit = hours * 60;\n`,
    },
    steps: ["one", "two"],
    edits: [
      // Whether computing it does something besides, nobody can see: it counts for all.
      {
        name: "how one is computed by a call",
        write: { "table.ts": `const build = (n: number) => Array.from({ length: n }, (_, i) => i + 1);\nexport const table = build(3);\n` },
        changes: ["one", "two"],
      },
      {
        name: "what one is computed from",
        write: { "limit.ts": `const hours = 12;\nexport const limit = hours * 60;\n` },
        changes: ["two"],
      },
      { name: "another way to the same value", write: { "limit.ts": `const h = 24;\nexport const limit = h * 60;\n` }, changes: [] },
    ],
  },
  {
    name: "data that is imported",
    files: {
      "a.ts": `${sdk}import rates from "./rates.json" with { type: "json" };
import prompt from "./prompt.txt";
export const one = step(() => rates.low);
export const two = step(() => prompt);
`,
      "rates.json": `{ "low": 1, "high": 2 }`,
      "prompt.txt": `Say hello.`,
    },
    steps: ["one", "two"],
    edits: [
      { name: "JSON", write: { "rates.json": `{ "low": 3, "high": 2 }` }, changes: ["one"] },
      { name: "text", write: { "prompt.txt": `Say goodbye.` }, changes: ["two"] },
      { name: "the spaces of JSON", write: { "rates.json": `{\n  "low": 1,\n  "high": 2\n}\n` }, changes: [] },
    ],
  },
  {
    name: "aliases of tsconfig.json and package.json",
    files: {
      "a.ts": `${sdk}import { scale } from "@/scale";
import { shift } from "#own/shift";
export const one = step((x: number) => scale(x));
export const two = step((x: number) => shift(x));
`,
      "tsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`,
      "src/scale.ts": `export const scale = (x: number) => x * 2;\n`,
      "other/scale.ts": `export const scale = (x: number) => x * 5;\n`,
      "own/shift.ts": `export const shift = (x: number) => x + 1;\n`,
    },
    steps: ["one", "two"],
    edits: [
      { name: "what an alias leads to", write: { "src/scale.ts": `export const scale = (x: number) => x * 3;\n` }, changes: ["one"] },
      {
        name: "where it leads to",
        write: { "tsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["./other/*"] } } }` },
        changes: ["one"],
      },
      { name: "an import of package.json", write: { "own/shift.ts": `export const shift = (x: number) => x + 2;\n` }, changes: ["two"] },
    ],
  },
  {
    name: "a linked package of the same repository",
    files: {
      "a.ts": `${sdk}import { scale } from "@me/lib";
export const one = step((x: number) => scale(x));
export const two = step(() => 2);
`,
      "packages/lib/package.json": `{ "name": "@me/lib", "version": "1.0.0", "type": "module", "exports": "./index.ts" }`,
      "packages/lib/index.ts": `export const scale = (x: number) => x * 2;\nexport const unused = 1;\n`,
      "node_modules/@me/lib": "-> ../../packages/lib",
    },
    steps: ["one", "two"],
    edits: [
      {
        name: "its source",
        write: { "packages/lib/index.ts": `export const scale = (x: number) => x * 3;\nexport const unused = 1;\n` },
        changes: ["one"],
      },
      {
        name: "its version, and what nobody uses of it",
        write: {
          "packages/lib/package.json": `{ "name": "@me/lib", "version": "2.0.0", "type": "module", "exports": "./index.ts" }`,
          "packages/lib/index.ts": `export const scale = (x: number) => x * 2;\nexport const unused = 2;\n`,
        },
        changes: [],
      },
    ],
  },
  {
    name: "imports at run time",
    files: {
      "a.ts": `${sdk}export const one = step(async () => (await import("./heavy.ts")).heavy());
export const two = step(async (name: string) => (await import(\`./plugins/\${name}.ts\`)).default);
export const three = step(() => 3);
`,
      "heavy.ts": `import { base } from "./base.ts";\nexport const heavy = () => base + 1;\n`,
      "base.ts": `export const base = 1;\n`,
      "plugins/first.ts": `export default 1;\n`,
    },
    steps: ["one", "two", "three"],
    edits: [{ name: "what is imported then", write: { "base.ts": `export const base = 2;\n` }, changes: ["one"] }],
  },
  {
    name: "steps that are made by wrappers and loops",
    files: {
      "a.ts": `${sdk}import { timed } from "./house.ts";
import { grow } from "./grow.ts";
export const one = timed((x: number) => x + 1);
const two = [1, 2].map((n) => step({ name: "grow" + n }, (x: number) => grow(x, n)));
export const three = step(() => 3);
export const all = pipeline(() => { two.forEach((each) => each(1)); });
`,
      "house.ts": `${sdk}import { stamp } from "./stamp.ts";
export const timed = (fn: (x: number) => number) => step({ retry: { maxRetries: 2 } }, (x: number) => stamp(fn(x)));
`,
      "stamp.ts": `export const stamp = (x: number) => ({ x });\n`,
      "grow.ts": `export const grow = (x: number, n: number) => x * n;\n`,
    },
    steps: ["one", "two[0]", "two[1]", "three"],
    edits: [
      { name: "what the wrapper does", write: { "stamp.ts": `export const stamp = (x: number) => ({ x, y: 1 });\n` }, changes: ["one"] },
      {
        name: "an option that the wrapper sets and that does not count",
        write: {
          "house.ts": `${sdk}import { stamp } from "./stamp.ts";
export const timed = (fn: (x: number) => number) => step({ retry: { maxRetries: 5 } }, (x: number) => stamp(fn(x)));
`,
        },
        changes: [],
      },
      {
        name: "what all steps of a loop use",
        write: { "grow.ts": `export const grow = (x: number, n: number) => x ** n;\n` },
        changes: ["two[0]", "two[1]"],
      },
    ],
  },
  {
    name: "decorators beside that of a step",
    files: {
      "a.ts": `${sdk}import { logged } from "./logged.ts";
export class Training {
  @logged @step() static load() { return 1; }
}
export const two = step(() => 2);
`,
      "logged.ts": `export const logged = (value: (...args: never[]) => unknown) => (...args: never[]) => value(...args);\n`,
    },
    steps: ["Training.load", "two"],
    edits: [
      {
        name: "what the decorator does",
        write: { "logged.ts": `export const logged = (value: (...args: never[]) => unknown) => (...args: never[]) => [value(...args)];\n` },
        changes: ["Training.load"],
      },
    ],
  },
  {
    name: "imports for types and for effects",
    files: {
      "a.ts": `${sdk}import "./register.ts";
import type { Row } from "./types.ts";
import { type Column, width } from "./columns.ts";
export const one = step((row: Row, column: Column) => width + row.x);
export const two = step(() => 2);
`,
      "register.ts": `globalThis.process.env["MODE"] ??= "a";\n`,
      "types.ts": `export interface Row { x: number }\nexport const made = Math.random();\n`,
      "columns.ts": `export interface Column { y: number }\nexport const width = 3;\n`,
    },
    steps: ["one", "two"],
    edits: [
      { name: "an effect", write: { "register.ts": `globalThis.process.env["MODE"] ??= "b";\n` }, changes: ["one", "two"] },
      {
        name: "a file of types, with what it does besides",
        write: { "types.ts": `export interface Row { x: number; z?: string }\nexport const made = Math.random() + 1;\n` },
        changes: [],
      },
      {
        name: "a type beside a value",
        write: { "columns.ts": `export type Column = { y: number };\nexport const width = 3;\n` },
        changes: [],
      },
    ],
  },
  {
    name: "enums and code that is generated",
    files: {
      "a.ts": `${sdk}import { Color } from "./color.ts";
import { client } from "./generated/client.ts";
export const one = step(() => Color.Red);
export const two = step(() => client.list());
export const three = step(() => 3);
`,
      "color.ts": `export enum Color { Red = 1, Blue }\n`,
      "generated/client.ts": `// Generated on Monday.\nexport const client = { list: () => [1] };\n`,
    },
    steps: ["one", "two", "three"],
    edits: [
      { name: "an enum", write: { "color.ts": `export enum Color { Red = 2, Blue }\n` }, changes: ["one"] },
      {
        name: "generated anew with the same code",
        write: { "generated/client.ts": `// Generated on Tuesday.\nexport const client = { list: () => [1] };\n` },
        changes: [],
      },
      {
        name: "generated with other code",
        write: { "generated/client.ts": `// Generated on Monday.\nexport const client = { list: () => [1, 2] };\n` },
        changes: ["two"],
      },
    ],
  },
];

for (const { name, files, steps, edits } of cases) {
  for (const edit of edits) {
    test(`${name}: ${edit.name}`, async () => {
      using workspace = new Workspace(module);
      const before = await closuresOf(workspace, files, ...steps);
      assert.deepEqual(Object.keys(before), steps);
      // A link is there already.
      const plain = Object.fromEntries(Object.entries(files).filter(([, content]) => !content.startsWith("-> ")));
      const after = await closuresOf(workspace, { ...plain, ...edit.write }, ...steps);
      assert.deepEqual(changed(before, after), edit.changes);
    });
  }
}
