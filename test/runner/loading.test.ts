import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { finishedRun } from "./support/finished-run.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

/** A package with one entry for `import` and another for `require`. */
const dual = {
  "node_modules/dual/package.json": JSON.stringify({
    name: "dual",
    version: "1.0.0",
    exports: {
      ".": { import: "./index.mjs", require: "./index.cjs" },
      "./extra": { types: "./extra.d.ts", node: "./extra.mjs", default: "./none.mjs" },
    },
  }),
  "node_modules/dual/index.mjs": 'export const kind = "esm";\n',
  "node_modules/dual/index.cjs": 'exports.kind = "cjs";\n',
  "node_modules/dual/extra.mjs": 'export const extra = "node";\n',
};
const common = {
  "node_modules/common/package.json": '{ "name": "common", "version": "1.0.0", "main": "lib/index.js" }',
  "node_modules/common/lib/index.js":
    'const { kind } = require("dual");\nmodule.exports = class Common { static kind = kind; };\nmodule.exports.named = "named";\n',
};
/** Found through a link, as in a monorepo: its source lies outside of `node_modules`. */
const linked = {
  "packages/shared/package.json": '{ "name": "@house/shared", "version": "1.0.0", "type": "module", "exports": "./src/index.ts" }',
  "packages/shared/src/index.ts":
    'import { step } from "stepwright";\nexport enum Level { Low = 1, High }\nexport const level = step((): number => Level.High);\n',
};

const modern = `import data from "./data.json" with { type: "json" };
import { pipeline, step } from "stepwright";
import { kind } from "dual";
import { extra } from "dual/extra";
import Common, { named } from "common";
import { level, Level } from "@house/shared";
import { double } from "@lib/double";
import { Text } from "./text.tsx";
import "./side-effect.ts";

const waited = await Promise.resolve("waited");
export namespace Names { export const inside = "namespace"; }
const enum Colour { Red = 7 }
function logged<T extends Function>(method: T, context: ClassMethodDecoratorContext): T { seen.push(String(context.name)); return method; }
const seen: string[] = [];
export class Training {
  constructor(private readonly factor: number) {}
  @logged scale(x: number) { return x * this.factor; }
  static #offset = 1;
  @step() static load(): number { return 2 + this.#offset; }
  @step({ name: "trained", tags: ["best"] }) static async train(x: number): Promise<number> { return new Training(10).scale(x); }
}
export const facts = step(() => [
  data.answer, kind, extra, Common.kind, named, Level.High, double(4), waited, Names.inside, Colour.Red, seen.join(),
  Text({ children: "jsx" }), (globalThis as { sideEffect?: string }).sideEffect, import.meta.dirname === import.meta.filename.replace(/.modern\\.ts$/, ""),
  import.meta.main,
]);
export const all = pipeline(() => { level(); return { facts: facts(), trained: Training.train(Training.load() as never) }; });
if (import.meta.main) throw new Error("Loading never starts a run.");
`;
const commonEntry = `const { pipeline, step } = require("stepwright");
const { kind } = require("dual");
const Common = require("common");
const data = require("./data.json");
const one = step(() => [kind, Common.kind, data.answer, require("./part.cjs").part, __filename.endsWith("entry.cjs"), require.main === module]);
const all = pipeline(() => one());
if (require.main === module) all();
module.exports = { one, all };
`;
const files = {
  "package.json": JSON.stringify({ name: "workspace", private: true, type: "module", workspaces: ["packages/*"] }),
  "tsconfig.json": `{
  // Comments and trailing commas are allowed here.
  "compilerOptions": { "target": "esnext", "module": "nodenext", "jsx": "react", "jsxFactory": "h", "paths": { "@lib/*": ["./lib/*"] }, "allowJs": true, },
}`,
  ...dual,
  ...common,
  ...linked,
  "data.json": '{ "answer": 42 }',
  "lib/double.ts": "export const double = (x: number): number => x * 2;\n",
  "text.tsx":
    'const h = (tag: string, _: unknown, ...children: string[]) => `<${tag}>${children.join("")}</${tag}>`;\nexport const Text = ({ children }: { children: string }) => <b>{children}</b>;\n',
  "side-effect.ts": '(globalThis as { sideEffect?: string }).sideEffect = "done";\n',
  "modern.ts": modern,
  "entry.cjs": commonEntry,
  "part.cjs": 'exports.part = "part";\n',
  "plain.js": `import { outputs, pipeline, step } from "stepwright";
export const load = step(() => ({ rows: [1, 2, 3] }));
/**
 * Adds up.
 * @param {{ rows: number[] }} data
 * @param {number} [factor]
 * @returns {[total: number, count: number]}
 */
function addUp(data, factor = 2) { return [data.rows.reduce((a, b) => a + b, 0) * factor, data.rows.length]; }
export const sums = step(addUp);
export const parts = step(({ total, count }) => outputs({ mean: total / count, label: "mean" }));
export const all = pipeline(({ factor = 3 }) => {
  const [total, count] = sums(load(), factor);
  return parts({ total, count }).mean;
});
`,
  "ordner mit ümläuten/schrittä 步.ts":
    'import { pipeline, step } from "stepwright";\nimport { wert } from "./größe.ts";\nexport const lädt = step(() => wert);\nexport const alles = pipeline(() => lädt());\n',
  "ordner mit ümläuten/größe.ts": 'export const wert = "größe";\n',
  "stacks.ts": `import { pipeline, step } from "stepwright";
import { fail } from "./lib/fail.ts";

type Unused = { a: string };

export const failing = step(async (): Promise<number> => {
  await Promise.resolve();
  return fail();
});
export const all = pipeline(() => failing());
`,
  "lib/fail.ts": `interface Padding {
  lines: number;
}

export function fail(): never {
  const error: Error = new RangeError("too far");
  throw error;
}
`,
};

describe("loading", () => {
  let here: Workspace;
  before(async () => {
    here = await workspace(files);
    await here.write({ "node_modules/@house/.keep": "" });
    await symlink("../../packages/shared", path.join(here.path, "node_modules/@house/shared"), "junction");
  });
  after(() => here[Symbol.asyncDispose]());

  const outputsOf = async (file: string, ...words: string[]): Promise<Record<string, unknown>> => {
    const ended = await here.stepwright("run", file, ...words, "--no-cache", "--json");
    assert.equal(ended.status, 0, ended.stdout.slice(-2000) + ended.stderr);
    const { outputs } = finishedRun(ended);
    const values = await Promise.all(
      Object.entries(outputs).map(async ([name, { artifact, version }]) => {
        const [shown] = (await here.stepwright("artifact", "show", `${artifact}@${version}`, "--json")).json();
        return [name, (shown as { value?: unknown }).value];
      }),
    );
    return Object.fromEntries(values) as Record<string, unknown>;
  };

  it("understands what TypeScript and its projects are made of", async () => {
    assert.deepEqual(await outputsOf("modern.ts"), {
      facts: [42, "esm", "node", "cjs", "named", 2, 8, "waited", "namespace", 7, "scale", "<b>jsx</b>", "done", true, false],
      trained: 30,
    });
  });

  it("loads CommonJS as CommonJS", async () => {
    assert.deepEqual(await outputsOf("entry.cjs"), { output: ["cjs", "cjs", 42, "part", true, false] });
  });

  it("reads what JavaScript says in JSDoc, and what it does not say", async () => {
    assert.deepEqual(await outputsOf("plain.js", "all", "--param", "factor=4"), { output: 8 });
    const [graph] = (await here.stepwright("graph", "plain.js", "--json")).json() as [{ steps: { id: string; outputs: unknown }[] }];
    assert.deepEqual(
      graph.steps.map(({ id, outputs }) => [id, outputs]),
      [
        ["load", [{ name: "output", type: "{ rows: number[]; }" }]],
        [
          "sums",
          [
            { name: "output_0", type: "number" },
            { name: "output_1", type: "number" },
          ],
        ],
        [
          "parts",
          [
            { name: "mean", type: "number" },
            { name: "label", type: "string" },
          ],
        ],
      ],
    );
  });

  it("takes folders and files by any name", async () => {
    assert.deepEqual(await outputsOf("ordner mit ümläuten/schrittä 步.ts"), { output: "größe" });
  });

  it("works in a workspace folder by any name", async () => {
    const folder = path.join(here.path, "ein Ordner #1 (ü)");
    await here.write({
      "ein Ordner #1 (ü)/package.json": '{ "type": "module" }',
      "ein Ordner #1 (ü)/p%20q.ts": `import { pipeline, step } from "stepwright";
import { kind } from "dual";
import { help } from "./#2/help#3";
export const one = step(() => [import.meta.filename, help, kind]);
export const all = pipeline(() => one());
`,
      "ein Ordner #1 (ü)/#2/help#3.ts": "\uFEFFexport const help = 1;\r\n",
      ...Object.fromEntries(Object.entries(dual).map(([name, text]) => [`ein Ordner #1 (ü)/${name}`, text])),
    });
    const ended = await here.stepwright("--workspace", folder, "run", path.join(folder, "p%20q.ts"), "--json");
    assert.equal(ended.status, 0, ended.stdout);
    assert.equal(finishedRun(ended).spec.identity, "p%20q.ts#all");
  });

  it("leads stacks into the source", async () => {
    const ended = await here.stepwright("run", "stacks.ts", "--no-cache", "--json");
    assert.equal(ended.status, 1);
    const error = finishedRun(ended).steps["failing"]?.error;
    assert.equal(error?.code, "SW3001");
    assert.deepEqual(error.at, { file: path.join(here.path, "lib/fail.ts"), line: 6, column: 24 });
    const frames = (error.thrown?.stack ?? "").split("\n").filter((line) => line.includes(" at "));
    assert.deepEqual(
      frames.map((line) => line.replace(`${here.path}${path.sep}`, "").trim()),
      ["at fail (lib/fail.ts:6:24)", "at async <anonymous> (stacks.ts:8:10)"].map((line) => line.replace("async ", "")),
    );
  });
});
