import assert from "node:assert/strict";
import { copyFile, mkdir, readFile, rename, rm, symlink, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import type { RunRecord } from "../../src/runner/model/record.ts";
import type { Why } from "../../src/runner/model/why.ts";
import { finishedRun } from "./support/finished-run.ts";
import { Puppets, puppetFile } from "./support/puppets.ts";
import { statusLines } from "./support/record.ts";
import { contentFiles, keyFiles, manifestFiles } from "./support/store-files.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

/** Each body notes its name in a file outside, so that it can be told whether it has run. */
const pipelines = `import { appendFileSync } from "node:fs";
import { outputs, pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";
const ran = (name: string): void => appendFileSync(process.env["COUNTER"]!, name + "\\n");
export const value = step(() => { ran("value"); return outputs({ answer: { of: 42 }, other: { of: 43 } }); });
export const use = step((answer: { of: number }, other: { of: number }) => { ran("use"); return answer.of * 100 + other.of; });
export const plain = pipeline(() => { const { answer, other } = value(); return use(answer, other); });

export const table = step(() => { ran("table"); return Array.from({ length: 40_000 }, (_, i) => ({ id: i, half: i / 2, name: "row " + i })); });
export const last = step((rows: { id: number }[]) => { ran("last"); return rows.at(-1)!.id; });
export const tabled = pipeline(() => last(table()));

export const quick = step(() => { ran("quick"); return 1; });
export const middle = step((x: number) => x + 1);
export const slow = step((x: number): Promise<number> => { ran("slow"); return puppet("slow"); });
export const crashing = pipeline(() => slow(middle(quick())));

export const same = step(async (): Promise<number> => { ran("same"); return puppet("same"); });
export const twins = pipeline(() => same());

export const lasting = step({ cache: { expiresAfter: 3600 } }, () => { ran("lasting"); return Number(process.env["LASTING"]); });
export const reader = step({ cache: "never" }, async (x: number): Promise<number> => { ran("reader"); return x + (await puppet("reader")); });
export const expiring = pipeline(() => reader(lasting()));
`;

describe("the cache, when something happens to what it holds", () => {
  let here: Workspace;
  let puppets: Puppets;
  let counter: string;
  let store: string;
  before(async () => {
    puppets = await Puppets.start();
    here = await workspace({ "pipelines.ts": pipelines, "puppet.ts": puppetFile }, { env: puppets.env });
    counter = path.join(here.path, "..", "counter");
    here.env["COUNTER"] = counter;
    store = path.join(here.path, ".stepwright");
  });
  beforeEach(async () => {
    puppets.forget();
    await rm(store, { recursive: true, force: true });
  });
  after(async () => {
    await here[Symbol.asyncDispose]();
    await puppets[Symbol.asyncDispose]();
  });

  const run = async (pipeline: string): Promise<RunRecord> => {
    await writeFile(counter, "");
    const ended = await here.stepwright("run", "pipelines.ts", pipeline, "--json");
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    return finishedRun(ended);
  };
  const bodies = async (): Promise<string[]> => (await readFile(counter, "utf8")).split("\n").filter(Boolean).sort();
  const output = ({ outputs, steps }: RunRecord): string => {
    const { artifact, version } = outputs["output"] ?? assert.fail("no output");
    const made = Object.values(steps).flatMap((step) => Object.values(step.outputs));
    const preview = made.find((each) => each.artifact === artifact && each.version === version)?.preview;
    return preview?.kind === "scalar" ? preview.text : assert.fail("no number");
  };
  const contentOf = async (text: string): Promise<string> => {
    const [file] = await contentFiles(store, (content) => content === text);
    return file ?? assert.fail(`no content ${text}`);
  };

  it("never uses a content that was cut off, exchanged, or put in the place of a file", async () => {
    await run("plain");
    const damages: readonly ((file: string, other: string) => Promise<void>)[] = [
      (file) => truncate(file, 3),
      (file) => writeFile(file, ""),
      (file, other) => copyFile(other, file),
      async (file) => {
        await rm(file);
        await mkdir(file);
      },
      async (file, other) => {
        await rm(file);
        await symlink(other, file);
      },
    ];
    for (const damage of damages) {
      await damage(await contentOf('{"of":42}'), await contentOf('{"of":43}'));
      assert.equal(output(await run("plain")), "4243");
      assert.deepEqual(await bodies(), ["value"], "what made it runs again, and what reads it is given the same as before");
      assert.equal(output(await run("plain")), "4243");
      assert.deepEqual(await bodies(), []);
    }
  });

  it("makes a columnar file anew that was cut off or changed in one bit", async () => {
    assert.equal(output(await run("tabled")), "39999");
    for (const damage of [(bytes: Buffer) => bytes.subarray(0, -1), (bytes: Buffer) => bytes.fill((bytes[5000] ?? 0) ^ 1, 5000, 5001)]) {
      const [file = ""] = await contentFiles(store, (text) => text.startsWith("PAR1"));
      assert.equal(path.extname(file), ".parquet");
      await writeFile(file, damage(await readFile(file)));
      assert.equal(output(await run("tabled")), "39999");
      assert.deepEqual(await bodies(), ["table"], "what reads it is given the same as before");
      await run("tabled");
      assert.deepEqual(await bodies(), []);
    }
  });

  it("never takes one version for another where manifests or answers were exchanged", async () => {
    await run("plain");
    const swap = async (one: string, other: string): Promise<void> => {
      await rename(one, `${one}.aside`);
      await rename(other, one);
      await rename(`${one}.aside`, other);
    };
    const manifestOf = async (name: string): Promise<string> => {
      const files = await manifestFiles(store);
      return files.find((file) => path.basename(path.dirname(file)).startsWith(`${name}-`)) ?? assert.fail(name);
    };
    await swap(await manifestOf("answer"), await manifestOf("other"));
    assert.equal(output(await run("plain")), "4243");
    assert.deepEqual(await bodies(), ["value"]);
    const [one = "", other = ""] = await keyFiles(store);
    await swap(one, other);
    assert.equal(output(await run("plain")), "4243");
    assert.deepEqual(await bodies(), ["use", "value"]);
  });

  it("uses what a killed run had finished, and nothing of what it had not", async () => {
    await writeFile(counter, "");
    const killed = here.start("run", "pipelines.ts", "crashing");
    // What `middle` made may still be on its way into the store now; what `quick` made is there.
    await puppets.next("slow");
    killed.kill();
    await killed.ended;
    assert.deepEqual(await bodies(), ["quick", "slow"]);

    await writeFile(counter, "");
    const again = here.start("run", "pipelines.ts", "crashing", "--json");
    await (await puppets.next("slow")).tell({ do: "return", value: 7 });
    const record = finishedRun(await again.ended);
    assert.deepEqual(await bodies(), ["slow"]);
    assert.deepEqual([record.steps["quick"]?.status, record.status], ["cached", "completed"]);
    // What is left of the killed run may be gone entirely.
    await rm(path.join(store, "journal"), { recursive: true });
    const later = await run("crashing");
    assert.deepEqual(statusLines(later), ["quick cached", "middle cached", "slow cached"]);
    const [why] = (await here.stepwright("why", later.id, "quick", "--json")).json() as [Why];
    assert.deepEqual([why.decision, why.comparedWith?.step, why.comparedWith?.name], ["hit", "quick", undefined]);
  });

  it("lets two runs make the same at once, and the next one use either", async () => {
    await writeFile(counter, "");
    const commands = [1, 2].map(() => here.start("run", "pipelines.ts", "twins", "--json"));
    const both = [await puppets.next("same"), await puppets.next("same")];
    for (const [index, puppet] of both.entries()) await puppet.tell({ do: "return", value: index + 1 });
    const records = (await Promise.all(commands.map(({ ended }) => ended))).map(finishedRun);
    assert.deepEqual(await bodies(), ["same", "same"]);
    assert.deepEqual(records.map(output).sort(), ["1", "2"], "each has its own");
    const versions = records.map(({ outputs }) => outputs["output"]?.version).sort();
    assert.deepEqual(versions, ["1", "2"]);

    const third = await run("twins");
    assert.deepEqual(await bodies(), []);
    const { run: maker = "" } = third.steps["same"]?.cachedFrom ?? {};
    const made = records.find(({ id }) => id === maker);
    assert.deepEqual([third.outputs, output(third)], [made?.outputs, made && output(made)], "a whole result of one of them");
    assert.equal((await here.stepwright("db", "check")).status, 0);
  });

  it("does not trust an age that the clock denies, and leaves a run what it has taken before it expired", async () => {
    here.env["LASTING"] = "10";
    const age = async (change: number): Promise<void> => {
      const [key] = await keyFiles(store, (text) => text.includes('"step":"lasting"'));
      const text = await readFile(key ?? "", "utf8");
      await writeFile(
        key ?? "",
        text.replace(/("answer":\{[^}]*"createdAt":)(\d+)/, (_, before: string, at: string) => before + String(Number(at) + change)),
      );
    };
    const finish = async (command = here.start("run", "pipelines.ts", "expiring", "--json")): Promise<RunRecord> => {
      await (await puppets.next("reader")).tell({ do: "return", value: 1 });
      return finishedRun(await command.ended);
    };
    await finish();
    assert.deepEqual(statusLines(await finish()), ["lasting cached", "reader completed"]);
    await age(7_200_000);
    assert.deepEqual(statusLines(await finish()), ["lasting completed", "reader completed"], "made in the future: the clock was set back");
    assert.deepEqual(statusLines(await finish()), ["lasting cached", "reader completed"]);

    // One run has taken the result; it expires, another run makes a new one, and everything old is deleted.
    const first = here.start("run", "pipelines.ts", "expiring", "--json");
    const reading = await puppets.next("reader");
    await age(-7_200_000);
    here.env["LASTING"] = "20";
    const second = await finish();
    assert.deepEqual([statusLines(second), output(second)], [["lasting completed", "reader completed"], "21"]);
    const pruned = await here.stepwright("prune", "--keep", "1");
    assert.equal(pruned.status, 0, pruned.stderr);
    await reading.tell({ do: "return", value: 2 });
    const kept = finishedRun(await first.ended);
    assert.deepEqual([kept.status, output(kept)], ["completed", "12"]);
    const { artifact, version } = kept.steps["lasting"]?.outputs["output"] ?? assert.fail("no output");
    const [shown] = (await here.stepwright("artifact", "show", `${artifact}@${version}`, "--json")).json() as [{ value?: unknown }];
    assert.equal(shown.value, 10);
  });
});
