import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RunEvent } from "../../src/runner/model/events.ts";
import type { RunRecord } from "../../src/runner/model/record.ts";
import type { Ended } from "./support/command.ts";
import { puppetWorkspace } from "./support/puppet-workspace.ts";
import { runOf, statusLines } from "./support/record.ts";

const pipelines = `import { pipeline, step, stepContext } from "stepwright";
import { puppet } from "./puppet.ts";
const retry = { maxRetries: 2, delay: 0.01, backoff: 2 };
const flaky = step({ retry }, () => {
  const { step: { attempt }, seed } = stepContext();
  console.log("attempt " + attempt + " seed " + seed);
  if (attempt < 3) throw new Error("attempt " + attempt);
  return attempt;
});
const hopeless = step({ retry: { maxRetries: 1 } }, (): number => { throw new Error("as ever"); });
const crashes = step({ retry: { maxRetries: 1 } }, () => {
  if (stepContext().step.attempt === 1) process.kill(process.pid, "SIGKILL");
  return "second life";
});
export const again = pipeline(() => { flaky(); hopeless(); crashes(); });

const never = () => new Promise<number>(() => undefined);
const wait = (signal: AbortSignal) => new Promise<void>((resolve) => signal.addEventListener("abort", () => resolve()));
const honours = step({ timeout: 0.1 }, async () => {
  const { signal } = stepContext();
  await wait(signal);
  console.log("reason", (signal.reason as Error).name);
  return "late but tidy";
});
const throwsOnSignal = step({ timeout: 0.1 }, async (): Promise<number> => {
  const { signal } = stepContext();
  await wait(signal);
  throw signal.reason;
});
const ignores = step({ timeout: 0.1 }, never);
const blocks = step({ timeout: 0.1 }, (): number => { for (;;); });
const quick = step({ timeout: 600 }, () => "in time");
export const timeouts = pipeline(() => { honours(); throwsOnSignal(); ignores(); blocks(); quick(); });

const persists = step({ runtime: "inline", timeout: 0.1, retry: { maxRetries: 1 } }, async () => {
  const { signal, step: { attempt } } = stepContext();
  if (attempt === 2) return "second try";
  await wait(signal);
  // Ends long after its time was up, and while the second try may run.
  return new Promise<string>((resolve) => setTimeout(() => resolve("too late"), 600));
});
const beside = step({ runtime: "inline" }, () => puppet("beside"));
export const inlineTimeouts = pipeline(() => { persists(); beside(); });

const blocksHost = step({ runtime: "inline", timeout: 0.1 }, async (): Promise<number> => { await puppet("blocker"); for (;;); });
const suffers = step({ runtime: "inline" }, () => puppet("suffers"));
const afterwards = step({ runtime: "inline" }, (x: any) => "a new process");
const sign = step(() => puppet("sign"));
export const blockedHost = pipeline(() => { blocksHost(); suffers(); afterwards(sign()); });

const givenUp = async () => { await puppet("given up"); };
const blocksLate = step({ runtime: "inline", timeout: 0.1, hooks: { onFailure: givenUp } }, async (): Promise<number> => {
  await puppet("blocker");
  for (;;);
});
export const blockedLate = pipeline(() => { blocksLate(); suffers(); afterwards(sign()); });
`;

const attemptsOf = (run: RunRecord, id: string): string[] =>
  run.steps[id]?.attempts.map(({ attempt, status, error }) => `${String(attempt)} ${status} ${error?.code ?? ""}`.trim()) ?? [];

const retryDelays = (ended: Ended, id: string): number[] =>
  ended
    .json()
    .slice(0, -1)
    .map((line) => RunEvent.parse(line))
    .flatMap((event) => (event.event === "step.retrying" && event.id === id ? [event.delay] : []));

describe("attempts", () => {
  const work = puppetWorkspace(pipelines, { STEPWRIGHT_GRACE: "0.2" });

  it("are tried again after growing delays, and all of them are kept", async () => {
    const ended = await work.run("again").ended;
    const run = runOf(ended);
    assert.equal(ended.status, 1);
    assert.deepEqual(statusLines(run), ["flaky completed", "hopeless failed SW3001", "crashes completed"]);
    assert.deepEqual(attemptsOf(run, "flaky"), ["1 failed SW3001", "2 failed SW3001", "3 completed"]);
    assert.deepEqual(attemptsOf(run, "hopeless"), ["1 failed SW3001", "2 failed SW3001"]);
    assert.deepEqual(attemptsOf(run, "crashes"), ["1 failed SW3004", "2 completed"]);
    assert.deepEqual(retryDelays(ended, "flaky"), [0.01, 0.02]);
    assert.deepEqual(retryDelays(ended, "hopeless"), [0]);
    const logs = await Promise.all(
      ["1", "2", "3"].map(async (attempt) => (await work.folder.stepwright("logs", "last", "flaky", "--attempt", attempt)).stdout),
    );
    assert.deepEqual(
      logs.map((log) => log.split(" ")[1]),
      ["1", "2", "3"],
    );
    assert.equal(new Set(logs.map((log) => log.split(" ")[3])).size, 1, "the seed is that of the step, whichever attempt");
  });

  it("fail when their time is up, whether they honour the signal, ignore it or block", async () => {
    const ended = await work.run("timeouts").ended;
    const run = runOf(ended);
    assert.deepEqual(statusLines(run), [
      "honours failed SW3002",
      "throwsOnSignal failed SW3002",
      "ignores failed SW3002",
      "blocks failed SW3002",
      "quick completed",
    ]);
    assert.equal(run.steps["ignores"]?.error?.message, "`ignores` took longer than its timeout of 0.1 s.");
    assert.equal((await work.folder.stepwright("logs", "last", "honours")).stdout, "reason TimeoutError\n");
  });

  it("end alone among inline steps, and what comes of one too late is not taken for the next", async () => {
    const command = work.run("inlineTimeouts");
    const beside = await work.puppets.next("beside");
    await beside.tell({ do: "return", value: "whole" });
    const run = runOf(await command.ended);
    assert.deepEqual(attemptsOf(run, "persists"), ["1 failed SW3002", "2 completed"]);
    assert.deepEqual(statusLines(run), ["persists completed", "beside completed"]);
    assert.deepEqual(run.steps["persists"]?.outputs["output"]?.preview, { kind: "scalar", text: "second try" });
  });

  it("that block the process of inline steps end it, which the others are told, and a new one takes over", async () => {
    const command = work.run("blockedHost");
    const [blocker, suffers, sign] = await Promise.all(["blocker", "suffers", "sign"].map((name) => work.puppets.next(name)));
    await blocker?.tell({ do: "return", value: 0 });
    await suffers?.gone;
    await sign?.tell({ do: "return", value: 0 });
    const run = runOf(await command.ended);
    assert.deepEqual(statusLines(run), ["blocksHost failed SW3002", "suffers failed SW3004", "sign completed", "afterwards completed"]);
    assert.equal(run.steps["suffers"]?.error?.message, "The process of `suffers` was killed, because `blocksHost` blocked it.");
  });

  it("that were given up and block their process only then end it as well", async () => {
    const command = work.run("blockedLate");
    const [blocker, suffers, sign] = await Promise.all(["blocker", "suffers", "sign"].map((name) => work.puppets.next(name)));
    const givenUp = await work.puppets.next("given up");
    await givenUp.tell({ do: "return", value: 0 });
    await blocker?.tell({ do: "return", value: 0 });
    await suffers?.gone;
    await sign?.tell({ do: "return", value: 0 });
    const run = runOf(await command.ended);
    assert.deepEqual(statusLines(run), ["blocksLate failed SW3002", "suffers failed SW3004", "sign completed", "afterwards completed"]);
    assert.equal(run.steps["suffers"]?.error?.message, "The process of `suffers` was killed, because `blocksLate` blocked it.");
  });
});
