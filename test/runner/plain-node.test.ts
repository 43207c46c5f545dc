import assert from "node:assert/strict";
import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { node } from "./support/program.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** Does what its first argument says, and prints what came of it as JSON. */
const program = `import { client, loadArtifact, outputs, pipeline, RunFailedError, saveArtifact, step, stepContext, StepwrightError } from "stepwright";

console.log("loaded in", import.meta.main ? "the program" : "a runner");
export const add = step((a: number, b: number = 2): number => a + b);
export const pair = step((): [number, string] => [1, "b"]);
export const named = step(() => outputs({ model: [1], accuracy: 0.5 }));
export const silent = step(() => {});
export const flaky = step((x: number) => { if (stepContext().step.attempt === 1) throw new Error("once"); return x + 6; });
export const fails = step((): number => { throw new RangeError("too far"); });
export const training = pipeline(({ rate = 0.1 }: { rate?: number }) => { add(1); return { sum: add(rate, 1) }; });
export const failing = pipeline(() => { fails(); add(1); });
const report = (value: unknown) => console.log(JSON.stringify(value));
const attempt = async (work: () => unknown) => {
  try {
    report({ value: (await work()) ?? null });
  } catch (error) {
    if (error instanceof RunFailedError) report({ failed: error.message, status: error.run.status, steps: Object.entries(error.run.steps).map(([id, { status }]) => id + " " + status) });
    else if (error instanceof StepwrightError) report({ code: error.failure.code, at: error.failure.at?.line });
    else throw error;
  }
};

const scenarios: Record<string, () => unknown> = {
  call: async () => {
    const run = await training({ rate: 0.5 });
    return [run.status, run.parameters, await run.outputs.sum.load(), Object.keys(run.steps), await run.steps["add"]!.outputs["output"]!.load()];
  },
  withOptions: async () => {
    const run = await training.withOptions({ runName: "named-{rate}", tags: ["t"], enableCache: false, parameters: { rate: 4 } })({});
    return [run.name, run.tags, run.parameters, run.steps["add"]!.status];
  },
  failing: () => failing(),
  steps: async () => [await add(1), await add(2, 3), await pair(), await named(), (await silent()) ?? "nothing"],
  failingStep: () => fails(),
  optionOfStep: () => flaky.withOptions({ retry: { maxRetries: 1 } })(5),
  entrypoint: () => add.entrypoint(3, 4),
  direct: () => typeof add(1),
  unbound: () => pipeline(() => { add(1); })(),
  unboundStep: () => step(() => 1)(),
  functionOption: () => training.withOptions({ hooks: { onStart: () => 1 } })({}),
  functionOptionOfStep: () => add.withOptions({ cache: { key: () => "" } })(1),
  notJson: () => (training as any)({ rate: new Date(0) }),
  unknownParameter: () => (training as any)({ rat: 1 }),
  artifacts: async () => {
    const saved = await saveArtifact({ n: 1 }, "from a program");
    const second = await saveArtifact(new Map([["a", 1n]]), "from a program");
    const map = await loadArtifact<Map<string, bigint>>("from a program");
    return [saved.version, second.version, map.get("a") === 1n, await saved.load(), await client.getArtifactVersion("from a program", "1").load()];
  },
};
if (import.meta.main) for (const name of process.argv.slice(2)) await attempt(scenarios[name]!);
`;
const unguarded =
  'import { pipeline, step } from "stepwright";\nexport const one = step(() => 1);\nexport const all = pipeline(() => one());\nawait all();\n';
const imports =
  'import { training } from "./program.ts";\nconst run = await training({ rate: 7 });\nconsole.log(JSON.stringify({ value: await run.outputs.sum.load() }));\n';
const plain =
  'import { pipeline, step } from "stepwright";\nexport const one = step(() => "js");\nconst all = pipeline(() => one());\nexport default all;\nif (import.meta.main) console.log(JSON.stringify({ value: (await all()).status }));\n';

describe("a program that calls a pipeline itself", () => {
  let here: Workspace;
  before(async () => {
    here = await workspace({ "program.ts": program, "unguarded.ts": unguarded, "imports.ts": imports, "plain.js": plain });
    await mkdir(path.join(here.path, "node_modules"));
    await symlink(root, path.join(here.path, "node_modules/stepwright"), "junction");
  });
  after(() => here[Symbol.asyncDispose]());

  /** What each scenario reported. */
  const reports = async (file: string, ...scenarios: string[]): Promise<unknown[]> => {
    const { status, stdout, stderr } = await node(here, file, ...scenarios);
    assert.equal(status, 0, stdout + stderr);
    return stdout
      .split("\n")
      .filter((line) => line.startsWith("{"))
      .map((line): unknown => JSON.parse(line));
  };

  it("gets the finished run, and the options of one run count", async () => {
    assert.deepEqual(await reports("program.ts", "call", "withOptions"), [
      { value: ["completed", { rate: 0.5 }, 1.5, ["add", "add_2"], 3] },
      { value: ["named-4", ["t"], { rate: 4 }, "completed"] },
    ]);
  });

  it("is rejected with the run where that failed", async () => {
    await reports("program.ts", "call");
    const [report] = await reports("program.ts", "failing");
    const { failed, ...rest } = report as { failed: string };
    assert.match(failed, /^The run failing-.* failed\. `fails` threw RangeError: too far/);
    assert.deepEqual(rest, { status: "failed", steps: ["fails failed", "add cached"] });
  });

  it("runs single steps and gets their values", async () => {
    assert.deepEqual(await reports("program.ts", "steps", "optionOfStep", "entrypoint", "direct"), [
      { value: [3, 5, [1, "b"], { model: [1], accuracy: 0.5 }, "nothing"] },
      { value: 11 },
      { value: 7 },
      { value: "object" },
    ]);
    const [report] = await reports("program.ts", "failingStep");
    assert.match((report as { failed: string }).failed, /threw RangeError: too far/);
    here.env["STEPWRIGHT_RUN_SINGLE_STEPS_WITHOUT_TRACKING"] = "true";
    assert.deepEqual(await reports("program.ts", "direct"), [{ value: "number" }]);
    delete here.env["STEPWRIGHT_RUN_SINGLE_STEPS_WITHOUT_TRACKING"];
  });

  it("is told what a runner cannot find or take over", async () => {
    const lineOf = (piece: string): number => program.slice(0, program.indexOf(piece)).split("\n").length;
    assert.deepEqual(
      await reports("program.ts", "unbound", "unboundStep", "functionOption", "functionOptionOfStep", "notJson", "unknownParameter"),
      [
        { code: "SW1019", at: lineOf("unbound:") },
        { code: "SW1019", at: lineOf("unboundStep:") },
        { code: "SW1020" },
        { code: "SW1020" },
        { code: "SW1006" },
        { code: "SW5001" },
      ],
    );
  });

  it("keeps and reads artifacts", async () => {
    assert.deepEqual(await reports("program.ts", "artifacts"), [{ value: ["1", "2", true, { n: 1 }, { n: 1 }] }]);
  });

  it("may import the pipeline from another file, and may be JavaScript", async () => {
    assert.deepEqual(await reports("imports.ts"), [{ value: 8 }]);
    assert.deepEqual(await reports("plain.js"), [{ value: "completed" }]);
  });

  it("is told to guard a call that every loading would repeat", async () => {
    const { status, stderr } = await node(here, "unguarded.ts");
    assert.equal(status, 1);
    assert.match(stderr, /SW1017.*if \(import\.meta\.main\)/);
    assert.doesNotMatch(stderr, /\/dist\/|src\/runner/);
  });
});
