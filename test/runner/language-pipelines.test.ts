import assert from "node:assert/strict";
import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { RunRecord } from "../../src/runner/model/record.ts";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { node } from "./support/program.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const pipelines = `import { outputs, pipeline, step, type Annotated } from "stepwright";

export const load = step((name: string) => name.length);
export const add = step((a: number, b: number) => a + b);
export const sum = step((xs: number[]) => xs.reduce((a, b) => a + b, 0));
export const divide = step((a: number, b: number): [number, Annotated<number, "rest">] => [Math.floor(a / b), a % b]);
export const summary = step((xs: number[]) => outputs({ smallest: Math.min(...xs), largest: Math.max(...xs) }));
export const total = step((both: { smallest: number; largest: number }) => both.smallest + both.largest);
export const environment = step({ environment: { OWN: "step" } }, () => [process.env["SHARED"], process.env["OWN"]]);

export const once = pipeline(() => { console.log("the function runs"); return add(load("a"), load("bb")); });
export const ids = pipeline(() => { load("a"); load("b"); load.withOptions({ id: "load_3" })("c"); load("d"); });

export const inner = pipeline((name: string, { twice = false }: { twice?: boolean }) => {
  const size = load(name);
  return { size: twice ? add(size, size) : size };
});
export const middle = pipeline((names: string[]) => {
  const sizes = [];
  for (const name of names) if (name !== "skip") sizes.push(inner(name, { twice: name === "b" }).size);
  return sizes;
});
export const outer = pipeline(({ names = ["a", "skip", "b"] }: { names?: string[] }) => sum(middle(names)));

export const lists = pipeline(() => {
  const a = load("aaa");
  const whole = divide(17, 5);
  return { mixed: sum([a, load("b"), 3]), tuple: sum(whole), named: total(summary([4, 9])) };
});

export const nothing = pipeline(() => { load("a"); });
export const several = pipeline(() => [load("a"), add(1, 2)]);
export const whole = pipeline(() => divide(7, 2));
export const named = pipeline(() => outputs({ a: load("a"), parts: divide(7, 2)[0] }));

export const described = pipeline(
  { name: "by another name", tags: ["nightly"], metadata: { team: "a" }, extra: { any: [1] }, maxConcurrency: 1, environment: { SHARED: "pipeline", OWN: "pipeline" }, substitutions: { site: "north" } },
  () => ({ seen: environment(), other: load("a"), third: load("b") }),
);
export const copy = described.withOptions({ name: "copy", metadata: { more: 1 }, runName: "{site}-{pipeline}" });
export const replaced = described.withOptions({ name: "replaced", metadata: { more: 1 }, merge: false });
export const configured = pipeline({ tags: ["first"] }, ({ size = 1, label = "a" }: { size?: number; label?: string }) => { add(size, 1); load(label); });
configured.configure({ tags: ["second"], parameters: { size: 5 } });
export const preset = configured.withOptions({ parameters: { label: "preset" } });
`;
const program = `import { configured, described } from "./pipelines.ts";
const shown = ({ name, pipeline, tags, metadata, parameters, steps }: any) =>
  console.log(JSON.stringify({ name: name.replace(/-\\d.*/, ""), pipeline, tags, metadata, parameters, statuses: Object.values(steps).map((step: any) => step.status) }));
if (import.meta.main) {
  shown(await described.withOptions({ name: "given", tags: ["other"], metadata: { team: "b" }, cache: "never", runName: "{site}-run" })());
  shown(await described.withOptions({ metadata: { more: 1 }, merge: false })());
  shown(await configured.withOptions({ tags: ["third"], parameters: { size: 6 } })({ label: "program" }));
}
`;

describe("a pipeline", () => {
  let here: Workspace;
  before(async () => {
    here = await workspace({ "pipelines.ts": pipelines, "program.ts": program });
    await mkdir(path.join(here.path, "node_modules"));
    await symlink(path.resolve(import.meta.dirname, "../.."), path.join(here.path, "node_modules/stepwright"), "junction");
  });
  after(() => here[Symbol.asyncDispose]());

  const run = async (...words: string[]): Promise<RunRecord> => {
    const ended = await here.stepwright("run", "pipelines.ts", ...words, "--json");
    assert.equal(ended.status, 0, ended.stdout.slice(-2000) + ended.stderr);
    return finishedRun(ended);
  };
  const valueOf = async ({ outputs }: RunRecord, name = "output"): Promise<unknown> => {
    const { artifact, version } = outputs[name] ?? assert.fail(`There is no output ${name}.`);
    return ((await here.stepwright("artifact", "show", `${artifact}@${version}`, "--json")).json()[0] as { value?: unknown }).value;
  };

  it("runs its function once, and knows the whole graph before any step", async () => {
    const ended = await here.stepwright("run", "pipelines.ts", "once", "--no-cache", "--json");
    const [first, ...others] = ended.json() as { event: string; spec?: { invocations: { id: string }[] } }[];
    assert.equal(first?.event, "run.started");
    assert.deepEqual(
      first.spec?.invocations.map(({ id }) => id),
      ["load", "load_2", "add"],
    );
    assert.ok(others.every(({ event }) => event !== "step.added"));
    assert.equal(ended.stderr.split("the function runs").length, 2, ended.stderr);
  });

  it("numbers the calls of a step, around ids that are given", async () => {
    assert.deepEqual(Object.keys((await run("ids")).steps), ["load", "load_2", "load_3", "load_4"]);
  });

  it("is inlined in another, as a group whose results feed outer steps; plain arguments decide what is called", async () => {
    const record = await run("outer");
    assert.deepEqual(
      record.spec.invocations.map(({ id, group }) => [id, ...(group ?? [])].join(" < ")),
      ["load < middle < inner", "load_2 < middle < inner_2", "add < middle < inner_2", "sum"],
    );
    assert.equal(await valueOf(record), 3);
    assert.deepEqual(Object.keys((await run("outer", "--param", 'names=["b"]')).steps), ["load", "add", "sum"]);
  });

  it("passes lists of handles, and several outputs as a whole", async () => {
    const record = await run("lists", "--no-cache");
    assert.deepEqual(record.steps["sum"]?.inputs, {
      "xs[0]": { artifact: "lists::load::output", version: "1", from: "load.output" },
      "xs[1]": { artifact: "lists::load_2::output", version: "1", from: "load_2.output" },
    });
    assert.deepEqual(record.steps["sum"].parameters, { xs: ["<artifact load.output>", "<artifact load_2.output>", 3] });
    assert.deepEqual(await Promise.all(["mixed", "tuple", "named"].map((name) => valueOf(record, name))), [7, 5, 13]);
  });

  it("has what its function returns as outputs: nothing, one, a list, an object, the whole of a call", async () => {
    const names = async (pipeline: string): Promise<string[]> => Object.keys((await run(pipeline)).outputs);
    assert.deepEqual(await names("nothing"), []);
    assert.deepEqual(await names("once"), ["output"]);
    assert.deepEqual(await names("several"), ["output_0", "output_1"]);
    assert.deepEqual(await names("whole"), ["output_0", "rest"]);
    assert.deepEqual(await names("named"), ["a", "parts"]);
  });

  it("keeps its name, tags, metadata and extra with the run, and gives its environment to its steps", async () => {
    const record = await run("by another name", "--no-cache");
    const { pipeline, tags, metadata, spec } = record;
    assert.deepEqual([pipeline, tags, metadata, spec.options.extra], ["by another name", ["nightly"], { team: "a" }, { any: [1] }]);
    assert.deepEqual(await valueOf(record, "seen"), ["pipeline", "step"], "what the step says wins");
  });

  it("runs as many steps at a time as it says", async () => {
    const ended = await here.stepwright("run", "pipelines.ts", "described", "--no-cache", "--json");
    const order = (ended.json() as { event: string }[])
      .map(({ event }) => event)
      .filter((event) => /^step\.(started|completed)$/.test(event));
    assert.deepEqual(order, Array.from({ length: 3 }, () => ["step.started", "step.completed"]).flat());
  });

  it("is copied by withOptions and changed by configure, objects merged or replaced", async () => {
    const copy = await run("copy");
    assert.deepEqual([copy.name, copy.pipeline, copy.tags, copy.metadata], ["north-copy", "copy", ["nightly"], { team: "a", more: 1 }]);
    assert.deepEqual((await run("replaced")).metadata, { more: 1 });
    assert.deepEqual((await run("described")).metadata, { team: "a" }, "the original is as it was");
    const configured = await run("configured");
    assert.deepEqual([configured.tags, configured.parameters], [["second"], { size: 5, label: "a" }]);
    assert.deepEqual((await run("preset", "--param", "size=7")).parameters, { size: 7, label: "preset" });
  });

  it("has the same options where a program gives them", async () => {
    const { status, stdout, stderr } = await node(here, "program.ts");
    assert.equal(status, 0, stdout + stderr);
    assert.deepEqual(
      stdout
        .trim()
        .split("\n")
        .map((line): unknown => JSON.parse(line)),
      [
        {
          name: "north-run",
          pipeline: "given",
          tags: ["other"],
          metadata: { team: "b" },
          parameters: {},
          statuses: ["completed", "completed", "completed"],
        },
        {
          name: "by another name",
          pipeline: "by another name",
          tags: ["nightly"],
          metadata: { more: 1 },
          parameters: {},
          statuses: ["cached", "cached", "cached"],
        },
        {
          name: "configured",
          pipeline: "configured",
          tags: ["third"],
          metadata: {},
          parameters: { size: 6, label: "program" },
          statuses: ["completed", "completed"],
        },
      ],
    );
  });

  it("names its runs by templates, and refuses what cannot be filled or is taken", async () => {
    assert.match((await run("ids")).name, /^ids-\d{4}_\d\d_\d\d-\d\d_\d\d_\d\d_\d{6}$/);
    const named = await run("outer", "--param", 'names=["b"]', "--run-name", "{pipeline} on {date}");
    assert.match(named.name, /^outer on \d{4}_\d\d_\d\d$/);
    assert.equal((await run("configured", "--run-name", "{label}-{size}")).name, "a-5");
    const taken = await here.stepwright("run", "pipelines.ts", "ids", "--run-name", "a-5", "--json");
    assert.equal(refusal(taken).code, "SW1027");
    const unknown = await here.stepwright("run", "pipelines.ts", "configured", "--run-name", "{siz}", "--json");
    assert.equal(refusal(unknown).code, "SW1026");
    assert.match(refusal(unknown).message, /`\{siz\}` has an unknown placeholder \{siz\}/);
  });
});
