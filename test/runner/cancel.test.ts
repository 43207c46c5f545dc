import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { puppetWorkspace } from "./support/puppet-workspace.ts";
import { runOf, statusLines } from "./support/record.ts";

const pipelines = `import { spawn } from "node:child_process";
import { pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";
const first = step(() => puppet("first"));
const works = step((x: any) => puppet("works"));
const inlineWorks = step({ runtime: "inline" }, (x: any) => puppet("inlineWorks"));
const never = step((x: any) => puppet("never"));
export const three = pipeline(() => {
  const start = first();
  never(works(start));
  inlineWorks(start);
});

/** A child that tells the test that it lives. */
const child = \`const socket = require("node:net").connect(Number(process.env.PUPPET_PORT), "127.0.0.1");
socket.write(JSON.stringify({ name: "child", pid: process.pid }) + "\\\\n");
socket.on("data", () => undefined); process.on("SIGTERM", () => undefined);\`;
const parent = step(() => {
  spawn(process.execPath, ["-e", child], { stdio: "inherit" });
  return puppet("parent");
});
export const family = pipeline(() => { parent(); });

export const endless = pipeline({ dynamic: true }, async () => {
  await first();
  await new Promise(() => undefined);
});
`;

describe("a run that is cancelled", () => {
  const work = puppetWorkspace(pipelines, { STEPWRIGHT_GRACE: "0.2" });

  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    it(`by ${signal} stops its steps, keeps what was finished, and ends with 130`, async () => {
      const command = work.run("three");
      await (await work.puppets.next("first")).tell({ do: "return", value: 1 });
      const [works, inline] = await Promise.all([work.puppets.next("works"), work.puppets.next("inlineWorks")]);
      command.signal(signal);
      await Promise.all([works.aborted, inline.aborted]);
      await works.tell({ do: "throw", message: "stopped" });
      const ended = await command.ended;
      assert.equal(ended.status, 130);
      const run = runOf(ended);
      assert.equal(run.status, "cancelled");
      assert.deepEqual(statusLines(run), ["first completed", "works cancelled", "never cancelled", "inlineWorks cancelled"]);
      await Promise.all([works.gone, inline.gone]);
    });
  }

  it("keeps the result of a step that finishes in the time it is given", async () => {
    const command = work.run("three");
    await (await work.puppets.next("first")).tell({ do: "return", value: 1 });
    const works = await work.puppets.next("works");
    command.signal("SIGINT");
    await works.aborted;
    await works.tell({ do: "return", value: "just in time" });
    const run = runOf(await command.ended);
    assert.equal(run.steps["works"]?.status, "completed");
    assert.equal(run.status, "cancelled");
  });

  it("does not wait for a step that blocks", async () => {
    const command = work.run("three");
    await (await work.puppets.next("first")).tell({ do: "return", value: 1 });
    const [works, inline] = await Promise.all([work.puppets.next("works"), work.puppets.next("inlineWorks")]);
    await works.tell({ do: "block" });
    await inline.tell({ do: "block" });
    command.signal("SIGINT");
    const ended = await command.ended;
    assert.equal(ended.status, 130);
    assert.deepEqual(statusLines(runOf(ended)), ["first completed", "works cancelled", "never cancelled", "inlineWorks cancelled"]);
    await Promise.all([works.gone, inline.gone]);
  });

  it("leaves no process behind, children of steps included", async () => {
    const command = work.run("family");
    const [parent, child] = await Promise.all([work.puppets.next("parent"), work.puppets.next("child")]);
    command.signal("SIGINT");
    assert.equal((await command.ended).status, 130);
    await Promise.all([parent.gone, child.gone]);
  });

  it("takes the children of a step along also where the step completes", async () => {
    const command = work.run("family");
    const [parent, child] = await Promise.all([work.puppets.next("parent"), work.puppets.next("child")]);
    await parent.tell({ do: "return", value: 1 });
    assert.equal((await command.ended).status, 0);
    await child.gone;
  });

  it("and those of a step that ends its process, which the streams that they hold do not delay", async () => {
    const command = work.run("family");
    const [parent, child] = await Promise.all([work.puppets.next("parent"), work.puppets.next("child")]);
    process.kill(parent.pid, "SIGKILL");
    assert.deepEqual(statusLines(runOf(await command.ended)), ["parent failed SW3004"]);
    await child.gone;
  });

  it("ends a pipeline function that waits for ever", async () => {
    const command = work.run("endless");
    const first = await work.puppets.next("first");
    await first.tell({ do: "return", value: 1 });
    await first.gone;
    command.signal("SIGINT");
    const ended = await command.ended;
    assert.equal(ended.status, 130);
    assert.equal(runOf(ended).status, "cancelled");
  });
});

describe("a second signal", () => {
  // As long as the first one is waiting for the step.
  const work = puppetWorkspace(pipelines, { STEPWRIGHT_GRACE: "600" });

  it("ends all at once, and the run is interrupted", async () => {
    const command = work.run("three");
    await (await work.puppets.next("first")).tell({ do: "return", value: 1 });
    const [works, inline] = await Promise.all([work.puppets.next("works"), work.puppets.next("inlineWorks")]);
    await inline.tell({ do: "block" });
    command.signal("SIGINT");
    await works.aborted;
    command.signal("SIGINT");
    assert.equal((await command.ended).status, 130);
    await Promise.all([works.gone, inline.gone]);
    const [run] = (await work.folder.stepwright("runs", "--json")).json().flat() as { status: string }[];
    assert.equal(run?.status, "interrupted");
  });
});
