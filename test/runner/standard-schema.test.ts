import assert from "node:assert/strict";
import { symlink } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const head = `import { outputs, pipeline, step } from "stepwright";
import * as z from "zod";
import * as v from "valibot";
import { type } from "arktype";
const free = (value: unknown): any => value;
`;

const project = `${head}
const Config = z.object({ layers: z.array(z.number().min(1)), rate: z.coerce.number().default(0.5) });
export const withZod = step({ inputs: { config: Config } }, ({ config }) => [config.rate, ...config.layers]);
export const withValibot = step({ inputs: { size: v.pipe(v.string(), v.transform(Number), v.minValue(2, "too small.")) } }, ({ size }) => size * 2);
export const withArktype = step({ inputs: { mode: type("'fast' | 'exact'") } }, ({ mode }) => mode);
export const withAsync = step({ inputs: { url: z.string().refine(async (text) => text.startsWith("https:"), "not safe") } }, ({ url }) => url.length);
export const byPosition = step({ inputs: { factor: z.coerce.number() } }, (values: number[], factor: number) => values.map((value) => value * factor));
export const defaulted = step({ inputs: { rate: z.number().default(0.25) } }, ({ rate }) => rate);
export const stores = step({ outputs: { output: z.string().transform(async (text) => text.length) } }, () => "abcd");
export const several = step({ outputs: { accuracy: { schema: z.number().max(1) }, model: z.object({ name: z.string() }) } }, () =>
  outputs({ accuracy: 2, model: { name: "m" } }));
export const made = step((): any => ({ layers: [3, 4] }));
export const parts = step((): any => ({ config: { layers: [1] } }));

export const good = pipeline(() => {
  withZod({ config: { layers: [1, 2], rate: "0.1" } });
  withZod({ config: made() });
  (withZod as any)(parts());
  withValibot({ size: "21" });
  withArktype({ mode: "fast" });
  withAsync({ url: "https://a" });
  byPosition([1, 2], "3");
  defaulted({});
  stores();
});
export const bad = pipeline(() => {
  withZod({ config: free({ layers: [1, "x", 0], rate: "fast" }) });
  withValibot({ size: "1" });
  withArktype({ mode: free("slow") });
  withAsync({ url: "http://a" });
  several();
  throwing({ x: 1 });
});
export const throwing = step({ inputs: { x: z.number().transform((): number => { throw new RangeError("no luck"); }) } }, ({ x }) => x);
export const wrongName = pipeline(() => { misnamed([1]); });
export const misnamed = step({ inputs: { valeus: z.array(z.number()) } }, (values: number[]) => values);
`;

describe("schemas of zod, valibot and arktype", () => {
  let here: Workspace;
  before(async () => {
    here = await workspace({ "project.ts": project });
    await symlink(path.resolve(import.meta.dirname, "../../node_modules"), path.join(here.path, "node_modules"));
  });
  after(() => here[Symbol.asyncDispose]());

  it("give steps what they make of a value, and store what they make of an output", async () => {
    const run = finishedRun(await here.stepwright("run", "project.ts", "good", "--json"));
    const values = Object.entries(run.steps).map(([id, { status, outputs }]) => {
      const preview = outputs["output"]?.preview;
      return [id, status, JSON.stringify(preview)];
    });
    assert.deepEqual(
      Object.values(run.steps).map(({ status }) => status),
      values.map(() => "completed"),
      JSON.stringify(values),
    );
    const value = async (id: string): Promise<unknown> => {
      const shown = await here.stepwright("artifact", "show", `good::${id}::output`, "--json");
      const [artifact] = shown.json();
      return typeof artifact === "object" && artifact !== null && "value" in artifact ? artifact.value : shown.stderr;
    };
    assert.deepEqual(await value("withZod"), [0.1, 1, 2]);
    assert.deepEqual(await value("withZod_2"), [0.5, 3, 4]);
    assert.deepEqual(await value("withZod_3"), [0.5, 1]);
    assert.deepEqual(await value("withValibot"), 42);
    assert.deepEqual(await value("withArktype"), "fast");
    assert.deepEqual(await value("withAsync"), 9);
    assert.deepEqual(await value("byPosition"), [3, 6]);
    assert.deepEqual(await value("defaulted"), 0.25);
    assert.deepEqual(await value("stores"), 4);
  });

  it("refuse in the form of other types, in their own words", async () => {
    const { steps } = finishedRun(await here.stepwright("run", "project.ts", "bad", "--json"));
    assert.deepEqual(
      Object.fromEntries(Object.entries(steps).map(([id, { error }]) => [id, `${error?.code ?? ""} ${error?.message ?? ""}`.split("\n")])),
      {
        withZod: [
          "SW3012 The input `config` of `withZod` is not what its type says.",
          'config.layers[1]: Invalid input: expected number, received string, got string "x"',
          "config.layers[2]: Too small: expected number to be >=1, got number 0",
          'config.rate: Invalid input: expected number, received NaN, got string "fast"',
        ],
        withValibot: ["SW3012 The input `size` of `withValibot` is not what its type says.", 'size: too small, got string "1"'],
        withArktype: [
          "SW3012 The input `mode` of `withArktype` is not what its type says.",
          'mode: must be "exact" or "fast" (was "slow"), got string "slow"',
        ],
        withAsync: ["SW3012 The input `url` of `withAsync` is not what its type says.", 'url: not safe, got string "http://a"'],
        throwing: [
          "SW3012 The input `x` of `throwing` is not what its type says.",
          "x: the schema threw RangeError: no luck, got number 1",
        ],
        several: [
          "SW3013 The output `accuracy` of `several` is not what its type says.",
          "accuracy: Too big: expected number to be <=1, got number 2",
        ],
      },
    );
  });

  it("decide on text for a step that runs alone", async () => {
    const run = finishedRun(await here.stepwright("run", "project.ts", "withZod", "--param", 'config={"layers": [5]}', "--json"));
    assert.equal(run.steps["withZod"]?.status, "completed");
    assert.equal(finishedRun(await here.stepwright("run", "project.ts", "defaulted", "--json")).status, "completed");
    // The schema takes a text, though the function gets a number.
    assert.equal(finishedRun(await here.stepwright("run", "project.ts", "withValibot", "--param", "size=5", "--json")).status, "completed");
  });

  it("are for inputs that there are", async () => {
    const failure = refusal(await here.stepwright("run", "project.ts", "wrongName", "--json"));
    assert.equal(failure.code, "SW1003");
    assert.match(failure.message, /`misnamed` has no input `valeus`\. Did you mean `values`\?/);
  });

  it("count for the cache by their code, wherever it stands", async () => {
    const withSchema = (limit: number, other: string): Record<string, string> => ({
      "limits.ts": `import * as z from "zod";\nexport const Small = z.number().max(${String(limit)});\nexport const other = ${other};\n`,
      "cached.ts": `${head}import { Small } from "./limits.ts";
export const takes = step({ inputs: { n: Small } }, ({ n }) => n);
export const gives = step({ outputs: { output: Small } }, () => 1);
export const all = pipeline(() => { takes({ n: 1 }); gives(); });\n`,
    });
    const statuses = async (): Promise<(string | undefined)[]> => {
      const { steps } = finishedRun(await here.stepwright("run", "cached.ts", "--json"));
      return [steps["takes"]?.status, steps["gives"]?.status];
    };
    await here.write(withSchema(10, "1"));
    assert.deepEqual(await statuses(), ["completed", "completed"]);
    await here.write(withSchema(10, "2"));
    assert.deepEqual(await statuses(), ["cached", "cached"]);
    await here.write(withSchema(11, "2"));
    assert.deepEqual(await statuses(), ["completed", "completed"]);
  });
});
