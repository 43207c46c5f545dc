import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import { versionsFolder } from "../../src/runner/store/paths.ts";
import { finishedRun } from "./support/finished-run.ts";
import { statusLines } from "./support/record.ts";
import { workspace } from "./support/workspace.ts";

const pipelines = `import { pipeline, step } from "stepwright";
const first = step(() => 1);
const second = step((n: number) => { console.log("second runs"); return n + 1; });
const other = step(() => "other");
export const chain = pipeline(() => { second(first()); other(); });
`;

describe("a step that is sent to a worker while its input is being filed", () => {
  it("never started where that input cannot be filed", async () => {
    await using here = await workspace({ "pipelines.ts": pipelines });
    const store = { root: path.join(here.path, ".stepwright"), workspace: here.path };
    // Where the versions of the first output go, something else lies.
    const taken = versionsFolder(store, "chain::first::output");
    await mkdir(path.dirname(taken), { recursive: true });
    await writeFile(taken, "not a folder");

    const ended = await here.stepwright("run", "pipelines.ts", "--json");
    assert.equal(ended.status, 1, ended.stderr);
    const run = finishedRun(ended);
    assert.deepEqual(statusLines(run), ["first failed SW4005", "second skipped", "other completed"]);
    assert.deepEqual(run.steps["second"]?.attempts, []);
    const events = ended.json() as { event: string; id?: string }[];
    assert.ok(!events.some(({ event, id }) => event === "step.started" && id === "second"));
  });
});

describe("what is looked up while the worker starts", () => {
  it("is looked up again where the module defines something else this time", async () => {
    await using here = await workspace({
      "pipelines.ts": `import { pipeline, step } from "stepwright";
const one = step(() => 1);
const two = step(() => 2);
export const steps = process.env["BOTH"] === "yes" ? { one, two } : { one };
export const work = pipeline(() => { for (const each of Object.values(steps)) each(); });
`,
    });
    const ids = async (): Promise<string[]> => Object.keys(finishedRun(await here.stepwright("run", "pipelines.ts", "--json")).steps);
    assert.deepEqual(await ids(), ["one"]);
    assert.deepEqual(await ids(), ["one"]);
    here.env["BOTH"] = "yes";
    assert.deepEqual(await ids(), ["one", "two"]);
    assert.deepEqual(await ids(), ["one", "two"]);
    here.env["BOTH"] = "no";
    assert.deepEqual(await ids(), ["one"]);
  });
});
