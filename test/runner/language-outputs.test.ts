import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { RunRecord } from "../../src/runner/model/record.ts";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const files = {
  "node_modules/tiny/package.json":
    '{ "name": "tiny", "version": "1.0.0", "type": "module", "exports": { "types": "./index.d.ts", "default": "./index.js" } }',
  "node_modules/tiny/index.js": "export const pair = () => [1, 2];\n",
  "node_modules/tiny/index.d.ts": "export declare const pair: () => [number, number];\n",
  "outputs.ts": `import { outputs, pipeline, step, type Annotated, type Outputs } from "stepwright";
import { pair as fromPackage } from "tiny";

const pair: [number, string] = [1, "a"];
export const literal = step((): [number, string] => [1, "a"]);
export const named = step((): [Annotated<number, "first">, string] => [1, "a"]);
export const variable = step((): [number, string] => pair);
export const annotated = step((): Annotated<[number, string], "pair"> => [1, "a"]);
export const keyed = step(() => outputs({ model: [1], accuracy: 0.5 }));
export const plain = step(() => ({ a: 1 }));
export const score = step((): Annotated<number, "score"> => 1);
export const nothing = step(() => {});
export const list = step(() => [1, 2]);
export const imported = step(fromPackage);
export const maybe = step((): Annotated<string | null, "maybe"> => null);
export const table = pipeline(() => { literal(); named(); variable(); annotated(); keyed(); plain(); score(); nothing(); list(); imported(); maybe(); });

export const fewer = step((): [number, number] => [...([1] as unknown as [number, number])]);
export const otherKeys = step((): Outputs<{ a: number }> => outputs({ b: 1 }) as never);
export const noKeys = step((): Outputs<{ a: number }> => 1 as never);
export const dishonest = pipeline(() => { fewer(); otherKeys(); noKeys(); plain(); });

const long = "n".repeat(200);
const names = step({ outputs: { output: { name: long } } }, () => 1);
export const longest = pipeline(() => names());
export const tooLong = pipeline(() => names.withOptions({ outputs: { output: { name: long + "n" } } })());
export const control = pipeline(() => names.withOptions({ outputs: { output: { name: "a\\nb" } } })());
export const odd = pipeline(() => names.withOptions({ outputs: { output: { name: "../../Å b: *?" } } })());
export const unknown = pipeline(() => names.withOptions({ outputs: { model: { name: "a" } } })());
export const renamed = pipeline({ name: "by name" }, () => { literal(); names.withOptions({ id: "second", outputs: { output: { name: "own" } } })(); });
`,
};

describe("outputs", () => {
  let here: Workspace;
  before(async () => {
    here = await workspace(files);
  });
  after(() => here[Symbol.asyncDispose]());

  const run = async (pipeline: string): Promise<RunRecord> => {
    const ended = await here.stepwright("run", "outputs.ts", pipeline, "--no-cache", "--json");
    assert.equal(ended.status, 0, ended.stdout.slice(-2000) + ended.stderr);
    return finishedRun(ended);
  };
  /** Artifacts by output, of each step. */
  const artifacts = ({ steps }: RunRecord): Record<string, Record<string, string>> =>
    Object.fromEntries(
      Object.entries(steps).map(([id, { outputs }]) => [
        id,
        Object.fromEntries(Object.entries(outputs).map(([output, { artifact }]) => [output, artifact])),
      ]),
    );

  it("are what the function returns, and their artifacts are called after them", async () => {
    const record = await run("table");
    assert.deepEqual(artifacts(record), {
      literal: { output_0: "table::literal::output_0", output_1: "table::literal::output_1" },
      named: { first: "first", output_1: "table::named::output_1" },
      variable: { output: "table::variable::output" },
      annotated: { pair: "pair" },
      keyed: { model: "model", accuracy: "accuracy" },
      plain: { output: "table::plain::output" },
      score: { score: "score" },
      nothing: {},
      list: { output: "table::list::output" },
      imported: { output: "table::imported::output" },
      maybe: { maybe: "maybe" },
    });
    const types = Object.values(record.steps).flatMap(({ outputs }) => Object.values(outputs).map(({ type }) => type));
    assert.deepEqual(types, [
      ...["number", "string", "number", "string", "[number, string]", "[number, string]", "number[]", "number"],
      ...["{ a: number; }", "number", "number[]", "[number, number]", "string | null"],
    ]);
  });

  it("that are others than the source says fail their step alone, with what to return", async () => {
    const ended = await here.stepwright("run", "outputs.ts", "dishonest", "--no-cache", "--json");
    assert.equal(ended.status, 1);
    const { steps } = finishedRun(ended);
    for (const id of ["fewer", "otherKeys", "noKeys"]) {
      assert.equal(steps[id]?.error?.code, "SW1015", id);
      assert.match(steps[id].error.help, /^Return /);
      assert.deepEqual(steps[id].outputs, {});
    }
    assert.equal(steps["plain"]?.status, "completed");
  });

  it("may be called anything of up to 200 characters, and no name becomes a path", async () => {
    const [name] = Object.values(artifacts(await run("longest"))["names"] ?? {});
    assert.equal(name?.length, 200);
    assert.deepEqual(artifacts(await run("odd"))["names"], { output: "../../Å b: *?" });
    const [shown] = (await here.stepwright("artifact", "show", "../../Å b: *?", "--json")).json() as [{ files: string[] }];
    assert.match(shown.files[0] ?? "", /^\.stepwright\/artifacts\/objects\//);
    assert.deepEqual(artifacts(await run("by name")), {
      literal: { output_0: "by name::literal::output_0", output_1: "by name::literal::output_1" },
      second: { output: "own" },
    });
    for (const [pipeline, code] of [
      ["tooLong", "SW1022"],
      ["control", "SW1022"],
      ["unknown", "SW1010"],
    ] as const) {
      assert.equal(refusal(await here.stepwright("run", "outputs.ts", pipeline, "--json")).code, code, pipeline);
    }
  });
});
