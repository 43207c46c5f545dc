import assert from "node:assert/strict";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { stepwright, type Ended } from "./support/command.ts";
import { Puppets, puppetFile } from "./support/puppets.ts";
import { assertShape, hash, isNumber, runId, time } from "./support/shape.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const seed = `import { pipeline, step, type Annotated } from "stepwright";
export const seeding = step((): Annotated<number, "seed"> => 7);
export const planting = pipeline(() => seeding());
`;
const train = `import { client, outputs, pipeline, step, stepContext, type Annotated } from "stepwright";
/** Loads rows. */
export const load = step(({ rows = 2 }: { rows?: number }): number[] => Array.from({ length: rows }, (_, i) => i));
export const fit = step({ tags: ["a"], metadata: { k: 1 }, retry: { maxRetries: 1 } }, ({ xs, rate }: { xs: number[]; rate: number }) => {
  if (stepContext().step.attempt === 1) throw new RangeError("first try");
  stepContext().progress(0.5, "half");
  stepContext().addTags("b");
  console.log("fitted");
  return outputs({ model: xs.map((x) => x * rate), accuracy: 0.9 });
});
export const join = step({ hooks: { onSuccess: () => {} } }, (list: number[], pair: { a: number; b: { c: number[] } }): Annotated<number, "score"> =>
  list.length + pair.a);
export const inner = pipeline((rate: number) => fit({ xs: load({}), rate }));
/** Trains. */
export const training = pipeline(({ rate = 0.5 }: { rate?: number }) => {
  console.log("recording");
  const { model, accuracy } = inner(rate);
  const known = client.getArtifactVersion<number>("seed", "1");
  return join.withOptions({ after: model })([accuracy, 1, known as never], { a: accuracy, b: { c: model } });
});
`;
const bad = `import { pipeline, step } from "stepwright";
export const fails = step(() => { throw new RangeError("too far"); });
export const needs = step((x: unknown) => x);
export const failing = pipeline(() => needs(fails() as never));
`;
const waits = `import { pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";
export const waiting = step(() => puppet("waiting"));
export const patient = pipeline(() => waiting());
`;

/** What every completed step has. */
const completed = { status: "completed", startedAt: time, endedAt: time, cacheKey: hash, cacheParts: isObject };

/** The record of `training`: the documented members, and no others. */
const trainingRun = {
  id: runId,
  name: /^training-\d{4}_\d\d_\d\d-\d\d_\d\d_\d\d_\d{6}$/,
  pipeline: "training",
  status: "completed",
  startedAt: time,
  endedAt: time,
  parameters: { rate: 2 },
  steps: {
    load: {
      step: "load",
      ...completed,
      attempts: [{ attempt: 1, status: "completed", startedAt: time, endedAt: time, log: /^logs\/.+\/load\.1\.log$/ }],
      parameters: { rows: 2 },
      inputs: {},
      outputs: { output: output("training::load::output", "number[]", { kind: "json", value: [0, 1], truncated: false }) },
      hooks: [],
      metadata: {},
      tags: [],
    },
    fit: {
      step: "fit",
      ...completed,
      attempts: [
        {
          attempt: 1,
          status: "failed",
          startedAt: time,
          endedAt: time,
          log: /^logs\/.+\/fit\.1\.log$/,
          error: {
            code: "SW3001",
            message: "`fit` threw RangeError: first try",
            help: /./,
            at: { file: /train\.ts$/, line: 5, column: isNumber },
            thrown: { name: "RangeError", message: "first try", stack: /^RangeError: first try\n {4}at .*train\.ts:5:/ },
          },
        },
        { attempt: 2, status: "completed", startedAt: time, endedAt: time, log: /^logs\/.+\/fit\.2\.log$/ },
      ],
      parameters: { rate: 2 },
      inputs: { xs: { artifact: "training::load::output", version: "1", from: "load.output" } },
      outputs: {
        model: output("model", "number[]", { kind: "json", value: [0, 2], truncated: false }),
        accuracy: output("accuracy", "number", { kind: "scalar", text: "0.9" }),
      },
      hooks: [],
      metadata: { k: 1 },
      tags: ["a", "b"],
    },
    join: {
      step: "join",
      ...completed,
      attempts: [{ attempt: 1, status: "completed", startedAt: time, endedAt: time, log: /^logs\/.+\/join\.1\.log$/ }],
      parameters: {
        list: ["<artifact fit.accuracy>", 1, "<artifact seed@1>"],
        pair: { a: "<artifact fit.accuracy>", b: { c: "<artifact fit.model>" } },
      },
      inputs: {
        "list[0]": { artifact: "accuracy", version: "1", from: "fit.accuracy" },
        "list[2]": { artifact: "seed", version: "1" },
        "pair.a": { artifact: "accuracy", version: "1", from: "fit.accuracy" },
        "pair.b.c": { artifact: "model", version: "1", from: "fit.model" },
      },
      outputs: { score: output("score", "number", { kind: "scalar", text: "3.9" }) },
      hooks: [{ hook: "onSuccess", attempt: 1 }],
      metadata: {},
      tags: [],
    },
  },
  outputs: { output: { artifact: "score", version: "1" } },
  warnings: [],
  tags: [],
  metadata: {},
  owner: isObject,
  environment: { node: /^\d+\./, platform: /./, stepwright: /^\d+\./ },
  spec: isObject,
};

function output(artifact: string, type: string, preview: object): object {
  return { artifact, version: "1", type, hash, bytes: isNumber, preview };
}

function isObject(value: unknown): boolean {
  return typeof value === "object" && value !== null;
}

describe("the command line, for a program", () => {
  let puppets: Puppets;
  let here: Workspace;
  /** `run src/train.ts training --json`, and a run that failed. */
  let ran: Ended;
  let failed: Ended;
  before(async () => {
    puppets = await Puppets.start();
    const files = { "seed.ts": seed, "src/train.ts": train, "bad.ts": bad, "waits.ts": waits, "puppet.ts": puppetFile };
    here = await workspace(files, { env: puppets.env });
    assert.equal((await here.stepwright("run", "seed.ts")).status, 0);
    ran = await here.stepwright("run", "src/train.ts", "training", "--param", "rate=1", "--param", "rate=2", "--json");
    assert.equal(ran.status, 0, ran.stdout + ran.stderr);
    failed = await here.stepwright("run", "bad.ts", "--run-name", "the bad one", "--json");
  });
  after(async () => {
    await here[Symbol.asyncDispose]();
    await puppets[Symbol.asyncDispose]();
  });

  const only = async (...words: string[]): Promise<unknown> => {
    const ended = await here.stepwright(...words, "--json");
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    const values = ended.json();
    assert.equal(values.length, 1, "one line");
    return values[0];
  };

  it("run: an event a line, numbered without gaps, and the whole run at the end", () => {
    const lines = ran.json() as { event: string; seq?: number; runId?: string; id?: string }[];
    assert.deepEqual(
      lines.map(({ event, id }) => [event, ...(id === undefined ? [] : [id])].join(" ")),
      [
        "run.started",
        ...["step.ready load", "step.started load", "artifact.saved load", "step.completed load"],
        ...["step.ready fit", "step.started fit", "step.retrying fit", "step.started fit"],
        ...["step.progress fit", "tags.added fit", "artifact.saved fit", "artifact.saved fit", "step.completed fit"],
        ...["step.ready join", "step.started join", "hook.ran join", "artifact.saved join", "step.completed join"],
        "run.completed",
      ],
    );
    const last = lines.pop();
    assertShape(last, { event: "run.completed", run: { ...trainingRun } });
    for (const [index, line] of lines.entries()) {
      assert.equal(line.seq, index);
      assert.match(line.runId ?? "", runId);
      assert.ok(isNumber(Reflect.get(line, "at")));
    }
    assert.match(ran.stderr, /recording/, "what people read goes to stderr");
  });

  it("run: the last event says how it ended", async () => {
    assert.equal(failed.status, 1);
    const end = failed.json().at(-1) as { event: string; run: { error: unknown; steps: Record<string, object> } };
    assert.equal(end.event, "run.failed");
    assertShape(end.run.error, { code: "SW3010", message: /./, help: /./ });
    assertShape(end.run.steps["needs"], {
      step: "needs",
      status: "skipped",
      endedAt: time,
      attempts: [],
      parameters: {},
      inputs: {},
      outputs: {},
      skippedBecause: ["fails"],
      hooks: [],
      metadata: {},
      tags: [],
    });
    const command = here.start("run", "waits.ts", "--json");
    await puppets.next("waiting");
    command.signal("SIGINT");
    const cancelled = await command.ended;
    assert.equal(cancelled.status, 130);
    assert.equal((cancelled.json().at(-1) as { event: string }).event, "run.cancelled");
  });

  it("run: what could not begin is one error", async () => {
    const ended = await here.stepwright("run", "src/train.ts", "trainin", "--json");
    assert.equal(ended.status, 2);
    assertShape(ended.json(), [{ error: { code: "SW2003", message: /no pipeline `trainin`/, help: /training/ } }]);
  });

  it("run show: the run, by id, by name and as the last one", async () => {
    const { run } = ran.json().at(-1) as { run: { id: string; name: string } };
    assertShape(await only("run", "show", run.id), trainingRun);
    assert.deepEqual(await only("run", "show", run.name), run);
    const [newest] = (await only("runs", "--limit", "1")) as [{ id: string }];
    assert.equal(((await only("run", "show", "last")) as { id: string }).id, newest.id);
  });

  it("graph: each step with what stands at its inputs", async () => {
    assert.deepEqual(await only("graph", "src/train.ts", "training", "--param", "rate=3"), {
      pipeline: "training",
      file: "src/train.ts",
      steps: [
        {
          id: "load",
          step: "load",
          line: 13,
          inputs: { rows: { value: 2 } },
          outputs: [{ name: "output", type: "number[]" }],
          after: [],
          group: ["inner"],
        },
        {
          id: "fit",
          step: "fit",
          line: 13,
          inputs: { xs: { from: "load.output" }, rate: { value: 3 } },
          outputs: [
            { name: "model", type: "number[]" },
            { name: "accuracy", type: "number" },
          ],
          after: [],
          group: ["inner"],
        },
        {
          id: "join",
          step: "join",
          line: 19,
          inputs: {
            list: { list: [{ from: "fit.accuracy" }, { value: 1 }, { artifact: "seed", version: "1" }] },
            pair: { object: { a: { from: "fit.accuracy" }, b: { object: { c: { from: "fit.model" } } } } },
          },
          outputs: [{ name: "score", type: "number" }],
          after: ["fit"],
        },
      ],
    });
  });

  it("artifact show: a version, with its value where that is JSON and small", async () => {
    const { run } = ran.json().at(-1) as { run: { id: string } };
    for (const name of ["model", "model@1"]) {
      assertShape(await only("artifact", "show", name), {
        name: "model",
        version: "1",
        type: "number[]",
        materializer: "json",
        bytes: 5,
        hash,
        files: [/^\.stepwright\/artifacts\/objects\/[0-9a-f]{2}\/[0-9a-f]{64}\.json$/],
        producer: { run: run.id, step: "fit", output: "model" },
        metadata: { items: 2 },
        tags: [],
        createdAt: isNumber,
        preview: { kind: "json", value: [0, 2], truncated: false },
        value: [0, 2],
      });
    }
  });

  it("runs, artifacts and list: lists without their insides", async () => {
    const runs = (await only("runs")) as { name: string }[];
    for (const run of runs) assertShape(run, { id: runId, name: /./, pipeline: /./, status: /^[a-z]+$/, startedAt: time, endedAt: time });
    assert.ok(runs.some(({ name }) => name === "the bad one"));
    assertShape(
      await only("artifacts"),
      ["accuracy", "model", "score", "seed", "training::load::output"].map((name) => ({
        name,
        versions: 1,
        latest: "1",
        type: /^number(\[\])?$/,
        createdAt: time,
      })),
    );
    const defined = (await only("list")) as { identity: string }[];
    assertShape(
      defined.filter(({ identity }) => /#(load|training)$/.test(identity)),
      [
        { kind: "step", name: "load", identity: "src/train.ts#load", file: "src/train.ts", line: 3, dynamic: false, doc: "Loads rows." },
        {
          kind: "pipeline",
          name: "training",
          identity: "src/train.ts#training",
          file: "src/train.ts",
          line: 15,
          dynamic: false,
          doc: "Trains.",
        },
      ],
    );
  });

  it("logs: what each attempt printed", async () => {
    const { run } = ran.json().at(-1) as { run: { id: string } };
    assertShape(await only("logs", run.id, "fit", "--attempt", "2"), [{ step: "fit", attempt: 2, text: "fitted\n" }]);
  });

  it("works from any folder of the workspace, and from outside where it is named", async () => {
    const inside = await stepwright(["list", "--json"], { cwd: path.join(here.path, "src"), env: here.env }).ended;
    const outside = await stepwright(["--workspace", here.path, "list", "--json"], { cwd: path.dirname(here.path), env: here.env }).ended;
    assert.deepEqual(inside.json(), [await only("list")]);
    assert.deepEqual(outside.json(), inside.json());
  });
});

describe("the command line, for a person", () => {
  it("needs no name where a file has one pipeline, and says with its status how it ended", async () => {
    await using here = await workspace({ "seed.ts": seed, "bad.ts": bad });
    const completed = await here.stepwright("run", "seed.ts");
    assert.equal(completed.status, 0);
    assert.match(completed.stdout, /^✓ planting completed in .*\n.*seed@1\)\n {2}stepwright run show planting-/);
    const failed = await here.stepwright("run", "bad.ts", "--no-cache", "--mode", "failFast", "--max-concurrency", "1");
    assert.equal(failed.status, 1);
    assert.match(failed.stderr, /error\[SW3001\] `fails` threw RangeError: too far/);
    assert.equal((await here.stepwright("run")).status, 2);
    assert.match((await here.stepwright("runs")).stdout, /^status .*\n✗ failed .*\n✓ completed /);
    assert.match((await here.stepwright("artifacts")).stdout, /^artifact .*\nseed /);
    assert.match((await here.stepwright("list")).stdout, /planting/);
    assert.match((await here.stepwright("graph", "seed.ts")).stdout, /^planting {2}seed\.ts {2}1 step\n/);
  });
});
