import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { symlink } from "node:fs/promises";
import path from "node:path";
import { test } from "node:test";
import { seedCases, seedFolder } from "./support/seed-table.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const root = path.resolve(import.meta.dirname, "../..");

/** Both graphs of a pipeline: recorded by calling its function, and read from its source. */
const graphs = async (here: Workspace, ...args: readonly string[]): Promise<unknown[]> => {
  const ended = await Promise.all([[], ["--static"]].map((how) => here.stepwright("graph", ...args, ...how, "--json")));
  return ended.map((each) => each.json()[0]);
};

test("the source of every pipeline of the page tells the graph that running it records", async (t) => {
  await using here = await workspace({}, { copyOf: seedFolder });
  for (const { file, pipeline, given, error } of seedCases) {
    await t.test(`${file}: ${pipeline}`, async () => {
      const parameters = Object.entries(given).flatMap(([name, value]) => ["--param", `${name}=${value}`]);
      const [recorded, read] = await graphs(here, file, pipeline, ...parameters);
      if (error === undefined) assert.deepEqual(read, recorded);
      else assert.equal((recorded as { error: { code: string } }).error.code, error);
    });
  }
});

test("and so does the source of every example", async (t) => {
  const examples = path.join(root, "examples");
  for (const name of readdirSync(examples)) {
    await t.test(name, async () => {
      await using here = await workspace({}, { copyOf: path.join(examples, name) });
      await symlink(path.join(root, "node_modules"), path.join(here.path, "node_modules"));
      const [recorded, read] = await graphs(here, "pipeline.ts");
      assert.deepEqual(read, recorded);
      assert.ok(JSON.stringify(read).includes('"steps":[{'), "there is something to compare");
    });
  }
});

test("and the code of the guide, where it needs no parameters, store or data", async (t) => {
  const guide = readFileSync(path.join(root, "docs/authoring.md"), "utf8");
  const files: Record<string, string> = {};
  for (const section of guide.split(/^## /m).slice(1)) {
    const code = [...section.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text = ""]) => text).join("\n");
    files[`${section.slice(0, section.indexOf("\n")).toLowerCase().replaceAll(" ", "-")}.ts`] = code;
  }
  await using here = await workspace(files);
  const cases = [
    ["a-first-pipeline.ts", "training"],
    ["caching.ts", "report"],
    ["failures-and-retries.ts", "mirror"],
    ["hooks-and-the-step-context.ts", "slowTraining"],
    ["outputs.ts", "arithmetic"],
    ["parameters.ts", "trainOn"],
    ["pipelines.ts", "everything"],
  ] as const;
  for (const [file, pipeline] of cases) {
    await t.test(`${file}: ${pipeline}`, async () => {
      const [recorded, read] = await graphs(here, file, pipeline);
      assert.deepEqual(read, recorded);
    });
  }
});

test("values from outside are artifacts in both graphs, and neither keeps them", async () => {
  await using here = await workspace({
    "outside.ts": `import { externalArtifact, pipeline, step } from "stepwright";
export const count = step((index: Map<string, number>) => index.size);
export const all = step(({ first, rest = [] }: { first: Date; rest?: unknown[] }) => [first, ...rest].length);
export const inner = pipeline(() => count(externalArtifact(new Map())));
export const outer = pipeline({ name: "with outside" }, () => {
  const index = externalArtifact(new Map([["a", 1]]));
  count(index);
  all({ first: externalArtifact(new Date(0)), rest: [inner(), { deep: externalArtifact(1n) }] });
  return count.withOptions({ id: "again" })(index);
});
`,
  });
  const [recorded, read] = await graphs(here, "outside.ts", "with outside");
  assert.deepEqual(read, recorded);
  const { steps } = read as { steps: { id: string; inputs: unknown }[] };
  const made = (id: string) => ({ artifact: `with outside::${id}::external`, version: "new" });
  assert.deepEqual(
    steps.map(({ id, inputs }) => [id, inputs]),
    [
      ["count", { index: made("count") }],
      ["count_2", { index: made("count_2") }],
      ["all", { first: made("all"), rest: { list: [{ from: "count_2.output" }, { object: { deep: made("all") } }] } }],
      ["again", { index: made("again") }],
    ],
  );
  assert.ok(!readdirSync(here.path).includes(".stepwright"));
});

test("code that would break, or do something, when it is loaded is only read", async () => {
  await using here = await workspace({
    "a.ts": `import { pipeline, step } from "stepwright";
import { missing } from "not-installed";
import { writeFileSync } from "node:fs";
writeFileSync("loaded", "");
export const load = step((): number => missing());
export const use = step((x: number): void => console.log(x));
export const p = pipeline(() => use(load()));
throw new Error("loaded");
`,
  });
  const ended = await here.stepwright("graph", "a.ts", "--static");
  assert.equal(ended.stdout, "p  a.ts  2 steps\n\n1  load          → output: number\n2  use   ← load\n");
  assert.equal(ended.status, 0);
  assert.ok(!readdirSync(here.path).includes("loaded"));
});

test("a file that is missing, does not parse, or has no such pipeline is an error that says so", async () => {
  await using here = await workspace({
    "broken.ts": `import { pipeline } from "stepwright";\nexport const p = pipeline(() => {\n`,
    "none.ts": `import { step } from "stepwright";\nexport const s = step(() => 1);\n`,
    "two.ts": `import { pipeline } from "stepwright";\nexport const one = pipeline(() => {});\nexport const two = pipeline(() => {});\n`,
    "package-one.ts": `import { pipeline } from "stepwright";\nimport { fn } from "somewhere";\nexport const p = pipeline(fn);\n`,
  });
  const code = async (...args: readonly string[]): Promise<string> => {
    const [shown] = (await here.stepwright("graph", ...args, "--static", "--json")).json();
    return (shown as { error: { code: string } }).error.code;
  };
  assert.equal(await code("gone.ts"), "SW2002");
  assert.equal(await code("broken.ts"), "SW2001");
  assert.equal(await code("none.ts"), "SW2005");
  assert.equal(await code("two.ts"), "SW2004");
  assert.equal(await code("two.ts", "thre"), "SW2003");
  assert.equal(await code("package-one.ts"), "SW2003");
});

test("a tsconfig.json that is broken hides the types and not the graph", async () => {
  await using here = await workspace({
    "tsconfig.json": "{ not a configuration",
    "a.ts": `import { pipeline, step } from "stepwright";\nexport const load = step((): number => 1);\nexport const p = pipeline(() => load());\n`,
  });
  const ended = await here.stepwright("graph", "a.ts", "--static");
  assert.equal(ended.stdout, "p  a.ts  1 step\n\n1  load    → output: number\n");
  assert.match(ended.stderr, /error\[SW2010\] tsconfig\.json cannot be read/);
});
