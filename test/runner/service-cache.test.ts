import assert from "node:assert/strict";
import { fork } from "node:child_process";
import path from "node:path";
import { describe, it } from "node:test";
import type { FromRunner, RunRequest } from "../../src/runner/model/protocol.ts";
import type { RunRecord } from "../../src/runner/model/record.ts";
import { finishedRun } from "./support/finished-run.ts";
import { statusLines } from "./support/record.ts";
import { openFolder, startService } from "./support/service.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const helper = "export const scale = (x: number): number => x * 2;\n";
const pipelines = `import { pipeline, step } from "stepwright";
import { scale } from "./helper.ts";
export const load = step(({ size = 3 }: { size?: number }) => {
  console.log("counts to", size);
  return Array.from({ length: size }, (_, i) => i + 1);
});
export const scaled = step((xs: number[], by: number = 1) => xs.map((x) => scale(x) * by));
export const sum = step((xs: number[], name: string) => {
  if (process.env["RISK"] === "fail") throw new Error("no");
  return name + String(xs.reduce((a, b) => a + b, 0));
});
export const chain = pipeline(({ size = 3 }: { size?: number }) => sum(scaled(load({ size })), "total "));
`;

/** As the editor does it: a runner is forked and handed the request. */
const runAs = (here: Workspace, request: RunRequest): Promise<RunRecord> =>
  new Promise((resolve, reject) => {
    const runner = fork(path.resolve(import.meta.dirname, "../../dist/main.js"), [], { env: { ...process.env, ...here.env } });
    runner.on("message", ({ stepwright: message }: { stepwright: FromRunner }) => {
      if (message.type === "ready") runner.send({ stepwright: { type: "run", request } });
      else if (message.type === "finished") resolve(message.run);
      else if (message.type === "refused") reject(new Error(`${message.error.code}: ${message.error.message}`));
    });
    runner.on("close", () => reject(new Error("The runner has ended.")));
  });

describe("the service, asked about the cache and earlier runs", () => {
  it("explains a step of a run", async () => {
    await using here = await workspace({ "pipelines.ts": pipelines, "helper.ts": helper });
    const first = finishedRun(await here.stepwright("run", "pipelines.ts", "--json"));
    await here.write({ "helper.ts": helper.replace("* 2", "* 3") });
    const second = finishedRun(await here.stepwright("run", "pipelines.ts", "--json"));
    await using service = startService(here.env);
    await openFolder(service, here.path);
    const about = { folder: here.path, run: second.id };
    const hit = await service.ask("explain", { ...about, step: "load" });
    assert.deepEqual([hit.decision, hit.comparedWith?.run], ["hit", first.id]);
    const miss = await service.ask("explain", { ...about, step: "scaled" });
    assert.deepEqual(
      miss.because.map(({ part, name, detail }) => [part, name, detail]),
      [["code", "scale", "in helper.ts changed"]],
    );
    const log = async (step: string): Promise<unknown> => {
      const { text, of } = await service.ask("logFile", { ...about, step });
      return [text, of];
    };
    assert.deepEqual(await log("load"), ["counts to 3\n", first.name], "it was printed where the step ran");
    assert.deepEqual(await log("scaled"), ["", undefined], "it ran, and had nothing to say");
    await assert.rejects(log("scale"), /SW4007/);
    await assert.rejects(service.ask("explain", { ...about, step: "scale" }), /SW4007/);
    await assert.rejects(service.ask("explain", { folder: here.path, run: "nothing", step: "load" }), /SW4004/);
  });

  it("says what a run would do, in trusted folders only, with the code on disk", async () => {
    await using here = await workspace({ "pipelines.ts": pipelines, "helper.ts": helper });
    await using service = startService(here.env);
    await openFolder(service, here.path);
    const about = { folder: here.path, identity: "pipelines.ts#chain" };
    await assert.rejects(service.ask("plan", about), /SW2012/);
    await openFolder(service, here.path, true);
    const decisions = async (
      more: { parameters?: Record<string, number>; node?: { path: string; environment: Record<string, string> } } = {},
    ) => (await service.ask("plan", { ...about, ...more })).steps.map(({ id, plan }) => `${id} ${plan.decision}`);
    assert.deepEqual(await decisions(), ["load miss", "scaled unknown", "sum unknown"]);
    finishedRun(await here.stepwright("run", "pipelines.ts", "--json"));
    const node = { path: process.execPath, environment: here.env };
    assert.deepEqual(await decisions({ node }), ["load hit", "scaled hit", "sum hit"]);
    await here.write({ "helper.ts": helper.replace("* 2", "* 3") });
    // Asked twice at once, as two views may.
    const both = await Promise.all([decisions(), decisions()]);
    assert.deepEqual(both, [
      ["load hit", "scaled miss", "sum unknown"],
      ["load hit", "scaled miss", "sum unknown"],
    ]);
    assert.deepEqual(await decisions({ parameters: { size: 4 } }), ["load miss", "scaled unknown", "sum unknown"]);
    await assert.rejects(service.ask("plan", { ...about, identity: "pipelines.ts#none" }), /SW2003/);
    await here.write({ "helper.ts": "export const = 1;" });
    await assert.rejects(service.ask("plan", about), /SW2001/);
  });

  it("gives what a runner is to be asked, to resume a run, to run from a step on, or a step alone with edited inputs", async () => {
    await using here = await workspace({ "pipelines.ts": pipelines, "helper.ts": helper });
    here.env["RISK"] = "fail";
    const failed = finishedRun(await here.stepwright("run", "pipelines.ts", "--param", "size=2", "--json"));
    delete here.env["RISK"];
    await using service = startService(here.env);
    await openFolder(service, here.path, true);
    const about = { folder: here.path, run: failed.id };
    const resumed = await runAs(here, await service.ask("replay", { ...about, replay: { kind: "resume" } }));
    assert.deepEqual(statusLines(resumed), ["load cached", "scaled cached", "sum completed"]);
    assert.deepEqual(resumed.origin, { kind: "resume", run: failed.id });

    const inputs = await service.ask("stepInputs", { ...about, run: resumed.id, step: "scaled" });
    assert.deepEqual(
      inputs.map(({ name, text, binding, signature }) => [name, text, binding?.kind, signature?.type]),
      [
        ["xs", "[1,2]", "version", "number[]"],
        ["by", "1", "value", "number"],
      ],
    );
    // While they are edited: as values, and as texts that are no JSON.
    const ofScaled = { ...about, run: resumed.id, step: "scaled" };
    await service.ask("checkInputs", { ...ofScaled, inputs: { xs: [7], by: 1 }, textInputs: {} });
    await assert.rejects(service.ask("checkInputs", { ...ofScaled, inputs: { xs: [7, "x"] } }), /SW5002[\s\S]*xs\[1\]/);
    await assert.rejects(service.ask("checkInputs", { ...ofScaled, textInputs: { by: "many" } }), /SW5002/);
    await assert.rejects(service.ask("checkInputs", { ...ofScaled, inputs: { size: 1 } }), /SW5001/);
    const from = await service.ask("replay", { ...about, replay: { kind: "from", step: "scaled", inputs: { by: 5 } } });
    const again = await runAs(here, from);
    assert.deepEqual(statusLines(again), ["load cached", "scaled completed", "sum completed"]);
    assert.deepEqual(again.steps["sum"]?.outputs["output"]?.preview, { kind: "scalar", text: "total 30" });

    const only = await service.ask("replay", { ...about, replay: { kind: "only", step: "scaled", inputs: { xs: [7], by: 1 } } });
    const alone = await runAs(here, only);
    assert.deepEqual(Object.keys(alone.steps), ["scaled"]);
    assert.deepEqual(alone.steps["scaled"]?.parameters, { xs: [7], by: 1 });
    // Of a step that never started, what it would have got.
    const never = await service.ask("stepInputs", { ...about, step: "sum" });
    assert.deepEqual(
      never.map(({ name, text }) => [name, text]),
      [
        ["xs", "[2,4]"],
        ["name", '"total "'],
      ],
    );
    await assert.rejects(service.ask("replay", { ...about, run: resumed.id, replay: { kind: "resume" } }), /SW4011/);
    await assert.rejects(service.ask("replay", { ...about, replay: { kind: "only", step: "nope" } }), /SW4007/);
  });
});
