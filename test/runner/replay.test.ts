import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import type { Plan } from "../../src/runner/model/plan.ts";
import type { RunRecord } from "../../src/runner/model/record.ts";
import type { Why } from "../../src/runner/model/why.ts";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { statusLines } from "./support/record.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const pipelines = `import { appendFileSync } from "node:fs";
import { outputs, pipeline, step } from "stepwright";
const ran = (name: string): void => appendFileSync(process.env["COUNTER"]!, name + "\\n");
export interface Settings { rate: number; names?: string[] }
export const load = step(() => { ran("load"); return [1, 2, 3]; });
export const train = step(({ data, epochs = 10, settings, note }: { data: number[]; epochs?: number; settings: Settings; note?: string }) => {
  ran("train");
  return outputs({ model: data.map((x) => x * epochs * settings.rate), note: note ?? "none" });
});
export const parity = step((model: number[]) => { ran("parity"); return model.length; });
export const evaluate = step((model: number[], digits: number) => { ran("evaluate"); return model.reduce((a, b) => a + b, 0).toFixed(digits); });
export const sign = step((length: number) => { ran("sign"); return length > 0; });
export const side = step(() => { ran("side"); if (process.env["SIDE"] === "fail") throw new Error("no"); return 1; });
export const after = step((x: number) => { ran("after"); return x; });
export const training = pipeline(({ digits = 1 }: { digits?: number }) => {
  after(side());
  const { model } = train({ data: load(), settings: { rate: 2 } });
  sign(parity(model));
  return evaluate(model, digits);
});
export const growing = pipeline({ dynamic: true }, async () => {
  const { model } = train({ data: load(), settings: { rate: 2 } });
  const length = await parity(model);
  if (length > 0) await evaluate(model, 2);
});
export const whole = pipeline(() => { after(parity(load())); step({ name: "inside" }, (x: number) => x)(1); });
export const settled = step(() => ({ data: [1, 2], settings: { rate: 3 } }));
export const taken = pipeline(() => train(settled()));
`;

describe("replay", () => {
  let here: Workspace;
  let counter: string;
  let base: RunRecord;
  before(async () => {
    here = await workspace({ "pipelines.ts": pipelines });
    counter = path.join(here.path, "..", "counter");
    here.env["COUNTER"] = counter;
    here.env["SIDE"] = "fail";
    base = finishedRun(await here.stepwright("run", "pipelines.ts", "training", "--param", "digits=2", "--json"));
    delete here.env["SIDE"];
  });
  beforeEach(() => writeFile(counter, ""));
  after(() => here[Symbol.asyncDispose]());

  const replay = async (...args: string[]): Promise<RunRecord> => {
    await writeFile(counter, "");
    const ended = await here.stepwright("replay", ...args, "--json");
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    return finishedRun(ended);
  };
  const bodies = async (): Promise<string[]> => (await readFile(counter, "utf8")).split("\n").filter(Boolean).sort();
  const value = async ({ outputs }: RunRecord, name: string): Promise<unknown> => {
    const output = outputs[name];
    const [shown] = (await here.stepwright("artifact", "show", `${output?.artifact ?? ""}@${output?.version ?? ""}`, "--json")).json();
    return (shown as { value?: unknown }).value;
  };

  it("runs a step anew and what follows it, keeps what these need, and leaves out what has failed beside them", async () => {
    assert.deepEqual(statusLines(base).slice(0, 2), ["side failed SW3001", "after skipped"]);
    const again = await replay(base.id, "train");
    // It made the same as before, so nothing that follows had to run.
    assert.deepEqual(await bodies(), ["train"]);
    assert.deepEqual(statusLines(again), ["load cached", "train completed", "parity cached", "sign cached", "evaluate cached"]);
    assert.deepEqual([again.origin, again.parameters], [{ kind: "from", run: base.id, step: "train" }, { digits: 2 }]);
    assert.deepEqual(again.steps["load"]?.kept, {});
    assert.equal(again.steps["parity"]?.kept, undefined, "by its key, not because it was kept");
    const [why] = (await here.stepwright("why", "last", "train", "--json")).json() as [Why];
    assert.deepEqual([why.decision, why.because], ["off", [{ part: "off", name: "replay", detail: "is of this step" }]]);

    const all = await replay(base.id, "train", "--no-cache");
    assert.deepEqual(await bodies(), ["evaluate", "parity", "sign", "train"]);
    assert.equal(all.steps["load"]?.status, "cached", "it is kept all the same");
  });

  it("takes other inputs, made values by their types, and the early cutoff holds", async () => {
    const changed = await replay(
      base.id,
      "train",
      "--input",
      "epochs=5",
      "--input",
      'settings={"rate":1,"names":["a"]}',
      "--input",
      "note=7",
    );
    assert.deepEqual(await bodies(), ["evaluate", "parity", "train"], "`sign` is given the same length as before");
    assert.deepEqual(changed.origin?.changed, ["epochs", "settings", "note"]);
    assert.deepEqual(changed.steps["train"]?.parameters, { epochs: 5, settings: { rate: 1, names: ["a"] }, note: "7" });
    assert.equal(await value(changed, "output"), "30.00");
    const people = (await here.stepwright("run", "show", changed.id)).stdout;
    assert.match(people, new RegExp(`^  origin      replays ${base.id} from train, with other epochs, settings, note$`, "m"));
    assert.match(people, /^◉ load +kept /m);
    const note = changed.steps["train"].outputs["note"];
    assert.deepEqual(note?.preview, { kind: "scalar", text: "7" });

    // An artifact is replaced by a value, and what made it is not needed for this step any more.
    const given = await replay(base.id, "train", "--input", "data=[10]");
    assert.equal(await value(given, "output"), "200.00");
    assert.deepEqual([given.steps["train"]?.inputs, given.steps["train"]?.parameters["data"]], [{}, [10]]);
    // What was made with other inputs answers for those inputs, and not for the pipeline's own.
    await writeFile(counter, "");
    const plain = finishedRun(await here.stepwright("run", "pipelines.ts", "training", "--param", "digits=2", "--json"));
    assert.deepEqual(await bodies(), ["after", "side"]);
    assert.equal(await value(plain, "output"), "120.00");
  });

  it("runs one step alone with the inputs that it had, or with others", async () => {
    const alone = await replay(base.id, "evaluate", "--only");
    assert.deepEqual(await bodies(), ["evaluate"]);
    assert.deepEqual([Object.keys(alone.steps), alone.pipeline], [["evaluate"], "evaluate"]);
    assert.deepEqual(alone.origin, { kind: "only", run: base.id, step: "evaluate" });
    const { artifact, version } = base.steps["train"]?.outputs["model"] ?? {};
    assert.deepEqual(alone.steps["evaluate"]?.inputs, { model: { artifact, version } });
    assert.equal(await value(alone, "output"), "120.00");

    const other = await replay(base.id, "evaluate", "--only", "--input", "digits=0", "--input", "model=[1,2]");
    assert.equal(await value(other, "output"), "3");
    // The run of a step alone can itself be replayed, and a failed one resumed.
    const again = await replay(other.id, "evaluate");
    assert.equal(await value(again, "output"), "3");
    here.env["SIDE"] = "fail";
    const failed = finishedRun(await here.stepwright("replay", base.id, "side", "--only", "--json"));
    delete here.env["SIDE"];
    assert.equal(failed.status, "failed");
    const resumed = finishedRun(await here.stepwright("resume", failed.id, "--json"));
    assert.deepEqual([resumed.status, resumed.pipeline], ["completed", "side"], "an earlier result of it is there");
  });

  it("says what it would do, and does nothing, with --dry-run", async () => {
    const runs = await here.stepwright("runs", "--json");
    const ended = await here.stepwright("replay", base.id, "parity", "--dry-run", "--json");
    const [plan] = ended.json() as [Plan];
    assert.deepEqual(
      plan.steps.map(({ id, plan: { decision } }) => `${id} ${decision}`),
      ["load kept", "train kept", "parity off", "sign unknown", "evaluate kept"],
    );
    const people = await here.stepwright("replay", base.id, "parity", "--dry-run");
    assert.match(people.stdout, /^▸ parity {4}run {5}the replay is of this step$/m);
    assert.deepEqual(await bodies(), []);
    assert.equal((await here.stepwright("runs", "--json")).stdout, runs.stdout);
  });

  it("works on dynamic pipelines, whose function runs again", async () => {
    const first = finishedRun(await here.stepwright("run", "pipelines.ts", "growing", "--json"));
    const again = await replay(first.id, "train", "--input", "epochs=3");
    assert.deepEqual(await bodies(), ["evaluate", "parity", "train"]);
    assert.deepEqual(statusLines(again), ["load cached", "train completed", "parity completed", "evaluate completed"]);
    assert.equal(again.steps["train"]?.parameters["epochs"], 3);
    const alone = await replay(first.id, "parity", "--only");
    assert.deepEqual(statusLines(alone), ["parity completed"]);
  });

  it("runs alone, with its inputs, also a step that was given one artifact for all of them", async () => {
    const first = finishedRun(await here.stepwright("run", "pipelines.ts", "taken", "--json"));
    const alone = await replay(first.id, "train", "--only");
    assert.deepEqual(await value(alone, "model"), [30, 60]);
    const one = await here.stepwright("replay", first.id, "train", "--input", "epochs=2", "--json");
    assert.deepEqual([one.status, refusal(one).code], [2, "SW5001"]);
    assert.match(refusal(one).message, /all its inputs as one artifact/);
  });

  it("says what is wrong with a step or an input", async () => {
    const codes = async (...args: string[]): Promise<[number | undefined, string]> => {
      const ended = await here.stepwright("replay", ...args, "--json");
      return [ended.status, refusal(ended).code];
    };
    assert.deepEqual(await codes(base.id, "trian"), [1, "SW4007"]);
    assert.deepEqual(await codes(base.id, "after", "--only"), [1, "SW4010"]);
    assert.deepEqual(await codes(base.id, "train", "--input", "epoch=1"), [2, "SW5001"]);
    assert.deepEqual(await codes(base.id, "train", "--input", "epochs=many"), [2, "SW5002"]);
    assert.deepEqual(await codes(base.id, "train", "--only", "--input", "epochs=many"), [2, "SW5002"]);
    assert.deepEqual(await codes(base.id, "train", "--input", "epochs"), [2, "SW5003"]);
    assert.deepEqual(await codes("nothing", "train"), [1, "SW4004"]);
    const inside = finishedRun(await here.stepwright("run", "pipelines.ts", "whole", "--json"));
    assert.deepEqual(await codes(inside.id, "inside", "--only"), [1, "SW1019"]);
    await here.write({
      "pipelines.ts": pipelines
        .replace("epochs = 10,", "rounds = 10,")
        .replace("epochs?: number", "rounds?: number")
        .replace("x * epochs", "x * rounds"),
    });
    assert.deepEqual(await codes(base.id, "train", "--input", "epochs=1"), [2, "SW5001"]);
    await here.write({
      "pipelines.ts": pipelines.replace("  sign(parity(model));\n", "").replace("const length = await parity(model);", "const length = 1;"),
    });
    assert.deepEqual(await codes(base.id, "parity"), [1, "SW4007"]);
    // What a dynamic pipeline calls is known only at its end.
    await here.write({ "pipelines.ts": pipelines });
    const grown = finishedRun(await here.stepwright("run", "pipelines.ts", "growing", "--json"));
    await here.write({ "pipelines.ts": pipelines.replace("const length = await parity(model);", "const length = 1;") });
    const other = await replay(grown.id, "parity");
    assert.deepEqual(other.warnings, ["The pipeline does not call `parity` any more, so it cannot be run from there."]);
    await here.write({ "pipelines.ts": pipelines });
  });
});
