import assert from "node:assert/strict";
import { after, before, describe, it } from "node:test";
import type { RunRecord } from "../../src/runner/model/record.ts";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const artifacts = `import { client, externalArtifact, pipeline, saveArtifact, step, type Annotated, type Unmaterialized } from "stepwright";

export const make = step({ cache: "never" }, ({ n }: { n: number }): Annotated<number, "number"> => n);
export const use = step((x: number, options: { scale: number | null; tags: string[]; on: boolean; deep: { list: unknown[] } }) => x * (options.scale ?? 1));
export const making = pipeline(({ n = 1 }: { n?: number }) =>
  use(make({ n }), { scale: null, tags: ["a"], on: true, deep: { list: [1, "b", null, {}] } }));

export const early = step({ cache: "never" }, async (): Promise<number> => Number((await saveArtifact(41, "number")).version));
export const look = step((x: number, before: number) => [x, before]);
export const looking = pipeline(() => look(client.getArtifactVersion<number>("number"), early()));

export const reference = step((data: Unmaterialized<number>, map: Unmaterialized<Map<string, number>>) => [data.artifact, data.version, data.type, map.artifact]);
export const referring = pipeline(() => reference(client.getArtifactVersion<number>("number", "1"), externalArtifact(new Map([["a", 1]]))));
export const size = step((map: Map<string, number>) => map.size);
export const external = pipeline(({ n = 1 }: { n?: number }) => size(externalArtifact(new Map(Array.from({ length: n }, (_, i) => [String(i), i])))));

export const outside = pipeline(() => { void saveArtifact(1, "from a pipeline"); size(new Map() as never); });
`;

describe("artifacts and parameters", () => {
  let here: Workspace;
  before(async () => {
    here = await workspace({ "artifacts.ts": artifacts });
  });
  after(() => here[Symbol.asyncDispose]());

  const run = async (...words: string[]): Promise<RunRecord> => {
    const ended = await here.stepwright("run", "artifacts.ts", ...words, "--json");
    assert.equal(ended.status, 0, ended.stdout.slice(-2000) + ended.stderr);
    return finishedRun(ended);
  };
  const valueOf = async ({ outputs }: RunRecord): Promise<unknown> => {
    const { artifact, version } = outputs["output"] ?? assert.fail("There is no output.");
    return ((await here.stepwright("artifact", "show", `${artifact}@${version}`, "--json")).json()[0] as { value?: unknown }).value;
  };

  it("an artifact is passed by reference and gets a new version each time; a parameter is recorded as it is", async () => {
    for (const version of ["1", "2", "3"]) {
      const record = await run("making", "--param", `n=${version}`);
      assert.equal(record.steps["make"]?.outputs["number"]?.version, version);
      assert.deepEqual(record.steps["use"]?.inputs, { x: { artifact: "number", version, from: "make.number" } });
      assert.deepEqual(record.steps["use"].parameters, {
        options: { scale: null, tags: ["a"], on: true, deep: { list: [1, "b", null, {}] } },
      });
      assert.deepEqual(record.parameters, { n: Number(version) });
    }
  });

  it("a version that is looked up is the one that was there when the run began", async () => {
    await run("making", "--param", "n=8");
    const record = await run("looking");
    const [x, saved] = (await valueOf(record)) as [number, number];
    assert.equal(x, 8);
    assert.equal(record.steps["look"]?.inputs["x"]?.version, String(saved - 1));
  });

  it("a reference tells an artifact of the run, of an earlier one, and an external one alike", async () => {
    await run("making");
    assert.deepEqual(await valueOf(await run("referring")), ["number", "1", "number", "referring::reference::external"]);
  });

  it("an external artifact counts by its content", async () => {
    assert.equal((await run("external")).steps["size"]?.status, "completed");
    assert.equal((await run("external")).steps["size"]?.status, "cached");
    const larger = await run("external", "--param", "n=3");
    assert.deepEqual([larger.steps["size"]?.status, await valueOf(larger)], ["completed", 3]);
  });

  it("what is no JSON is refused with the advice to make it an artifact, and nothing is saved while a pipeline is recorded", async () => {
    const failure = refusal(await here.stepwright("run", "artifacts.ts", "outside", "--json"));
    assert.equal(failure.code, "SW1006");
    assert.match(failure.help, /externalArtifact/);
    assert.equal((await here.stepwright("artifact", "show", "from a pipeline", "--json")).status, 1);
  });
});
