import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { RunRecord } from "../../src/runner/model/record.ts";
import { puppetWorkspace } from "./support/puppet-workspace.ts";
import { runOf, statusLines } from "./support/record.ts";

const pipelines = `import { pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";
const first = step(() => "kept");
const gate = step({ cache: "never" }, (x: any) => puppet("gate"));
const second = step((x: any, name: string) => puppet(name));
const third = step((x: any) => "end");
export const chain = pipeline(({ name = "second" }: { name?: string }) => {
  const kept = first();
  return third(second.withOptions({ after: gate(kept) })(kept, name));
});
const left = step(() => puppet("left"));
const right = step((x: any) => puppet("right"));
const inlineLeft = step({ runtime: "inline" }, () => puppet("left"));
export const pair = pipeline(() => { left(); right(1); });
export const inlinePair = pipeline(() => { inlineLeft(); right(1); });
`;

describe("a process that is killed", () => {
  const work = puppetWorkspace(pipelines);
  const shown = async (): Promise<RunRecord> => RunRecord.parse((await work.folder.stepwright("run", "show", "last", "--json")).json()[0]);

  for (const way of ["runs", "blocks"] as const) {
    it(`as the coordinator, while a step ${way}: takes its workers along, and the next run goes on from what was finished`, async () => {
      const started = work.folder.start("run", "pipelines.ts", "chain", "--param", `name=${way}`, "--json");
      // A step after the gate: what the first one came to has been put away by then.
      await (await work.puppets.next("gate")).tell({ do: "return", value: 1 });
      const step = await work.puppets.next(way);
      if (way === "blocks") await step.tell({ do: "block" });
      started.signal("SIGKILL");
      await step.gone;
      const { status } = await started.ended;
      assert.equal(status, undefined, "ended by the signal");
      const lost = await shown();
      assert.equal(lost.status, "interrupted");
      assert.equal(lost.error?.code, "SW3011");
      assert.deepEqual(
        lost.steps["second"]?.attempts.map((attempt) => attempt.status),
        ["interrupted"],
      );
      assert.equal(lost.steps["second"].status, "interrupted");
      assert.equal(lost.steps["third"]?.status, "cancelled");

      const again = work.folder.start("run", "pipelines.ts", "chain", "--param", `name=${way}`, "--json");
      await (await work.puppets.next("gate")).tell({ do: "return", value: 1 });
      await (await work.puppets.next(way)).tell({ do: "return", value: 1 });
      const ended = await again.ended;
      assert.equal(ended.status, 0, ended.stderr);
      assert.deepEqual(statusLines(runOf(ended)).slice(0, 3), ["first cached", "gate completed", "second completed"]);
    });
  }

  it("as a worker: fails its step and nothing else", async () => {
    const command = work.run("pair", "--max-concurrency", "2");
    const [left, right] = await Promise.all([work.puppets.next("left"), work.puppets.next("right")]);
    process.kill(left.pid, "SIGKILL");
    await left.gone;
    await right.tell({ do: "return", value: 1 });
    const ended = await command.ended;
    assert.equal(ended.status, 1);
    assert.deepEqual(statusLines(runOf(ended)), ["left failed SW3004", "right completed"]);
  });

  it("as the process of inline steps: fails them and nothing else", async () => {
    const command = work.run("inlinePair");
    const [left, right] = await Promise.all([work.puppets.next("left"), work.puppets.next("right")]);
    process.kill(left.pid, "SIGTERM");
    await left.gone;
    await right.tell({ do: "return", value: 1 });
    const run = runOf(await command.ended);
    assert.deepEqual(statusLines(run), ["inlineLeft failed SW3004", "right completed"]);
    assert.equal(run.steps["inlineLeft"]?.error?.message, "The process of `inlineLeft` was killed by SIGTERM.");
  });
});
