import assert from "node:assert/strict";
import { after, before, beforeEach, describe, it } from "node:test";
import { Puppets, puppetFile } from "./support/puppets.ts";
import { runOf, statusLines } from "./support/record.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const pipelines = `import { pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";
export const source = step(() => puppet("source"));
export const left = step((x: any) => puppet("left"));
export const right = step((x: any) => puppet("right"));
export const sink = step((a: any, b: any) => puppet("sink"));
export const diamond = pipeline(() => {
  const data = source();
  return sink(left(data), right(data));
});
export const inlineLeft = step({ runtime: "inline" }, (x: any) => puppet("left"));
export const inlineRight = step({ runtime: "inline" }, (x: any) => puppet("right"));
export const inline = pipeline(() => {
  inlineLeft(1);
  inlineRight(2);
});
export const ordered = pipeline(() => {
  const first = left(1);
  const second = right.withOptions({ after: first })(2);
  source.withOptions({ id: "last", after: [second, "left"] })();
});
`;

const project = { "package.json": '{ "type": "module" }', "puppet.ts": puppetFile, "pipelines.ts": pipelines };

describe("steps", () => {
  let puppets: Puppets;
  let folder: Workspace;
  // One workspace for all stories: reading its types takes longer than any of them.
  before(async () => {
    puppets = await Puppets.start();
    folder = await workspace(project, { env: puppets.env });
  });
  beforeEach(() => {
    puppets.forget();
  });
  after(async () => {
    await folder[Symbol.asyncDispose]();
    await puppets[Symbol.asyncDispose]();
  });

  it("run in parallel by dependency, and each after all of its upstreams", async () => {
    const command = folder.start("run", "pipelines.ts", "diamond", "--max-concurrency", "2", "--no-cache", "--json");
    const source = await puppets.next("source");
    assert.deepEqual(puppets.started, ["source"]);
    await source.tell({ do: "return", value: 1 });
    const [left, right] = await Promise.all([puppets.next("left"), puppets.next("right")]);
    assert.notEqual(left.pid, right.pid, "isolated steps that run at the same time have processes of their own");
    await left.tell({ do: "return", value: 2 });
    await left.gone;
    // A round trip to the other branch: the sink had every chance to start too early.
    await right.tell({ do: "log", text: "still here" });
    assert.ok(!puppets.started.includes("sink"));
    await right.tell({ do: "return", value: 3 });
    await (await puppets.next("sink")).tell({ do: "return", value: 4 });
    const ended = await command.ended;
    assert.equal(ended.status, 0, ended.stderr);
    assert.deepEqual(statusLines(runOf(ended)), ["source completed", "left completed", "right completed", "sink completed"]);
  });

  it("run one at a time where the concurrency says so", async () => {
    const command = folder.start("run", "pipelines.ts", "diamond", "--max-concurrency", "1", "--no-cache", "--json");
    await (await puppets.next("source")).tell({ do: "return", value: 1 });
    const left = await puppets.next("left");
    await left.tell({ do: "log", text: "alone" });
    assert.deepEqual(puppets.started, ["source", "left"]);
    await left.tell({ do: "return", value: 2 });
    await (await puppets.next("right")).tell({ do: "return", value: 3 });
    await (await puppets.next("sink")).tell({ do: "return", value: 4 });
    assert.equal((await command.ended).status, 0);
  });

  it("run side by side in one process where they are inline", async () => {
    const command = folder.start("run", "pipelines.ts", "inline", "--no-cache", "--json");
    const [left, right] = await Promise.all([puppets.next("left"), puppets.next("right")]);
    assert.equal(left.pid, right.pid);
    // What they write interleaves in one process, and is still told apart.
    for (const turn of ["first", "second"]) {
      await left.tell({ do: "log", text: `left ${turn}` });
      await right.tell({ do: "log", text: `right ${turn}` });
    }
    await left.tell({ do: "return", value: 1 });
    await right.tell({ do: "return", value: 2 });
    assert.equal((await command.ended).status, 0);
    assert.equal((await folder.stepwright("logs", "last", "inlineLeft")).stdout, "left first\nleft second\n");
    assert.equal((await folder.stepwright("logs", "last", "inlineRight")).stdout, "right first\nright second\n");
  });

  it("wait for what `after` names", async () => {
    const command = folder.start("run", "pipelines.ts", "ordered", "--no-cache", "--json");
    await (await puppets.next("left")).tell({ do: "return", value: 1 });
    await (await puppets.next("right")).tell({ do: "return", value: 2 });
    await (await puppets.next("source")).tell({ do: "return", value: 3 });
    assert.equal((await command.ended).status, 0);
    assert.deepEqual(puppets.started, ["left", "right", "source"]);
  });
});
