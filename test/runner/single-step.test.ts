import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { RunRecord } from "../../src/runner/model/record.ts";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const steps = `import { outputs, pipeline, step } from "stepwright";
export const add = step((a: number, b: number = 2): number => a + b);
export const named = step({ name: "summary" }, ({ xs, label = "mean" }: { xs: number[]; label?: string }) =>
  outputs({ value: xs.reduce((a, b) => a + b, 0) / xs.length, label }));
export const outer = step(async (x: number) => {
  const inside = add(x, 10);
  return [typeof inside, await add(x, 10), add.entrypoint(x, 1)];
});
export const silent = step(() => {});
export const fails = step(() => { throw new RangeError("too far"); });
export const callsPipeline = step(() => all());
export const all = pipeline(() => add(1));
`;

describe("a step of its own", () => {
  let here: Workspace;
  before(async () => {
    here = await workspace({ "steps.ts": steps });
  });
  after(() => here[Symbol.asyncDispose]());

  const run = async (...words: string[]): Promise<RunRecord> => {
    const ended = await here.stepwright("run", "steps.ts", ...words, "--json");
    assert.equal(ended.status, 0, ended.stdout.slice(-2000) + ended.stderr);
    return finishedRun(ended);
  };
  const values = async ({ outputs }: RunRecord): Promise<Record<string, unknown>> => {
    const shown = Object.entries(outputs).map(async ([name, { artifact, version }]) => {
      const [found] = (await here.stepwright("artifact", "show", `${artifact}@${version}`, "--json")).json();
      return [name, (found as { value?: unknown }).value];
    });
    return Object.fromEntries(await Promise.all(shown)) as Record<string, unknown>;
  };

  it("is a tracked run of one step", async () => {
    const record = await run("add", "--param", "a=1", "--param", "b=3");
    assert.equal(record.pipeline, "add");
    assert.deepEqual(Object.keys(record.steps), ["add"]);
    assert.deepEqual(record.parameters, { a: 1, b: 3 });
    assert.deepEqual(record.steps["add"]?.parameters, { a: 1, b: 3 });
    assert.deepEqual(await values(record), { output: 4 });
    const [runs] = (await here.stepwright("runs", "--json")).json() as [{ id: string }[]];
    assert.ok(runs.some(({ id }) => id === record.id));
    assert.equal((await run("add", "--param", "a=1", "--param", "b=3")).steps["add"]?.status, "cached");
    // A default that is in the source counts like a value that is given.
    assert.deepEqual((await run("add", "--param", "a=1")).parameters, { a: 1, b: 2 });
  });

  it("has the outputs of the step, and goes by its name or variable", async () => {
    const record = await run("summary", "--param", "xs=[1, 2, 6]");
    assert.deepEqual(await values(record), { value: 3, label: "mean" });
    assert.deepEqual((await run("named", "--param", "xs=[1, 2, 6]")).steps["summary"]?.status, "cached");
    assert.deepEqual((await run("silent")).outputs, {});
  });

  it("calls other steps as the bare functions that they are", async () => {
    const record = await run("outer", "--param", "x=1");
    assert.deepEqual(await values(record), { output: ["number", 11, 2] });
    assert.deepEqual(Object.keys(record.steps), ["outer"]);
  });

  it("fails as it would in a pipeline", async () => {
    const ended = await here.stepwright("run", "steps.ts", "fails", "--json");
    assert.equal(ended.status, 1);
    assert.equal(finishedRun(ended).steps["fails"]?.error?.code, "SW3001");
    const called = await here.stepwright("run", "steps.ts", "callsPipeline", "--json");
    const error = finishedRun(called).steps["callsPipeline"]?.error;
    assert.equal(error?.code, "SW1029");
    assert.match(error.at?.file ?? "", /steps\.ts$/);
    const missing = await here.stepwright("run", "steps.ts", "add", "--json");
    assert.equal(refusal(missing).code, "SW1004");
    const unknown = await here.stepwright("run", "steps.ts", "add", "--param", "c=1", "--json");
    assert.deepEqual([unknown.status, refusal(unknown).code], [2, "SW5001"]);
  });
});
