import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { describe, it } from "node:test";
import { RunEvent } from "../../src/runner/model/events.ts";
import type { RunRecord } from "../../src/runner/model/record.ts";
import { puppetWorkspace } from "./support/puppet-workspace.ts";
import { runOf, statusLines } from "./support/record.ts";

const pipelines = `import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { getHeapStatistics } from "node:v8";
import { pipeline, step, stepContext } from "stepwright";
import { puppet } from "./puppet.ts";

const tells = step({ tags: ["given"], metadata: { owner: "me", rows: 0 } }, ({ size = 3 }: { size?: number }) => {
  const { run, step, inputs, seed, progress, logMetadata, addTags } = stepContext();
  progress(0.5);
  progress(1, "all of it");
  logMetadata({ rows: 10, nested: { a: [1] } });
  logMetadata({ rows: 20 });
  addTags("small", "given");
  return [run.pipeline, run.name.startsWith("facts-"), run.id.length, step.id, step.name, step.attempt, inputs, Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32];
});
export const facts = pipeline(() => { tells.withOptions({ id: "first" })({}); });

const seeded = step((x: number) => stepContext().seed);
export const seeds = pipeline(() => { seeded(1); seeded(2); });

const used = () => {
  const { tempDir } = stepContext();
  writeFileSync(join(tempDir, "file"), "text");
  console.log(tempDir);
  return existsSync(join(stepContext().tempDir, "file"));
};
const tidy = step(used);
const messy = step({ timeout: 0.1 }, () => { used(); for (;;); });
const crashes = step(() => { used(); process.kill(process.pid, "SIGKILL"); return new Promise(() => undefined); });
const throws = step((): number => { used(); throw new Error("anyway"); });
export const folders = pipeline(() => { tidy(); messy(); crashes(); throws(); });

const variable = (before: any) => process.env["OF_STEP"] ?? "none";
const isolated = step(variable);
const inline = step({ runtime: "inline" }, variable);
export const environment = pipeline({ environment: { OF_STEP: "pipeline" } }, () => {
  isolated.withOptions({ id: "b", environment: { OF_STEP: "step" } })(isolated.withOptions({ id: "a" })(null));
});
export const environments = pipeline(() => {
  let last: any = isolated.withOptions({ id: "a", environment: { OF_STEP: "a" } })(null);
  last = isolated.withOptions({ id: "b" })(last);
  last = inline.withOptions({ id: "c", environment: { OF_STEP: "c" } })(last);
  inline.withOptions({ id: "d" })(last);
});
const held = step({ runtime: "inline" }, async (name: string, before?: any) => { await puppet(name); return process.env["OF_STEP"] ?? "none"; });
export const overlapping = pipeline(() => {
  const one = held.withOptions({ id: "one", environment: { OF_STEP: "one" } })("one");
  const two = held.withOptions({ id: "two", environment: { OF_STEP: "two" } })("two");
  held.withOptions({ id: "afterwards", after: [one, two] })("afterwards");
});

const heap = step(() => Math.round(getHeapStatistics().heap_size_limit / 2 ** 20));
export const resources = pipeline(() => {
  heap.withOptions({ id: "small", resources: { memory: 64 } })();
  heap.withOptions({ id: "large", resources: { memory: 1024 } })();
  heap.withOptions({ id: "usual" })();
});
`;

describe("a running step", () => {
  const work = puppetWorkspace(pipelines, { STEPWRIGHT_GRACE: "0.2" });
  const textOf = (run: RunRecord, id: string): string | undefined => {
    const preview = run.steps[id]?.outputs["output"]?.preview;
    return preview?.kind === "scalar" ? preview.text : undefined;
  };

  it("knows where it is, and tells its record what it finds", async () => {
    const ended = await work.run("facts").ended;
    const run = runOf(ended);
    const step = run.steps["first"];
    assert.deepEqual(step?.outputs["output"]?.preview, {
      kind: "json",
      value: ["facts", true, 26, "first", "tells", 1, { size: 3 }, true],
      truncated: false,
    });
    assert.deepEqual(step.metadata, { owner: "me", rows: 20, nested: { a: [1] } });
    assert.deepEqual(step.tags, ["given", "small"]);
    const progress = ended
      .json()
      .slice(0, -1)
      .map((line) => RunEvent.parse(line))
      .flatMap((event) => (event.event === "step.progress" ? [[event.fraction, event.message]] : []));
    assert.deepEqual(progress, [
      [0.5, undefined],
      [1, "all of it"],
    ]);
  });

  it("has a seed of its own", async () => {
    const run = runOf(await work.run("seeds").ended);
    assert.notEqual(textOf(run, "seeded"), textOf(run, "seeded_2"));
  });

  it("has a folder that is gone afterwards, however it ends", async () => {
    const run = runOf(await work.run("folders").ended);
    assert.deepEqual(statusLines(run), ["tidy completed", "messy failed SW3002", "crashes failed SW3004", "throws failed SW3001"]);
    assert.equal(textOf(run, "tidy"), "true");
    for (const id of Object.keys(run.steps)) {
      const folder = (await work.folder.stepwright("logs", "last", id)).stdout.trim();
      assert.match(folder, /stepwright-/);
      assert.ok(!existsSync(folder), `${id} left ${folder}`);
    }
  });

  it("has the environment that it declares, and leaves none of it", async () => {
    const declared = runOf(await work.run("environment", "--max-concurrency", "1").ended);
    assert.deepEqual([textOf(declared, "a"), textOf(declared, "b")], ["pipeline", "step"]);
    const run = runOf(await work.run("environments", "--max-concurrency", "1").ended);
    assert.deepEqual(
      ["a", "b", "c", "d"].map((id) => textOf(run, id)),
      ["a", "none", "c", "none"],
    );
  });

  it("leaves none of it also where inline steps that declare the same overlap", async () => {
    const command = work.run("overlapping");
    const [one, two] = await Promise.all([work.puppets.next("one"), work.puppets.next("two")]);
    await one.tell({ do: "return", value: 0 });
    await two.tell({ do: "return", value: 0 });
    await (await work.puppets.next("afterwards")).tell({ do: "return", value: 0 });
    assert.equal(textOf(runOf(await command.ended), "afterwards"), "none");
  });

  it("has the memory that it asks for", async () => {
    const run = runOf(await work.run("resources", "--max-concurrency", "1").ended);
    const megabytes = (id: string): number => Number(textOf(run, id));
    // Node adds room for young objects to what it was told.
    assert.ok(megabytes("small") >= 64 && megabytes("small") < 512, textOf(run, "small"));
    assert.ok(megabytes("large") >= 1024 && megabytes("large") < 1500, textOf(run, "large"));
    assert.ok(![megabytes("small"), megabytes("large")].includes(megabytes("usual")));
  });
});
