import assert from "node:assert/strict";
import { mkdir, symlink } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { Failure } from "../../src/runner/model/failure.ts";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { node } from "./support/program.ts";
import { typeRows, type TypeRows } from "./support/type-rows.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

/** What a failure says, on one line. */
const said = (failure: Failure | undefined): string =>
  failure === undefined ? "nothing" : `${failure.code} ${failure.message.replaceAll("\n", " | ")}`;

describe("the published table of types, through the command line", () => {
  let rows: TypeRows;
  before(async () => {
    rows = await typeRows();
  });
  after(() => rows[Symbol.asyncDispose]());

  it("refuses every value that a type does not allow, with its place", async () => {
    const { steps } = finishedRun(await rows.workspace.stepwright("run", "rows.ts", "wrong", "--json"));
    assert.ok(rows.rejected.length > 150);
    assert.deepEqual(
      rows.rejected.map(({ step }) => [step, said(steps[step]?.error)]),
      rows.rejected.map(({ step, said: what }) => [
        step,
        `SW3013 The output \`output\` of \`${step}\` is not what its type says. | ${what.replaceAll("\n", " | ")}`,
      ]),
    );
  });

  it("lets every value that it allows and that can be stored pass from step to step", async () => {
    const { steps } = finishedRun(await rows.workspace.stepwright("run", "rows.ts", "right", "--json"));
    assert.ok(rows.accepted.length > 150);
    assert.deepEqual(
      rows.accepted.flatMap((id) => {
        const failure = steps[`made_${id}`]?.error ?? steps[id]?.error;
        return steps[id]?.status === "completed" ? [] : [`${id}: ${said(failure)}`];
      }),
      [],
    );
  });
});

const project = `import { externalArtifact, outputs, pipeline, step, type Unmaterialized } from "stepwright";
export interface Dataset { features: number[][]; labels?: string[] }
class Model { #weights: number[]; constructor(weights: number[]) { this.#weights = weights; }
  toJSON() { return this.#weights; } static fromJSON(json: number[]) { return new Model(json); } }

const parsed = (text: string): any => JSON.parse(text);
export const loads = step((): any => parsed('{ "features": [[1, 2], [3, 4], [5, 6], [7, "x"]] }'));
export const trains = step(({ data, epochs = 10 }: { data: Dataset; epochs?: number }) => data.features.length * epochs);
export const scores = step((values: number[]) => values.length);
export const many = step((): any => Array.from({ length: 9 }, () => "x"));
export const split = step((): any => ({ train: { features: [] }, test: 5 }));
export const takesBoth = step(({ train, test }: { train: Dataset; test: Dataset }) => 1);
export const named = step(() => outputs({ model: parsed("1") as string, accuracy: parsed('"high"') as number }));
export const makesModel = step(() => new Model([1]));
export const makesPlain = step((): any => ({ weights: [1] }));
export const takesModel = step((model: Model) => model instanceof Model);
export const takesRef = step((ref: Unmaterialized<Dataset>) => ref.materializer);

export const fromStep = pipeline(() => { trains({ data: loads() }); });
export const asParameter = pipeline(() => { trains({ data: { features: [[null as never]] }, epochs: 3 }); });
export const insideList = pipeline(() => { scores([1, loads() as never]); });
export const counted = pipeline(() => { scores(many()); });
export const whole = pipeline(() => { takesBoth(split()); });
export const severalOutputs = pipeline(() => { named(); });
export const models = pipeline(() => { takesModel(makesModel()); takesModel.withOptions({ id: "plain" })(makesPlain()); });
export const references = pipeline(() => { takesRef(loads()); });
export const external = pipeline(() => { scores(externalArtifact(["x"]) as never); });
export const untyped = pipeline(() => { free(loads()); });
export const free = step((x) => x);
export const tuned = pipeline(({ layers, rate = 0.1, mode = "fast" }: { layers: number[]; rate?: number; mode?: "fast" | "exact" }) => {
  scores(layers);
});
if (import.meta.main) {
  await tuned({ layers: parsed('[1, "x"]') }).then(undefined, (error) => console.log(error.message));
}
`;

describe("types of a project", () => {
  let here: Workspace;
  before(async () => {
    here = await workspace({ "project.ts": project });
  });
  after(() => here[Symbol.asyncDispose]());

  const failures = async (pipeline: string): Promise<Record<string, string>> => {
    const { steps } = finishedRun(await here.stepwright("run", "project.ts", pipeline, "--json"));
    return Object.fromEntries(Object.entries(steps).flatMap(([id, { error }]) => (error === undefined ? [] : [[id, said(error)]])));
  };

  it("name step, input, path, what was expected and what was got", async () => {
    assert.deepEqual(await failures("fromStep"), {
      trains: 'SW3012 The input `data` of `trains` is not what its type says. | data.features[3][1]: expected number, got string "x"',
    });
  });

  it("say where the value comes from, at the place of the call", async () => {
    const { steps } = finishedRun(await here.stepwright("run", "project.ts", "fromStep", "--json"));
    const error = steps["trains"]?.error;
    assert.match(error?.help ?? "", /It is `loads\.output`/);
    assert.equal(error?.at?.line, project.slice(0, project.indexOf("trains({ data: loads() })")).split("\n").length);
  });

  it("hold for parameters of steps and for what stands inside of lists", async () => {
    assert.deepEqual(await failures("asParameter"), {
      trains: "SW3012 The input `data` of `trains` is not what its type says. | data.features[0][0]: expected number, got null",
    });
    assert.deepEqual(await failures("insideList"), {
      scores: "SW3012 The input `values` of `scores` is not what its type says. | values[1]: expected number, got object",
    });
    assert.deepEqual(await failures("external"), {
      scores: 'SW3012 The input `values` of `scores` is not what its type says. | values[0]: expected number, got string "x"',
    });
  });

  it("tell the first few and count the others", async () => {
    const lines = (await failures("counted"))["scores"]?.split(" | ") ?? [];
    assert.equal(lines.length, 7);
    assert.deepEqual(lines.slice(5), ['values[4]: expected number, got string "x"', "and 4 more"]);
  });

  it("hold for the parts of an object that is passed whole", async () => {
    assert.deepEqual(await failures("whole"), {
      takesBoth: "SW3012 The input `test` of `takesBoth` is not what its type says. | test: expected Dataset, got number 5",
    });
  });

  it("hold for each output by its name", async () => {
    assert.deepEqual(await failures("severalOutputs"), {
      named: "SW3013 The output `model` of `named` is not what its type says. | model: expected string, got number 1",
    });
  });

  it("know the project's own classes", async () => {
    assert.deepEqual(await failures("models"), {
      plain: "SW3012 The input `model` of `plain` is not what its type says. | model: expected Model, got object",
    });
  });

  it("leave references and what has no type alone", async () => {
    assert.deepEqual(await failures("references"), {});
    assert.deepEqual(await failures("untyped"), {});
  });

  it("coerce parameters that come as text, and say the path in them that is wrong", async () => {
    const run = finishedRun(
      await here.stepwright("run", "project.ts", "tuned", "--param", "layers=[8, 4]", "--param", "rate=1e-3", "--json"),
    );
    assert.deepEqual(run.parameters, { layers: [8, 4], rate: 0.001, mode: "fast" });
    const wrong = async (...params: string[]): Promise<string> =>
      said(refusal(await here.stepwright("run", "project.ts", "tuned", ...params.flatMap((text) => ["--param", text]), "--json")));
    assert.equal(
      await wrong('layers=[8, "x"]'),
      'SW5002 The parameter `layers` of `tuned` is not what its type says. | layers[1]: expected number, got string "x"',
    );
    assert.equal(
      await wrong("layers=[8]", "mode=slow"),
      'SW5002 The parameter `mode` of `tuned` is not what its type says. | mode: expected "exact" | "fast", got string "slow"',
    );
  });

  it("check parameters that come from code, and leave them as they are", async () => {
    await mkdir(path.join(here.path, "node_modules"));
    await symlink(path.resolve(import.meta.dirname, "../.."), path.join(here.path, "node_modules/stepwright"));
    const { stdout, stderr } = await node(here, "project.ts");
    assert.match(`${stdout}${stderr}`, /SW5002.*layers\[1\]: expected number, got string "x"/s);
  });

  it("are looked at in full, in part, or not at all, as the person says", async () => {
    await here.write({ "large.ts": large });
    const run = async (mode: string): Promise<string | undefined> => {
      here.env["STEPWRIGHT_VALIDATION"] = mode;
      const { steps } = finishedRun(await here.stepwright("run", "large.ts", "--no-cache", "--json"));
      delete here.env["STEPWRIGHT_VALIDATION"];
      return steps["rows"]?.error?.message.split("\n")[1];
    };
    assert.equal(await run("full"), "output[15001].id: expected number, got null");
    assert.equal(await run("sample"), undefined);
    assert.equal(await run("off"), undefined);
  });
});

const large = `import { pipeline, step } from "stepwright";
export const rows = step((): { id: number }[] => Array.from({ length: 20_000 }, (_, id) => ({ id: id === 15_001 ? (null as never) : id })));
export const all = pipeline(() => rows());
`;
