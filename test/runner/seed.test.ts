import assert from "node:assert/strict";
import { test } from "node:test";
import * as z from "zod/mini";
import type { RunRecord } from "../../src/runner/model/record.ts";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { seedCases, seedFolder, type SeedCase } from "./support/seed-table.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

test("every code block of the page does what the page says", async (t) => {
  await using here = await workspace({}, { copyOf: seedFolder });
  for (const expected of seedCases) {
    await t.test(`${expected.section}: ${expected.pipeline}`, async () => {
      const parameters = Object.entries(expected.given).flatMap(([name, value]) => ["--param", `${name}=${value}`]);
      // Without the cache, so that no case depends on an earlier one.
      const ended = await here.stepwright("run", expected.file, expected.pipeline, ...parameters, "--no-cache", "--json");
      if (expected.error !== undefined) {
        assert.equal(refusal(ended).code, expected.error);
        assert.equal(ended.status, 1);
        return;
      }
      assert.deepEqual(await observed(here, finishedRun(ended), expected), expected.run);
      if (expected.printed !== undefined) assert.match(ended.stderr, new RegExp(`^${expected.printed}$`, "m"));
      assert.equal(ended.status, 0);
    });
  }
});

test("what has not changed is not run again", async () => {
  await using here = await workspace({}, { copyOf: seedFolder });
  const statuses = async (): Promise<string[]> => {
    const run = finishedRun(await here.stepwright("run", "end-to-end.ts", "--json"));
    return Object.values(run.steps).map((step) => step.status);
  };
  assert.deepEqual(await statuses(), ["completed", "completed", "completed"]);
  assert.deepEqual(await statuses(), ["cached", "cached", "cached"]);
});

/** What a run did, in the shape of the table. Values and logs are asked for only where the table has them. */
async function observed(here: Workspace, run: RunRecord, expected: SeedCase): Promise<unknown> {
  const steps = await mapValues(run.steps, async ({ step, status, parameters, inputs, outputs }, id) => {
    const wanted = expected.run?.steps[id];
    const log = wanted?.log === undefined ? {} : { log: (await here.stepwright("logs", run.id, id)).stdout.trim() };
    return {
      step,
      status,
      parameters,
      inputs: await mapValues(inputs, (input) => input.from),
      outputs: await mapValues(outputs, async ({ artifact, version }, name) => {
        const value = wanted?.outputs[name]?.value === undefined ? {} : { value: await storedValue(here, artifact, version) };
        return { artifact, ...value };
      }),
      ...log,
    };
  });
  const outputs = await mapValues(run.outputs, (output) => output.artifact);
  return { status: run.status, parameters: run.parameters, steps, outputs };
}

/** An object with the same keys, worked out side by side. */
async function mapValues<T, U>(
  object: Readonly<Record<string, T>>,
  map: (value: T, key: string) => U | Promise<U>,
): Promise<Record<string, U>> {
  return Object.fromEntries(await Promise.all(Object.entries(object).map(async ([key, value]) => [key, await map(value, key)] as const)));
}

async function storedValue(here: Workspace, artifact: string, version: string): Promise<unknown> {
  const [shown] = (await here.stepwright("artifact", "show", `${artifact}@${version}`, "--json")).json();
  return z.parse(z.object({ value: z.json() }), shown).value;
}
