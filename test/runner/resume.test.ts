import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Plan } from "../../src/runner/model/plan.ts";
import type { RunRecord } from "../../src/runner/model/record.ts";
import type { Why } from "../../src/runner/model/why.ts";
import type { Ended } from "./support/command.ts";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { Puppets, puppetFile } from "./support/puppets.ts";
import { statusLines } from "./support/record.ts";
import { contentFiles } from "./support/store-files.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

/** Each body notes its name in a file outside, so that it can be told whether it has run. */
const pipelines = `import { appendFileSync } from "node:fs";
import { client, externalArtifact, outputs, pipeline, saveArtifact, step } from "stepwright";
import { puppet } from "./puppet.ts";
import { scale } from "./helper.ts";
const ran = (name: string): void => appendFileSync(process.env["COUNTER"]!, name + "\\n");

export const load = step(({ size = 3 }: { size?: number }) => { ran("load"); return Array.from({ length: size }, (_, i) => i + 1); });
export const scaled = step((xs: number[]) => { ran("scaled"); return xs.map(scale); });
export const risky = step({ cache: { env: ["RISK"] } }, (xs: number[], factor: number = 1) => {
  ran("risky");
  if (process.env["RISK"] === "fail") throw new Error("not yet");
  return xs.reduce((a, b) => a + b, 0) * factor;
});
export const clock = step({ cache: "never" }, () => { ran("clock"); return { at: 7 }; });
export const report = step((sum: number, now: { at: number }) => { ran("report"); return sum + now.at; });
export const chain = pipeline(({ size = 3 }: { size?: number }) => report(risky(scaled(load({ size }))), clock()));

export const first = step((): Promise<number> => { ran("first"); return puppet("first"); });
export const second = step((x: number): Promise<number> => { ran("second"); return puppet("second"); });
export const middle = step((x: number) => x);
export const puppets = pipeline(() => second(middle(first())));

export const grow = step((x: number) => { ran("grow" + x); if (x === 2 && process.env["RISK"] === "fail") throw new Error("not yet"); return x + 1; });
export const growing = pipeline({ dynamic: true }, async () => {
  let x = 0;
  for (let i = 0; i < 3; i++) x = await grow(x);
  return outputs({ x: grow(x) });
});

export const save = step(async (x: number) => { ran("save"); await saveArtifact(x, "table"); return x; });
export const saving = pipeline(({ x = 1 }: { x?: number }) => save(x));
export const read = step((table: number, more: number[]) => { ran("read"); return table + more.length; });
export const use = step((x: number) => { ran("use"); if (process.env["RISK"] === "fail") throw new Error("not yet"); return x; });
export const looking = pipeline(() => use(read(client.getArtifactVersion<number>("table"), externalArtifact([1, 2]))));
`;
const helper = "export const scale = (x: number): number => x * 2;\n";

describe("resume", () => {
  let here: Workspace;
  let counter: string;
  before(async () => {
    here = await workspace({ "pipelines.ts": pipelines, "helper.ts": helper, "puppet.ts": puppetFile });
    counter = path.join(here.path, "..", "counter");
    here.env["COUNTER"] = counter;
  });
  beforeEach(() => writeFile(counter, ""));
  after(() => here[Symbol.asyncDispose]());

  const run = async (status: number, ...args: string[]): Promise<RunRecord> => {
    const ended = await here.stepwright(...args, "--json");
    assert.equal(ended.status, status, ended.stdout + ended.stderr);
    return finishedRun(ended);
  };
  const failed = async (pipeline: string, ...flags: string[]): Promise<RunRecord> => {
    here.env["RISK"] = "fail";
    const record = await run(1, "run", "pipelines.ts", pipeline, ...flags);
    here.env["RISK"] = "none";
    await writeFile(counter, "");
    return record;
  };
  /** Names of the steps whose bodies have run since it was last asked. */
  const bodies = async (): Promise<string[]> => {
    const names = (await readFile(counter, "utf8")).split("\n").filter(Boolean).sort();
    await writeFile(counter, "");
    return names;
  };
  const planOf = async (...args: string[]): Promise<string[]> => {
    const ended = await here.stepwright(...args, "--dry-run", "--json");
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    const [plan] = ended.json() as [Plan];
    return plan.steps.map(({ id, plan: { decision, because } }) =>
      [id, decision, ...because.map(({ name, detail }) => `${name} ${detail}`)].join(" "),
    );
  };

  it("keeps what completed, also what is never cached, and runs the rest with the same parameters", async () => {
    const broken = await failed("chain", "--param", "size=4", "--max-concurrency", "1");
    assert.deepEqual(statusLines(broken), [
      "load completed",
      "scaled completed",
      "risky failed SW3001",
      "clock completed",
      "report skipped",
    ]);
    assert.deepEqual(await planOf("resume", broken.id), [
      "load kept",
      "scaled kept",
      "risky miss risky has no earlier run that left a result",
      "clock kept",
      "report unknown sum will be made by risky",
    ]);
    assert.deepEqual(await bodies(), [], "a dry run runs nothing");

    const resumed = await run(0, "resume", broken.id);
    assert.deepEqual(await bodies(), ["report", "risky"]);
    assert.deepEqual(statusLines(resumed), ["load cached", "scaled cached", "risky completed", "clock cached", "report completed"]);
    assert.deepEqual(resumed.origin, { kind: "resume", run: broken.id });
    assert.deepEqual([resumed.parameters, resumed.spec.overrides], [{ size: 4 }, { maxConcurrency: 1 }]);
    assert.notEqual(resumed.name, broken.name);
    for (const id of ["load", "scaled", "clock"]) {
      assert.deepEqual(resumed.steps[id]?.outputs, broken.steps[id]?.outputs, `the very versions of ${id}`);
      assert.deepEqual(resumed.steps[id]?.cachedFrom, { run: broken.id, step: id });
      assert.deepEqual(resumed.steps[id].kept, {});
    }
    assert.equal(resumed.outputs["output"]?.version, "1");
    const shown = await here.stepwright("run", "show", resumed.id, "--json");
    assert.deepEqual(shown.json(), [resumed], "the record says the same as the run");
  });

  it("says what it will do before, and warns of what has changed under what it keeps", async () => {
    const broken = await failed("chain");
    await here.write({ "helper.ts": helper.replace("* 2", "* 3") });
    const resumed = await here.stepwright("resume", broken.name);
    await here.write({ "helper.ts": helper });
    assert.equal(resumed.status, 0, resumed.stderr);
    assert.deepEqual(await bodies(), ["report", "risky"]);
    const lines = resumed.stderr.split("\n");
    const plan = lines.slice(0, lines.indexOf("", 2)).map((line) => line.replace(broken.name, "NAME").replaceAll(/ {2,}/g, "  "));
    assert.deepEqual(plan, [
      "chain  pipelines.ts  5 steps: 1 to run, 3 kept, 1 open",
      "",
      "◉ load  kept  from NAME",
      "◉ scaled  kept  from NAME, though scale in helper.ts changed",
      "▸ risky  run  xs has other content: chain::scaled::output@1 → chain::scaled::output@2",
      "◉ clock  kept  from NAME",
      "? report  open  sum will be made by risky",
    ]);
    assert.match(resumed.stderr, /^! scaled +It is kept, though something has changed since: scale in helper\.ts changed\.$/m);
    assert.match(resumed.stderr, /^◉ scaled +kept +→ /m);
    assert.ok(resumed.stderr.indexOf("though scale") < resumed.stderr.indexOf("✓ risky"));

    const [why] = (await here.stepwright("why", "last", "scaled", "--json")).json() as [Why];
    assert.deepEqual([why.decision, why.comparedWith?.run], ["kept", broken.id]);
    assert.deepEqual(
      why.because.map(({ name, diff }) => [name, diff]),
      [["scale", "-var scale = (x) => x * 2;\n+var scale = (x) => x * 3;"]],
    );
    assert.match((await here.stepwright("why", "last", "scaled")).stdout, /^scaled was kept from scaled of chain-/);
    // Of what is never cached it is known as well.
    const other = await failed("chain", "--no-cache");
    await here.write({ "pipelines.ts": pipelines.replace("return { at: 7 };", "return { at: 8 };") });
    const never = await run(0, "resume", other.id);
    await here.write({ "pipelines.ts": pipelines });
    assert.deepEqual(never.warnings, ["clock: It is kept, though something has changed since: clock in pipelines.ts changed."]);
    assert.deepEqual(never.steps["report"]?.outputs["output"]?.preview, { kind: "scalar", text: "19" });
    await bodies();
    // What is kept says nothing about the changed code: a run goes by its keys again.
    await here.write({ "helper.ts": helper.replace("* 2", "* 3") });
    await run(0, "run", "pipelines.ts", "chain");
    await here.write({ "helper.ts": helper });
    assert.deepEqual(await bodies(), ["clock", "report", "risky", "scaled"]);
  });

  it("runs again what is called otherwise now, or is not stored any more, and what depends on it", async () => {
    const broken = await failed("chain", "--param", "size=5");
    await here.write({ "pipelines.ts": pipelines.replace("scaled(load({ size }))", "scaled(load({ size: size + 1 }))") });
    const changed = await run(0, "resume", broken.id);
    await here.write({ "pipelines.ts": pipelines });
    assert.deepEqual(await bodies(), ["load", "report", "risky", "scaled"]);
    assert.equal(changed.steps["clock"]?.status, "cached");

    const lost = await failed("chain", "--param", "size=7");
    const [content] = await contentFiles(path.join(here.path, ".stepwright"), (text) => text === "[2,4,6,8,10,12,14]");
    assert.ok(content);
    await writeFile(content, "[2]");
    assert.deepEqual((await planOf("resume", lost.id)).slice(0, 2), ["load kept", "scaled miss output is damaged where it is stored"]);
    assert.deepEqual(
      (await planOf("resume", lost.id))[1],
      "scaled miss output is damaged where it is stored",
      "a dry run moves nothing away",
    );
    const mended = await run(0, "resume", lost.id);
    assert.deepEqual(await bodies(), ["report", "risky", "scaled"]);
    assert.equal(mended.steps["load"]?.status, "cached");
  });

  it("goes on with a run whose process was killed", async () => {
    await using puppets = await Puppets.start();
    Object.assign(here.env, puppets.env);
    const command = here.start("run", "pipelines.ts", "puppets", "--no-cache");
    await (await puppets.next("first")).tell({ do: "return", value: 1 });
    // What `middle` made may still be on its way into the store now; what `first` made is there.
    await puppets.next("second");
    const goesOn = await here.stepwright("resume", "last", "--json");
    assert.deepEqual([goesOn.status, refusal(goesOn).code], [1, "SW4009"]);
    command.kill();
    await command.ended;
    await bodies();

    const resumed = here.start("resume", "last", "--json");
    await (await puppets.next("second")).tell({ do: "return", value: 2 });
    const record = finishedRun(await resumed.ended);
    assert.deepEqual([record.steps["first"]?.status, record.steps["second"]?.status], ["cached", "completed"]);
    assert.deepEqual(await bodies(), ["second"]);
  });

  it("goes on with a resumed run, and with a dynamic pipeline as far as it calls the same", async () => {
    const broken = await failed("chain", "--param", "size=8");
    here.env["RISK"] = "fail";
    const again = await run(1, "resume", broken.id);
    here.env["RISK"] = "none";
    assert.deepEqual(await bodies(), ["risky"]);
    const third = await run(0, "resume", again.id);
    assert.deepEqual(await bodies(), ["report", "risky"]);
    assert.deepEqual(third.steps["clock"]?.cachedFrom, { run: broken.id, step: "clock" }, "the step run that made it");

    const stopped = await failed("growing", "--no-cache");
    assert.deepEqual(statusLines(stopped), ["grow completed", "grow_2 completed", "grow_3 failed SW3001"]);
    const grown = await run(0, "resume", stopped.id);
    assert.deepEqual(await bodies(), ["grow2", "grow3"]);
    assert.deepEqual(statusLines(grown), ["grow cached", "grow_2 cached", "grow_3 completed", "grow_4 completed"]);
  });

  it("reads the versions that the run had looked up, and the values that the pipeline gives now", async () => {
    await run(0, "run", "pipelines.ts", "saving");
    const broken = await failed("looking");
    await run(0, "run", "pipelines.ts", "saving", "--param", "x=5");
    await bodies();
    const resumed = await run(0, "resume", broken.id);
    assert.deepEqual(await bodies(), ["use"], "a newer version of `table` is not what the run was about");
    assert.equal(resumed.steps["read"]?.inputs["table"]?.version, "1");

    const other = await failed("looking");
    await here.write({ "pipelines.ts": pipelines.replace("externalArtifact([1, 2])", "externalArtifact([1, 2, 3])") });
    await run(0, "resume", other.id);
    await here.write({ "pipelines.ts": pipelines });
    assert.deepEqual(await bodies(), ["read", "use"]);
  });

  it("says why it cannot", async () => {
    const codeOf = (ended: Ended): [number | undefined, string] => [ended.status, refusal(ended).code];
    await run(0, "run", "pipelines.ts", "chain");
    assert.deepEqual(codeOf(await here.stepwright("resume", "last", "--json")), [1, "SW4011"]);
    assert.deepEqual(codeOf(await here.stepwright("resume", "nothing-like-it", "--json")), [1, "SW4004"]);
    assert.equal((await here.stepwright("resume")).status, 2);
    const broken = await failed("chain");
    await here.write({ "pipelines.ts": pipelines.replace("export const chain = ", "export const renamed = ") });
    assert.deepEqual(codeOf(await here.stepwright("resume", broken.id, "--json")), [2, "SW2003"]);
    await rm(path.join(here.path, "pipelines.ts"));
    assert.deepEqual(codeOf(await here.stepwright("resume", broken.id, "--json")), [2, "SW2002"]);
    await here.write({ "pipelines.ts": pipelines });
    here.env["RISK"] = "fail";
    assert.equal(finishedRun(await here.stepwright("resume", broken.id, "--json")).status, "failed");
    here.env["RISK"] = "none";
  });
});
