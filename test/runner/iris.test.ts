import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import * as z from "zod/mini";
import type { RunRecord } from "../../src/runner/model/record.ts";
import { finishedRun } from "./support/finished-run.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const root = path.resolve(import.meta.dirname, "../..");

test("the iris example trains good models and runs again only what has changed", async () => {
  await using here = await workspace({}, { copyOf: path.join(root, "examples/iris") });
  await symlink(path.join(root, "node_modules"), path.join(here.path, "node_modules"));

  const first = await run(here);
  assert.deepEqual(statuses(first), {
    loadFlowers: "completed",
    splitFlowers: "completed",
    trainForest: "completed",
    trainNeighbours: "completed",
    testForest: "completed",
    testNeighbours: "completed",
    pickBest: "completed",
  });
  assert.deepEqual(first.parameters, { seed: 0, testFraction: 0.3, trees: 50, neighbours: 5 });
  assert.deepEqual(Object.keys(first.outputs), ["bestModel", "report"]);
  const [shown] = (await here.stepwright("artifact", "show", "report", "--json")).json();
  const report = z.parse(z.object({ value: z.object({ accuracy: z.number(), confusion: z.array(z.array(z.number())) }) }), shown).value;
  assert.ok(report.accuracy >= 0.9 && report.accuracy <= 1, `accuracy is ${String(report.accuracy)}`);
  assert.equal(
    report.confusion.flat().reduce((sum, count) => sum + count, 0),
    45,
    "every flower that was put aside is counted",
  );

  assert.deepEqual(new Set(Object.values(statuses(await run(here)))), new Set(["cached"]));

  assert.deepEqual(statuses(await run(here, "--param", "trees=10")), {
    loadFlowers: "cached",
    splitFlowers: "cached",
    trainForest: "completed",
    trainNeighbours: "cached",
    testForest: "completed",
    testNeighbours: "cached",
    pickBest: "completed",
  });
});

const run = async (here: Workspace, ...flags: string[]): Promise<RunRecord> =>
  finishedRun(await here.stepwright("run", "pipeline.ts", ...flags, "--json"));

const statuses = (record: RunRecord): Record<string, string> =>
  Object.fromEntries(Object.entries(record.steps).map(([id, step]) => [id, step.status]));
