import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RunRecord } from "../../src/runner/model/record.ts";
import { puppetWorkspace } from "./support/puppet-workspace.ts";
import { runOf, statusLines } from "./support/record.ts";

const pipelines = `import { pipeline, step, stepContext } from "stepwright";
const say = (what: string) => console.log(what, stepContext().step.id, stepContext().step.attempt);
const hooks = {
  onStart: () => say("start"),
  onEnd: async (error?: unknown) => { await null; say(error === undefined ? "end" : "end with " + (error as Error).message); },
  onSuccess: () => say("success"),
  onFailure: (error: unknown) => say("failure " + (error as Error).message),
};
const flaky = step({ hooks, retry: { maxRetries: 2 } }, () => {
  say("work");
  if (stepContext().step.attempt < 2) throw new Error("first try");
  return 1;
});
const hopeless = step({ hooks, retry: { maxRetries: 1 } }, (): number => { throw new Error("as ever"); });
const inline = step({ hooks, runtime: "inline" }, () => 1);
const exits = step({ hooks }, (): number => process.exit(4));
const slow = step({ hooks, timeout: 0.1 }, () => new Promise<number>((resolve) => stepContext().signal.addEventListener("abort", () => resolve(1))));
const ignores = step({ hooks, timeout: 0.1 }, () => new Promise<number>(() => undefined));
const killed = step({ hooks, retry: { maxRetries: 1 } }, (): number => { process.kill(process.pid, "SIGKILL"); return 1; });
const blocks = step({ hooks, timeout: 0.1 }, (): number => { for (;;); });
const blocksInline = step({ hooks, timeout: 0.1, runtime: "inline" }, (): number => { for (;;); });
const dies = () => process.kill(process.pid, "SIGKILL");
const hookDies = step({ hooks: { onEnd: dies } }, (): number => { process.kill(process.pid, "SIGKILL"); return 1; });
const after = step(() => 1);
export const gone = pipeline({ maxConcurrency: 1 }, () => {
  killed(); blocks(); blocksInline(); hookDies();
  after.withOptions({ after: ["killed"] })();
  after();
});
const badOutput = step({ hooks }, () => (() => 1) as unknown);
export const all = pipeline(() => { flaky(); hopeless(); inline(); exits(); slow(); ignores(); badOutput(); });

const broken = () => { throw new Error("broken hook"); };
const sturdy = step({ hooks: { onStart: broken, onEnd: async () => broken(), onSuccess: broken } }, () => 1);
const doomed = step({ hooks: { onFailure: broken } }, (): number => { throw new Error("its own"); });
export const throwing = pipeline(() => { sturdy(); doomed(); });

const plain = step(() => 1);
const own = step({ hooks: { onSuccess: () => console.log("own success") } }, () => 1);
const defaults = { onStart: () => console.log("default start"), onSuccess: () => console.log("default success") };
export const withDefaults = pipeline({ hooks: defaults }, () => { plain(); own(); });
export const cached = pipeline({ hooks: defaults }, () => { plain(); });
`;

describe("hooks", () => {
  const work = puppetWorkspace(pipelines, { STEPWRIGHT_GRACE: "0.2" });
  const ran = (run: RunRecord, id: string): string[] => run.steps[id]?.hooks.map(({ hook, attempt }) => `${hook} ${String(attempt)}`) ?? [];
  const logOf = async (step: string): Promise<string> => (await work.folder.stepwright("logs", "last", step)).stdout;

  it("run at the start and end of each attempt, and once for how the step came out", async () => {
    const run = runOf(await work.run("all").ended);
    assert.deepEqual(ran(run, "flaky"), ["onStart 1", "onEnd 1", "onStart 2", "onEnd 2", "onSuccess 2"]);
    assert.deepEqual(ran(run, "hopeless"), ["onStart 1", "onEnd 1", "onStart 2", "onEnd 2", "onFailure 2"]);
    assert.deepEqual(ran(run, "inline"), ["onStart 1", "onEnd 1", "onSuccess 1"]);
    const failed = ["onStart 1", "onEnd 1", "onFailure 1"];
    for (const id of ["exits", "slow", "ignores", "badOutput"]) assert.deepEqual(ran(run, id), failed, id);
    assert.deepEqual(
      (await logOf("flaky")).split("\n").filter((line) => !line.startsWith("==>")),
      [
        "start flaky 1",
        "work flaky 1",
        "end with first try flaky 1",
        "start flaky 2",
        "work flaky 2",
        "end flaky 2",
        "success flaky 2",
        "",
      ],
    );
    assert.match(await logOf("ignores"), /failure SW3002: /);
    assert.match(await logOf("exits"), /failure SW3003: /);
  });

  it("run in another process where that of the step is gone", async () => {
    const run = runOf(await work.run("gone").ended);
    assert.deepEqual(statusLines(run), [
      "killed failed SW3004",
      "blocks failed SW3002",
      "blocksInline failed SW3002",
      "hookDies failed SW3004",
      "after skipped",
      "after_2 completed",
    ]);
    assert.deepEqual(ran(run, "killed"), ["onStart 1", "onEnd 1", "onStart 2", "onEnd 2", "onFailure 2"]);
    for (const id of ["blocks", "blocksInline"]) assert.deepEqual(ran(run, id), ["onStart 1", "onEnd 1", "onFailure 1"], id);
    assert.equal(run.steps["killed"]?.attempts.length, 2);
    assert.match(await logOf("killed"), /start killed 2\nend with SW3004: .*SIGKILL.* killed 2\nfailure SW3004: .* killed 2\n$/);
  });

  it("change nothing when they throw, which is recorded", async () => {
    const run = runOf(await work.run("throwing").ended);
    assert.deepEqual(statusLines(run), ["sturdy completed", "doomed failed SW3001"]);
    assert.deepEqual(
      run.steps["sturdy"]?.hooks.map(({ hook, error }) => [hook, error?.message]),
      ["onStart", "onEnd", "onSuccess"].map((hook) => [hook, `The hook \`${hook}\` of \`sturdy\` threw Error: broken hook`]),
    );
    assert.equal(run.steps["doomed"]?.error?.message, "`doomed` threw Error: its own");
  });

  it("of a pipeline are the defaults of its steps", async () => {
    const run = runOf(await work.run("withDefaults").ended);
    assert.deepEqual(ran(run, "plain"), ["onStart 1", "onSuccess 1"]);
    assert.equal(await logOf("plain"), "default start\ndefault success\n");
    assert.equal(await logOf("own"), "default start\nown success\n");
  });

  it("do not run for a step that the cache answers", async () => {
    const first = runOf(await work.folder.stepwright("run", "pipelines.ts", "cached", "--json"));
    assert.deepEqual(ran(first, "plain"), ["onStart 1", "onSuccess 1"]);
    const second = runOf(await work.folder.stepwright("run", "pipelines.ts", "cached", "--json"));
    assert.deepEqual(statusLines(second), ["plain cached"]);
    assert.deepEqual(ran(second, "plain"), []);
  });
});
