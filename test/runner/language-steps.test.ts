import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { RunRecord } from "../../src/runner/model/record.ts";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { assertShape } from "./support/shape.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const steps = `import { pipeline, step, type Artifact } from "stepwright";

class Point { constructor(readonly x: unknown) {} }
interface Layer { size: number; names?: string[] }

/**
 * Makes a number.
 * It is always the same.
 */
export const one = step(() => 1);
export const bare = step(
  // What is inside counts as source, this line too.
  async (x: number) => {
    return x;
  },
);
export const build = step((config: { layers: Layer[]; scale: [number, { by: number }] }, note?: string) => config.layers.length * config.scale[1].by);
export const hold = step((point: Point) => Object.keys(point).length);
export const generic = step(<T extends { id: number }>(items: T[]) => items.length);
export const wholeObject = step(({ a, b = 2 }: { a: number; b?: number }) => a * 10 + b);
export const settings = step(() => ({ a: 4, b: 5 }));
export const given = step({ parameters: { b: 7 } }, (a: number, b: number) => a * 10 + b);

export const documented = pipeline(() => { one(); one(); bare(1); step({ name: "made" }, () => 2)(); });
export const live = pipeline({ dynamic: true }, async () => { await one(); });
export const nested = pipeline(() => {
  const size = one();
  return build({ layers: [{ size }, { size: 2, names: ["a"] }], scale: [0.5, { by: size }] });
});
export const hidden = pipeline(() => { hold(new Point(one()) as Point); });
export const constrained = pipeline(() => generic([{ id: one() as Artifact<number> }, { id: 2 }]));
export const byName = pipeline(() => { wholeObject(settings()); wholeObject({ a: one() }); });
export const byOptions = pipeline(() => { given(1, undefined as never); (given as any)(2); given(3, 4); });

export const labelled = step(
  { tags: ["a"], metadata: { team: "x", deep: { one: 1 } }, type: "llm_call", extra: { any: [1] }, outputs: { output: { name: "labelled output" } }, cache: { expiresAfter: 60 } },
  () => 1,
);
export const copied = labelled.withOptions({ name: "copied", metadata: { deep: { two: 2 } }, cache: { env: ["HOME"] }, tags: ["b"] });
export const replaced = labelled.withOptions({ name: "replaced", metadata: { deep: { two: 2 } }, merge: false });
export const changed = step({ retry: { maxRetries: 2, delay: 1 } }, () => 1);
const early = changed.withOptions({ timeout: 5 });
changed.configure({ retry: { delay: 3 }, tags: ["c"] });
export const options = pipeline(() => { labelled(); copied(); replaced(); changed(); early(); changed.withOptions({ tags: ["d"] })(); });

const inlined = step({ runtime: "inline" }, () => process.pid);
const isolated = step(() => process.pid);
export const places = pipeline(() => ({ made: step({ name: "made" }, () => process.pid)(), inlined: inlined(), isolated: isolated() }));
`;

describe("a step", () => {
  let here: Workspace;
  before(async () => {
    here = await workspace({ "steps.ts": steps });
  });
  after(() => here[Symbol.asyncDispose]());

  const run = async (pipeline: string): Promise<RunRecord> => {
    const ended = await here.stepwright("run", "steps.ts", pipeline, "--no-cache", "--json");
    assert.equal(ended.status, 0, ended.stdout.slice(-2000) + ended.stderr);
    return finishedRun(ended);
  };
  const valueOf = async ({ outputs }: RunRecord, name = "output"): Promise<unknown> => {
    const { artifact, version } = outputs[name] ?? assert.fail(`There is no output ${name}.`);
    return ((await here.stepwright("artifact", "show", `${artifact}@${version}`, "--json")).json()[0] as { value?: unknown }).value;
  };

  it("is kept with its documentation and its source", async () => {
    const { spec } = await run("documented");
    assertShape(spec.sources, {
      "steps.ts#documented": { source: /./ },
      "steps.ts#one": { doc: "Makes a number.\nIt is always the same.", source: "() => 1" },
      "steps.ts#bare": { source: "async (x: number) => {\n    return x;\n  }" },
    });
    assert.deepEqual(Object.keys((await run("live")).spec.sources ?? {}), ["steps.ts#live", "steps.ts#one"]);
  });

  it("takes handles at any depth of plain objects and lists", async () => {
    const record = await run("nested");
    const from = { artifact: "nested::one::output", version: record.steps["one"]?.outputs["output"]?.version, from: "one.output" };
    assert.deepEqual(record.steps["build"]?.inputs, { "config.layers[0].size": from, "config.scale[1].by": from });
    assert.deepEqual(record.steps["build"].parameters, {
      config: {
        layers: [{ size: "<artifact one.output>" }, { size: 2, names: ["a"] }],
        scale: [0.5, { by: "<artifact one.output>" }],
      },
    });
    assert.equal(await valueOf(record), 2);
    assert.equal(await valueOf(await run("constrained")), 2);
  });

  it("takes no class instance with a handle inside", async () => {
    const failure = refusal(await here.stepwright("run", "steps.ts", "hidden", "--json"));
    assert.equal(failure.code, "SW1006");
    assert.match(failure.message, /`hold\.point` is an object of class Point/);
  });

  it("takes one artifact where it expects an object of inputs, and its own defaults count", async () => {
    const { steps } = await run("byName");
    const texts = ["wholeObject", "wholeObject_2"].map((id) => steps[id]?.outputs["output"]?.preview);
    assert.deepEqual(texts, [
      { kind: "scalar", text: "45" },
      { kind: "scalar", text: "12" },
    ]);
    assert.deepEqual(Object.keys(steps["wholeObject"]?.inputs ?? {}), ["arg0"]);
    assert.deepEqual(steps["wholeObject_2"]?.parameters, { b: 2 });
  });

  it("takes inputs that its options give, where the call does not", async () => {
    const { steps } = await run("byOptions");
    assert.deepEqual(
      Object.values(steps).map(({ parameters }) => parameters),
      [
        { a: 1, b: 7 },
        { a: 2, b: 7 },
        { a: 3, b: 4 },
      ],
    );
  });

  it("takes them also where it runs alone", async () => {
    const ended = await here.stepwright("run", "steps.ts", "given", "--param", "a=5", "--json");
    assert.equal(ended.status, 0, ended.stdout);
    assert.deepEqual(finishedRun(ended).parameters, { a: 5, b: 7 });
  });

  it("keeps what its options say; withOptions copies, configure changes, objects are merged or replaced", async () => {
    const { spec, steps } = await run("options");
    const options = Object.fromEntries(spec.invocations.map((invocation) => [invocation.id, invocation.options]));
    // `--no-cache` is said of the run, and stands in all of them.
    const off = { enableCache: false, cacheOffBy: "run" };
    const own = {
      ...off,
      tags: ["a"],
      metadata: { team: "x", deep: { one: 1 } },
      type: "llm_call",
      extra: { any: [1] },
      cache: { expiresAfter: 60 },
    };
    assert.deepEqual(options, {
      labelled: own,
      copied: { ...own, tags: ["b"], metadata: { team: "x", deep: { one: 1, two: 2 } }, cache: { expiresAfter: 60, env: ["HOME"] } },
      replaced: { ...own, metadata: { deep: { two: 2 } } },
      changed: { ...off, retry: { maxRetries: 2, delay: 3 }, tags: ["c"] },
      early: { ...off, retry: { maxRetries: 2, delay: 1 }, timeout: 5 },
      changed_2: { ...off, retry: { maxRetries: 2, delay: 3 }, tags: ["d"] },
    });
    assert.deepEqual([steps["labelled"]?.tags, steps["labelled"]?.metadata], [["a"], { team: "x", deep: { one: 1 } }]);
    assert.equal(steps["labelled"]?.outputs["output"]?.artifact, "labelled output");
    assert.equal(steps["copied"]?.outputs["output"]?.artifact, "labelled output");
  });

  it("runs inline where it was made inside a pipeline, and in a process of its own otherwise", async () => {
    const record = await run("places");
    const pids = await Promise.all(["made", "inlined", "isolated"].map((name) => valueOf(record, name)));
    assert.equal(pids[0], pids[1]);
    assert.notEqual(pids[0], pids[2]);
  });
});
