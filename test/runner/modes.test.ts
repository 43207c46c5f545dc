import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { puppetWorkspace } from "./support/puppet-workspace.ts";
import { runOf, statusLines } from "./support/record.ts";

const pipelines = `import { pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";
const bad = step(() => puppet("bad"));
const good = step(() => puppet("good"));
const afterBad = step((x: any) => puppet("afterBad"));
const afterGood = step((x: any) => puppet("afterGood"));
const afterBoth = step((x: any, y: any) => puppet("afterBoth"));
const graph = () => {
  const fromBad = afterBad(bad());
  afterBoth(fromBad, afterGood(good()));
};
export const continues = pipeline(graph);
export const stops = pipeline({ executionMode: "stopOnFailure" }, graph);
const flaky = step({ retry: { maxRetries: 1, delay: 600 } }, () => puppet("flaky"));
export const fails = pipeline({ executionMode: "failFast" }, () => {
  graph();
  flaky();
});
`;

describe("when a step fails", () => {
  const work = puppetWorkspace(pipelines);

  /** Starts a pipeline and lets `bad` fail while `good` runs. */
  const failBesideGood = async (pipeline: string, ...args: string[]) => {
    const command = work.run(pipeline, "--max-concurrency", "2", ...args);
    const [bad, good] = await Promise.all([work.puppets.next("bad"), work.puppets.next("good")]);
    await bad.tell({ do: "throw", message: "no luck" });
    // Its process tells the run a moment after it has left.
    await command.prints('"event":"step.failed","id":"bad"');
    return { command, good };
  };

  it("`continueOnFailure`, the default, goes on with all that does not depend on it", async () => {
    const { command, good } = await failBesideGood("continues");
    await good.tell({ do: "return", value: 1 });
    await (await work.puppets.next("afterGood")).tell({ do: "return", value: 2 });
    const ended = await command.ended;
    const run = runOf(ended);
    assert.equal(ended.status, 1);
    assert.equal(run.status, "failed");
    assert.deepEqual(statusLines(run), [
      "bad failed SW3001",
      "afterBad skipped",
      "good completed",
      "afterGood completed",
      "afterBoth skipped",
    ]);
    assert.deepEqual(run.steps["afterBad"]?.skippedBecause, ["bad"]);
    assert.deepEqual(run.steps["afterBoth"]?.skippedBecause, ["afterBad"]);
    assert.equal(run.error?.message, "The step `bad` failed.");
  });

  it("`stopOnFailure` lets running steps finish and starts nothing new", async () => {
    const { command, good } = await failBesideGood("stops");
    await good.tell({ do: "log", text: "still at work" });
    await good.tell({ do: "return", value: 1 });
    const ended = await command.ended;
    const run = runOf(ended);
    assert.equal(ended.status, 1);
    assert.deepEqual(statusLines(run), [
      "bad failed SW3001",
      "afterBad skipped",
      "good completed",
      "afterGood skipped",
      "afterBoth skipped",
    ]);
    assert.deepEqual(run.steps["afterGood"]?.skippedBecause, ["bad"]);
    assert.ok(!work.puppets.started.includes("afterGood"));
  });

  it("`failFast` stops running steps and cancels the rest, those too that wait for another try", async () => {
    const command = work.run("fails", "--max-concurrency", "3");
    const flaky = await work.puppets.next("flaky");
    await flaky.tell({ do: "throw", message: "next time" });
    await command.prints(`"event":"step.retrying","id":"flaky"`);
    const [bad, good] = await Promise.all([work.puppets.next("bad"), work.puppets.next("good")]);
    await bad.tell({ do: "throw", message: "no luck" });
    await good.aborted;
    await good.tell({ do: "throw", message: "stopped" });
    const ended = await command.ended;
    const run = runOf(ended);
    assert.equal(ended.status, 1);
    assert.equal(run.status, "failed");
    assert.deepEqual(statusLines(run), [
      "bad failed SW3001",
      "afterBad cancelled",
      "good cancelled",
      "afterGood cancelled",
      "afterBoth cancelled",
      "flaky cancelled",
    ]);
    assert.deepEqual(
      run.steps["flaky"]?.attempts.map(({ status }) => status),
      ["failed"],
    );
  });

  it("`--mode` decides over what the definition says", async () => {
    const { command, good } = await failBesideGood("continues", "--mode", "stopOnFailure");
    await good.tell({ do: "return", value: 1 });
    assert.equal(runOf(await command.ended).steps["afterGood"]?.status, "skipped");
  });
});
