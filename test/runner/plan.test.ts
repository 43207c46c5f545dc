import assert from "node:assert/strict";
import { readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { Plan } from "../../src/runner/model/plan.ts";
import type { Why } from "../../src/runner/model/why.ts";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { contentFiles } from "./support/store-files.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const helper = "export const scale = (x: number): number => x * 2;\n";
const pipelines = `import { appendFileSync } from "node:fs";
import { externalArtifact, pipeline, step } from "stepwright";
import { scale } from "./helper.ts";
const ran = (name: string): void => appendFileSync(process.env["COUNTER"]!, name + "\\n");
export const load = step(({ size = 3 }: { size?: number }) => { ran("load"); return Array.from({ length: size }, (_, i) => i + 1); });
export const scaled = step((xs: number[]) => { ran("scaled"); return xs.map(scale); });
export const sum = step((xs: number[]) => { ran("sum"); return xs.reduce((a, b) => a + b, 0); });
export const clock = step({ cache: "never" }, (x: number) => { ran("clock"); return x; });
export const brief = step({ cache: { expiresAfter: 1e-9 } }, () => { ran("brief"); return 1; });
export const chain = pipeline(({ size = 3 }: { size?: number }) => { brief(); return clock(sum(scaled(load({ size })))); });
export const count = step((xs: number[]) => { ran("count"); return xs.length; });
export const external = pipeline(() => count(externalArtifact([1, 2, 3])));
export const growing = pipeline({ dynamic: true }, async () => { await count([1]); });
export const broken = pipeline(() => { throw new Error("no"); });
`;

/** Every file below a folder with its size and the time of its last change. */
const listing = (folder: string): string[] =>
  (readdirSync(folder, { recursive: true }) as string[])
    .map((name) => [name, statSync(path.join(folder, name))] as const)
    .flatMap(([name, found]) => (found.isFile() ? [`${name} ${String(found.size)} ${String(found.mtimeMs)}`] : []))
    .sort();

describe("graph --plan", () => {
  let here: Workspace;
  before(async () => {
    here = await workspace({ "pipelines.ts": pipelines, "helper.ts": helper });
    here.env["COUNTER"] = path.join(here.path, "..", "counter");
  });
  after(() => here[Symbol.asyncDispose]());

  const planned = async (pipeline: string, ...flags: string[]): Promise<Plan> => {
    writeFileSync(here.env["COUNTER"] ?? "", "");
    const before = listing(here.path);
    const ended = await here.stepwright("graph", "pipelines.ts", pipeline, "--plan", ...flags, "--json");
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    assert.deepEqual(listing(here.path), before, "nothing is written into the workspace");
    assert.equal(readFileSync(here.env["COUNTER"] ?? "", "utf8"), "", "and nothing is run");
    const [plan] = ended.json() as [Plan];
    return plan;
  };
  const lines = ({ steps }: Plan): string[] =>
    steps.map(({ id, plan: { decision, because } }) => [id, decision, ...because.map(({ name, detail }) => `${name} ${detail}`)].join(" "));

  it("says what a run would do before anything was ever run, and after", async () => {
    assert.deepEqual(lines(await planned("chain")), [
      "brief miss brief has no earlier run that left a result",
      "load miss load has no earlier run that left a result",
      "scaled unknown xs will be made by load",
      "sum unknown xs will be made by scaled",
      'clock off step says `cache: "never"`',
    ]);
    const first = finishedRun(await here.stepwright("run", "pipelines.ts", "chain", "--json"));
    const plan = await planned("chain");
    const [brief = "", ...others] = lines(plan);
    assert.match(brief, /^brief miss result was made \d{4}-.+Z and is too old$/);
    assert.deepEqual(others, ["load hit", "scaled hit", "sum hit", 'clock off step says `cache: "never"`']);
    assert.deepEqual(
      plan.steps.map(({ plan: { comparedWith } }) => comparedWith?.run),
      [first.id, first.id, first.id, first.id, undefined],
    );
    const [sum] = plan.steps.filter(({ id }) => id === "sum");
    assert.deepEqual(
      [sum?.step, sum?.inputs, sum?.outputs],
      ["sum", { xs: { from: "scaled.output" } }, [{ name: "output", type: "number" }]],
    );
  });

  it("gives the reason, which why gives after the run", async () => {
    await here.write({ "helper.ts": helper.replace("* 2", "* 3") });
    const changed = await planned("chain");
    assert.deepEqual(lines(changed).slice(1), [
      "load hit",
      "scaled miss scale in helper.ts changed",
      "sum unknown xs will be made by scaled",
      'clock off step says `cache: "never"`',
    ]);
    assert.deepEqual(lines(await planned("chain", "--param", "size=4"))[1], "load miss size 3 → 4");
    const run = finishedRun(await here.stepwright("run", "pipelines.ts", "chain", "--json"));
    const [why] = (await here.stepwright("why", run.id, "scaled", "--json")).json() as [Why];
    const { step: _, ...after } = why;
    assert.deepEqual(changed.steps.find(({ id }) => id === "scaled")?.plan, after);
    await here.write({ "helper.ts": helper });

    assert.deepEqual(
      new Set((await planned("chain", "--no-cache")).steps.map(({ plan: { because } }) => because.map(({ name }) => name).join())),
      new Set(["run"]),
    );
    const shown = await here.stepwright("graph", "pipelines.ts", "chain", "--plan");
    assert.match(shown.stdout, /^chain {2}pipelines\.ts {2}5 steps: 2 to run, 3 cached$/m);
    assert.match(shown.stdout, /^◉ load +cached {2}from chain-\S+$/m);
    assert.match(shown.stdout, /^▸ clock +run {5}the step says `cache: "never"`$/m);
  });

  it("sees what is missing or damaged in the store, and touches none of it", async () => {
    finishedRun(await here.stepwright("run", "pipelines.ts", "chain", "--json"));
    const store = path.join(here.path, ".stepwright");
    const [damaged] = await contentFiles(store, (text) => text === "[2,4,6]");
    const [lost] = await contentFiles(store, (text) => text === "[1,2,3]");
    assert.ok(damaged !== undefined && lost !== undefined);
    await writeFile(damaged, "[2]");
    assert.deepEqual(lines(await planned("chain")).slice(1, 4), [
      "load hit",
      "scaled miss output is damaged where it is stored",
      "sum unknown xs will be made by scaled",
    ]);
    rmSync(lost);
    assert.deepEqual(lines(await planned("chain"))[1], "load miss output is not stored any more");
  });

  it("does not store the values that a pipeline gives, and knows those that are stored", async () => {
    assert.deepEqual(lines(await planned("external")), ["count unknown xs is a value that is not stored yet"]);
    finishedRun(await here.stepwright("run", "pipelines.ts", "external", "--json"));
    assert.deepEqual(lines(await planned("external")), ["count hit"]);
  });

  it("knows nothing of a dynamic pipeline, and says what is wrong as a run would", async () => {
    const growing = await planned("growing");
    assert.deepEqual([growing.dynamic, growing.steps], [true, []]);
    const broken = await here.stepwright("graph", "pipelines.ts", "broken", "--plan", "--json");
    assert.deepEqual([broken.status, refusal(broken).code], [1, "SW1024"]);
    const both = await here.stepwright("graph", "pipelines.ts", "chain", "--plan", "--static", "--json");
    assert.deepEqual([both.status, refusal(both).code], [2, "SW5003"]);
  });
});
