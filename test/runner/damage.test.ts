import assert from "node:assert/strict";
import { readdirSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "node:test";
import { finishedRun } from "./support/finished-run.ts";
import { statusLines } from "./support/record.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const pipelines = `import { pipeline, step } from "stepwright";
export const load = step((rows: number) => Array.from({ length: rows }, (_, row) => row));
export const sum = step((xs: number[]) => xs.reduce((a, b) => a + b, 0));
export const report = pipeline(({ rows = 4 }: { rows?: number }) => sum(load(rows)));
`;

const questions = [
  ["runs"],
  ["run", "show", "last"],
  ["artifacts"],
  ["artifact", "show", "report::sum::output"],
  ["why", "last", "sum"],
] as const;

const ask = (here: Workspace): Promise<unknown[]> =>
  Promise.all(questions.map(async (words) => (await here.stepwright(...words, "--json")).json()));

const run = async (here: Workspace, rows: number) =>
  finishedRun(await here.stepwright("run", "report.ts", "--param", `rows=${rows}`, "--json"));

/** The only file below a folder of the store, or the last one by name. */
function fileIn(here: Workspace, folder: string): string {
  const files = readdirSync(path.join(here.path, ".stepwright", folder), { recursive: true, withFileTypes: true });
  const file = files.filter((entry) => entry.isFile()).map((entry) => path.join(entry.parentPath, entry.name));
  return file.sort().at(-1) ?? assert.fail(`There is no file in ${folder}.`);
}

interface Check {
  readonly findings: readonly { readonly kind: string; readonly path: string; readonly message: string; readonly help: string }[];
}

const check = async (here: Workspace, ...flags: string[]): Promise<Check & { readonly status: number | undefined }> => {
  const ended = await here.stepwright("db", "check", ...flags, "--json");
  return { ...(ended.json()[0] as Check), status: ended.status };
};

describe("what happens to a store", () => {
  it("changes no answer where it happens to the database, and no result of the cache", async () => {
    await using here = await workspace({ "report.ts": pipelines });
    await run(here, 4);
    await run(here, 5);
    await here.stepwright("db", "sync");
    const known = await ask(here);
    const database = path.join(here.path, ".stepwright", "stepwright.db");
    const harms = [() => rmSync(database), () => writeFileSync(database, "no database"), () => truncateSync(database, 5000)];
    for (const harm of harms) {
      harm();
      assert.deepEqual(await ask(here), known);
      await here.stepwright("db", "sync");
      assert.deepEqual(await ask(here), known);
    }
    rmSync(database);
    assert.deepEqual(statusLines(await run(here, 5)), ["load cached", "sum cached"]);
  });

  for (const [what, folder] of Object.entries({
    record: "runs",
    manifest: "artifacts/versions",
    content: "artifacts/objects",
    "cache key": "keys",
    "run name": "names",
  }))
    it(`is named and set aside where a ${what} is damaged, and worked around before and after`, async () => {
      await using here = await workspace({ "report.ts": pipelines });
      const { outputs } = await run(here, 4);
      await here.stepwright("db", "sync");
      assert.deepEqual((await check(here)).findings, []);
      const file = fileIn(here, folder);
      truncateSync(file, 3);
      const place = path.relative(path.join(here.path, ".stepwright"), file).replaceAll(path.sep, "/");

      const found = await check(here);
      assert.equal(found.status, 1);
      const named = found.findings.some((each) => each.kind === "damaged" && `${each.path} ${each.message}`.includes(place));
      assert.ok(named, JSON.stringify(found.findings));
      const people = await here.stepwright("db", "check");
      assert.match(people.stdout, /stepwright db check --repair/);

      assert.equal((await run(here, 4)).status, "completed");
      assert.equal((await check(here, "--repair")).status, 0);
      assert.deepEqual((await check(here)).findings, []);
      const again = await run(here, 4);
      assert.equal(again.status, "completed");
      const { artifact, version } = again.outputs["output"] ?? assert.fail("no output");
      assert.ok(Number(version) >= Number(outputs["output"]?.version));
      const shown = (await here.stepwright("artifact", "show", `${artifact}@${version}`, "--json")).json()[0];
      assert.equal((shown as { value?: unknown }).value, 6);
    });
});
