import assert from "node:assert/strict";
import { describe, it } from "node:test";
import type { RunRecord } from "../../src/runner/model/record.ts";
import { puppetWorkspace } from "./support/puppet-workspace.ts";
import { runOf, statusLines } from "./support/record.ts";

const pipelines = `import { externalArtifact, outputs, pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";
const left = step(() => puppet("left"));
const right = step(() => puppet("right"));
const load = step(() => [1, 2, 3]);
const double = step((x: number) => x * 2);
const sum = step((xs: number[]) => xs.reduce((a, b) => a + b, 0));
const divide = step((a: number, b: number): [number, number] => [Math.floor(a / b), a % b]);
const stats = step((xs: number[]) => outputs({ least: Math.min(...xs), most: Math.max(...xs) }));
const fails = step((): number => { throw new Error("no luck"); });
const uses = step((x: number) => x);
const bytes = step((data: Float64Array) => data.length);
const nothing = step(() => { console.log("done"); });

export const atOnce = pipeline({ dynamic: true }, async () => {
  const one = left();
  const other = right();
  const again = [await one, await one, await one.load()];
  return [one, other];
});

export const values = pipeline({ dynamic: true }, async () => {
  const list = load();
  const doubled = [];
  for (const x of await list) doubled.push(double(x));
  const total = sum(doubled);
  const [quotient, rest] = divide(await total, 5);
  const { least, most } = stats(list);
  console.log("values", await total, await quotient, await rest, await least, await most, JSON.stringify(await divide(7, 2)), await nothing());
  if ((await total) > 10) double.withOptions({ id: "big" })(await total);
  return outputs({ total, rest, least });
});
export const bare = pipeline({ dynamic: true }, async () => load());
export const awaited = pipeline({ dynamic: true }, async () => { const list = load(); await list; return list; });
export const external = pipeline({ dynamic: true }, async () => {
  const length = await bytes(externalArtifact(new Float64Array([1, 2, 3])));
  return { length: double(length) };
});

export const unread = pipeline({ dynamic: true }, async () => { fails(); return { ok: load() }; });
export const caught = pipeline({ dynamic: true }, async () => {
  try { await fails(); } catch (error) { console.log("caught", (error as Error).message); }
  return { ok: load() };
});
export const notCaught = pipeline({ dynamic: true }, async () => { load(); await fails(); });
export const passedOn = pipeline({ dynamic: true }, async () => {
  const broken = fails();
  const used = uses(broken);
  const seen = await Promise.allSettled([broken, used]);
  console.log(seen.map(({ status }) => status).join(" "));
});
export const throws = pipeline({ dynamic: true }, async () => { left(); throw new TypeError("of my own"); });
export const exits = pipeline({ dynamic: true }, async () => { left(); await null; process.exit(0); });
export const dies = pipeline({ dynamic: true }, async () => { left(); await right(); process.kill(process.pid, "SIGKILL"); });
export const handleAsValue = pipeline({ dynamic: true }, async () => { const x: any = load(); return { ok: double(x + 1) }; });
export const stops = pipeline({ dynamic: true, executionMode: "failFast" }, async () => {
  const other = left();
  right();
  await other.load().catch((error: Error) => console.log("left:", error.message));
  await load().load().catch((error: Error) => console.log("load:", error.message));
});
export const inside = pipeline({ dynamic: true }, async () => {
  const here = step({ name: "here" }, (x: number) => x + 1);
  const inline = double.withOptions({ runtime: "inline", id: "inline" })(20);
  return { there: here(await inline) };
});
`;

describe("a dynamic pipeline", () => {
  const work = puppetWorkspace(pipelines, { STEPWRIGHT_GRACE: "0.2" });
  const finished = async (pipeline: string): Promise<{ run: RunRecord; printed: string }> => {
    const ended = await work.run(pipeline).ended;
    return { run: runOf(ended), printed: ended.stderr };
  };
  const valueOf = (run: RunRecord, id: string, output = "output"): unknown => {
    const preview = run.steps[id]?.outputs[output]?.preview;
    return preview?.kind === "scalar" ? preview.text : preview;
  };

  it("starts a step when it is called, and once", async () => {
    const command = work.run("atOnce", "--max-concurrency", "2");
    const [left, right] = await Promise.all([work.puppets.next("left"), work.puppets.next("right")]);
    await right.tell({ do: "return", value: 2 });
    await left.tell({ do: "return", value: 1 });
    const run = runOf(await command.ended);
    assert.deepEqual([...work.puppets.started].sort(), ["left", "right"]);
    assert.deepEqual(statusLines(run).sort(), ["left completed", "right completed"]);
    assert.deepEqual(
      Object.values(run.outputs).map(({ artifact }) => artifact),
      ["atOnce::left::output", "atOnce::right::output"],
    );
  });

  it("gets values by awaiting, loops and branches on them, and passes handles on without", async () => {
    const { run, printed } = await finished("values");
    assert.equal(run.status, "completed", printed);
    assert.equal(printed, "values 12 2 2 1 3 [3,1] undefined\n");
    assert.deepEqual(Object.keys(run.steps), [
      "load",
      "double",
      "double_2",
      "double_3",
      "sum",
      "divide",
      "stats",
      "divide_2",
      "nothing",
      "big",
    ]);
    assert.deepEqual(run.steps["sum"]?.inputs["xs[2]"]?.from, "double_3.output");
    assert.deepEqual(Object.keys(run.outputs), ["total", "rest", "least"]);
    assert.equal(run.outputs["rest"]?.artifact, "values::divide::output_1");
  });

  it("has its result as output where it returns a handle alone, awaited before or not", async () => {
    for (const pipeline of ["bare", "awaited"]) {
      const { run } = await finished(pipeline);
      assert.deepEqual(run.outputs, { output: { artifact: `${pipeline}::load::output`, version: "1" } });
    }
  });

  it("takes external artifacts, and steps made on the way", async () => {
    const external = await finished("external");
    assert.equal(external.run.status, "completed", external.printed);
    assert.equal(valueOf(external.run, "double"), "6");
    const inside = await finished("inside");
    assert.equal(inside.run.status, "completed", inside.printed);
    assert.equal(valueOf(inside.run, "here"), "41");
  });

  it("fails by a failure that nobody looks at, and not by one that is caught", async () => {
    const unread = await finished("unread");
    assert.equal(unread.run.status, "failed");
    assert.equal(unread.run.error?.message, "The step `fails` failed.");
    assert.equal(unread.printed, "", "it is never an unhandled rejection");
    const caught = await finished("caught");
    assert.equal(caught.run.status, "completed");
    assert.equal(caught.run.steps["fails"]?.status, "failed");
    assert.match(caught.printed, /^caught .*no luck/);
    assert.deepEqual(Object.keys(caught.run.outputs), ["ok"]);
    const passedOn = await finished("passedOn");
    assert.equal(passedOn.run.status, "completed");
    assert.deepEqual(statusLines(passedOn.run), ["fails failed SW3001", "uses skipped"]);
    assert.equal(passedOn.printed, "rejected rejected\n");
  });

  it("fails by what its function throws, when the steps it started have ended", async () => {
    const notCaught = await finished("notCaught");
    assert.equal(notCaught.run.status, "failed");
    assert.equal(notCaught.run.error?.code, "SW3001");
    assert.equal(notCaught.run.steps["load"]?.status, "completed");
    for (const [pipeline, code] of [
      ["throws", "SW1024"],
      ["exits", "SW1024"],
    ] as const) {
      const command = work.run(pipeline);
      await (await work.puppets.next("left")).tell({ do: "return", value: 1 });
      const run = runOf(await command.ended);
      assert.equal(run.status, "failed");
      assert.equal(run.error?.code, code);
      assert.deepEqual(statusLines(run), ["left completed"]);
    }
    const asValue = await finished("handleAsValue");
    assert.equal(asValue.run.error?.code, "SW1001");
    assert.match(asValue.run.error.help, /Await the handle first/);
  });

  it("fails, and stops its steps, when its process is killed", async () => {
    const command = work.run("dies");
    const [left, right] = await Promise.all([work.puppets.next("left"), work.puppets.next("right")]);
    await right.tell({ do: "return", value: 1 });
    await left.aborted;
    await left.tell({ do: "throw", message: "stopped" });
    const run = runOf(await command.ended);
    assert.equal(run.status, "failed");
    assert.equal(run.error?.code, "SW3003");
    assert.deepEqual(statusLines(run).sort(), ["left cancelled", "right completed"]);
  });

  it("hears of steps that its execution mode stops", async () => {
    const command = work.run("stops");
    const [left, right] = await Promise.all([work.puppets.next("left"), work.puppets.next("right")]);
    await right.tell({ do: "throw", message: "no luck" });
    await left.aborted;
    await left.tell({ do: "throw", message: "stopped" });
    const ended = await command.ended;
    const run = runOf(ended);
    assert.equal(run.status, "failed");
    assert.deepEqual(statusLines(run), ["left cancelled", "right failed SW3001", "load cancelled"]);
    assert.match(ended.stderr, /left: SW3008.*\nload: SW3008/);
  });
});
