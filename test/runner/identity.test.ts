import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { RunRecord } from "../../src/runner/model/record.ts";
import { finishedRun } from "./support/finished-run.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const head = 'import { pipeline, step } from "stepwright";\n';
const files = {
  "a.ts": `${head}export const train = step(() => "a");\nexport const fit = train;\n`,
  "b.ts": `${head}export const train = step(() => "b");\n`,
  "anonymous.ts": `${head}export default step(() => "default");\n`,
  "barrel.ts":
    'export { train as trainA } from "./a.ts";\nexport * from "./more.ts";\nexport { default as standard } from "./anonymous.ts";\n',
  "more.ts": `${head}export const clean = step(() => "clean");
export const group = { first: step(() => "first"), second: step({ name: "chosen" }, () => "second") };
export const list = [step(() => "zero"), step(function named() { return "one"; })];
const loop: Record<string, unknown> = {};
loop.loop = loop;
export const deep = { table: Array.from({ length: 2_000 }, (_, id) => ({ id })), data: { load: step(() => "deep"), all: [[step(() => "deeper")]] }, loop };
`,
  "house.ts": `import { step } from "stepwright";
export const retried = <A extends unknown[], R>(fn: (...args: A) => R) => step({ retry: { maxRetries: 1 } }, fn);
export const both = <R>(fn: () => R) => ({ plain: step(fn), careful: retried(fn) });
`,
  "main.ts": `${head}import { train as renamed, fit } from "./a.ts";
import { train } from "./b.ts";
import * as all from "./barrel.ts";
import { both, retried } from "./house.ts";
const hidden = step(() => "hidden");
export const wrapped = retried((x: number) => x);
export const pair = both(() => "pair");
export const tuned = train.withOptions({ tags: ["tuned"] });
export class Work { @step() static go() { return "go"; } }
const inner = pipeline(() => clean());
const { clean } = all;
export const everything = pipeline(() => {
  renamed(); train(); all.trainA(); fit(); all.standard(); all.clean(); all.group.first(); all.group.second(); all.list[0]!(); all.list[1]!();
  all.deep.data.load(); all.deep.data.all[0]![0]!();
  hidden(); wrapped(1); pair.plain(); pair.careful(); tuned(); Work.go(); inner();
  for (const name of ["x", "y"]) step({ name }, () => name)();
});
`,
};

const expected = `
train a.ts#train train
train_2 b.ts#train train
train_3 a.ts#train train
train_4 a.ts#train train
anonymous anonymous.ts#default anonymous
clean more.ts#clean clean
first more.ts#group.first first
chosen more.ts#group.second chosen
list_0 more.ts#list[0] list_0
named more.ts#list[1] named
load more.ts#deep.data.load load
deep_data_all_0_0 more.ts#deep.data.all[0][0] deep_data_all_0_0
hidden main.ts#hidden hidden
wrapped main.ts#wrapped wrapped
plain main.ts#pair.plain plain
careful main.ts#pair.careful careful
tuned main.ts#tuned tuned
go main.ts#Work.go go
clean_2 more.ts#clean clean
x - x
y - y
`.trim();

describe("the identity of a step", () => {
  let here: Workspace;
  before(async () => {
    here = await workspace(files);
  });
  after(() => here[Symbol.asyncDispose]());

  const run = async (...words: string[]): Promise<RunRecord> => {
    const ended = await here.stepwright("run", ...words, "--json");
    assert.equal(ended.status, 0, ended.stdout.slice(-2000) + ended.stderr);
    return finishedRun(ended);
  };

  it("is the file and top-level binding that holds it, however it is wrapped, imported and called", async () => {
    const first = await run("main.ts", "everything");
    const lines = first.spec.invocations.map(({ id, identity = "-", step }) => `${id} ${identity} ${step}`);
    assert.equal(lines.join("\n"), expected);
    assert.deepEqual(first.spec.invocations.find(({ id }) => id === "wrapped")?.options.retry, { maxRetries: 1 });
    assert.deepEqual(first.spec.invocations.find(({ id }) => id === "clean_2")?.group, ["inner"]);
    // Each was run as what it is, and each value was kept as its own.
    const texts = Object.entries(first.steps).map(([id, { outputs }]) => {
      const preview = outputs["output"]?.preview;
      return [id, preview?.kind === "text" || preview?.kind === "scalar" ? preview.text : undefined];
    });
    assert.deepEqual(texts.map(([id, text]) => `${String(id)}=${String(text)}`).slice(0, 6), [
      "train=a",
      "train_2=b",
      "train_3=a",
      "train_4=a",
      "anonymous=default",
      "clean=clean",
    ]);
    const second = await run("main.ts", "everything");
    assert.deepEqual(
      Object.entries(second.steps).flatMap(([id, { status }]) => (status === "cached" ? [] : [`${id} ${status}`])),
      ["x completed", "y completed"],
    );
  });
});
