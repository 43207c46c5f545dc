import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { workspace } from "./support/workspace.ts";

/** Projects that make it hard for the type checker. Each has a pipeline in `a.ts`. */

const head = 'import { pipeline, step } from "stepwright";\n';
const wrong = "export const wrong = step((): any => ({ n: [1, null] }));\n";
const takes = (type: string): string =>
  `${wrong}export const takes = step((x: ${type}) => 1);\nexport const all = pipeline(() => { takes(wrong() as never); });\n`;
const library = { "node_modules/lib/package.json": '{ "name": "lib", "version": "1.0.0", "main": "index.cjs" }' };

interface Project {
  readonly files: Readonly<Record<string, string>>;
  /** What the step that gets a wrong value says; empty where nothing can be known, so that it runs unchecked. */
  readonly said: string;
}

const projects: Readonly<Record<string, Project>> = {
  "type errors of its own": {
    files: { "a.ts": `${head}const broken: number = "text";\nconst gone: Nowhere = broken.nothing;\n${takes("{ n: number[] }")}` },
    said: "x.n[1]: expected number, got null",
  },
  "a type that is not there": { files: { "a.ts": `${head}${takes("Nowhere")}` }, said: "" },
  "no configuration": { files: { "a.ts": `${head}${takes("{ n: number[] }")}` }, said: "x.n[1]: expected number, got null" },
  "skipLibCheck off, and a library whose types are wrong": {
    files: {
      ...library,
      "tsconfig.json": '{ "compilerOptions": { "strict": true, "skipLibCheck": false, "module": "nodenext" } }',
      "node_modules/lib/index.cjs": "exports.size = 1;",
      "node_modules/lib/index.d.cts": "export declare const size: Nowhere; export interface Row { n: number[]; other: Nowhere[] }",
      "node_modules/lib/package.json": '{ "name": "lib", "version": "1.0.0", "main": "index.cjs", "types": "index.d.cts" }',
      "a.ts": `${head}import type { Row } from "lib";\n${takes("Row")}`,
    },
    said: "x.other: expected array, got nothing | x.n[1]: expected number, got null",
  },
  "a package without types": {
    files: {
      ...library,
      "node_modules/lib/index.cjs": "exports.make = () => ({ n: 1 });",
      "a.ts": `${head}import { make } from "lib";\n${takes("ReturnType<typeof make>")}`,
    },
    said: "",
  },
  "files that import each other in a circle": {
    files: {
      "b.ts":
        'import type { C } from "./c.ts";\nimport { c } from "./c.ts";\nexport interface B { n: number[]; c?: C }\nexport const b = () => c;\n',
      "c.ts": 'import type { B } from "./b.ts";\nimport { b } from "./b.ts";\nexport interface C { b: B }\nexport const c = () => b;\n',
      "a.ts": `${head}import { b } from "./b.ts";\nimport type { B } from "./b.ts";\nb();\n${takes("B")}`,
    },
    said: "x.n[1]: expected number, got null",
  },
  "types that expand for ever": {
    files: {
      "a.ts": `${head}type Deep<T> = { n: T[]; next?: Deep<T[]>; other?: Map<string, Deep<{ a: T }>>; both?: Deep<T | [T]> };
type Forever<T> = T extends string ? Forever<T> : { a: Forever<T[]> };
export const never = step((x: Forever<number>) => 1);
${takes("Deep<number>")}`,
    },
    said: "x.n[1]: expected number, got null",
  },
  "a file of 50,000 lines": {
    files: {
      "a.ts": `${head}${Array.from({ length: 25_000 }, (_, n) => `export interface Row${String(n)} { n: number[]; next?: Row${String(Math.max(0, n - 1))} }\nexport const row${String(n)}: Row${String(n)} = { n: [${String(n)}] };`).join("\n")}\n${takes("Row24999")}`,
    },
    said: "x.n[1]: expected number, got null",
  },
};

describe("a project that is hard to read", () => {
  for (const [name, { files, said }] of Object.entries(projects)) {
    it(`has ${name}, and runs`, async () => {
      await using here = await workspace(files);
      const { steps } = finishedRun(await here.stepwright("run", "a.ts", "--json"));
      assert.equal(steps["takes"]?.error?.message.split("\n").slice(1).join(" | ") ?? "", said);
      assert.equal(steps["takes"]?.status, said === "" ? "completed" : "failed");
    });
  }

  it("has a file that does not parse, and is told where", async () => {
    await using here = await workspace({ "a.ts": `${head}export const all = pipeline(() => { const x = ; });\n` });
    const failure = refusal(await here.stepwright("run", "a.ts", "--json"));
    assert.deepEqual([failure.code, failure.at?.file, failure.at?.line], ["SW2001", "a.ts", 2]);
  });

  it("has a configuration that does not parse, and is told where", async () => {
    await using here = await workspace({ "tsconfig.json": '{ "compilerOptions": {{} }', "a.ts": `${head}${takes("number")}` });
    const failure = refusal(await here.stepwright("run", "a.ts", "--json"));
    assert.deepEqual([failure.code, failure.at?.file], ["SW2010", "tsconfig.json"]);
  });

  it("has a configuration that leaves its files to projects, whose options count", async () => {
    await using here = await workspace({
      "tsconfig.json": '{ "files": [], "references": [{ "path": "./tsconfig.app.json" }] }',
      "tsconfig.app.json":
        '{ "compilerOptions": { "strict": true, "module": "nodenext", "paths": { "@lib/*": ["./lib/*"] } }, "include": ["*.ts", "lib"] }',
      "lib/row.ts": "export interface Row { n: number[] }\nexport const size = 1;\n",
      "a.ts": `${head}import { size, type Row } from "@lib/row.ts";\nconsole.log(size);\n${takes("Row")}`,
    });
    const { steps } = finishedRun(await here.stepwright("run", "a.ts", "--json"));
    assert.match(steps["takes"]?.error?.message ?? "", /x\.n\[1\]: expected number, got null/);
  });

  it("has a type that no time is enough for, and is told which", async () => {
    const letters = "abcdefghijkl"
      .split("")
      .map((letter) => JSON.stringify(letter))
      .join(" | ");
    await using here = await workspace(
      {
        "a.ts": `${head}type Orders<T, K = T> = [T] extends [never] ? [] : K extends K ? [K, ...Orders<Exclude<T, K>>] : never;
${takes(`Orders<${letters}>`)}`,
      },
      { env: { STEPWRIGHT_ANALYSIS_TIMEOUT: "3" } },
    );
    const said =
      /^error\[SW2011\] The type of an input or output of `a\.ts#takes` is too much for the type checker: it took more than 3 seconds\.\n {2}help: .*\n$/;
    const { status, stdout, stderr } = await here.stepwright("run", "a.ts");
    assert.deepEqual([status, stdout], [1, ""]);
    assert.match(stderr, said);
    // What the syntax shows is shown all the same.
    const checked = await here.stepwright("check", "a.ts");
    assert.match(checked.stderr, said);
    assert.deepEqual([checked.status, checked.stdout], [1, "No findings in 1 file.\n"]);
    const graph = await here.stepwright("graph", "a.ts", "--static");
    assert.match(graph.stderr, said);
    assert.match(graph.stdout, /^all {2}a\.ts {2}2 steps\n/);
  });
});
