import assert from "node:assert/strict";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, beforeEach, describe, it } from "node:test";
import type { RunRecord } from "../../src/runner/model/record.ts";
import { finishedRun } from "./support/finished-run.ts";
import { contentFiles, keyFiles, manifestFiles } from "./support/store-files.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

/** Each body notes its name in a file, so that it can be told whether it has run. */
const counted = `import { appendFileSync } from "node:fs";
export const ran = (name: string): void => appendFileSync(process.env["COUNTER"]!, name + "\\n");
`;
const helper = "export const scale = (x: number): number => x * 2;\nexport const shift = (x: number): number => x + 1;\n";
const chain = `import { pipeline, step } from "stepwright";
import { ran } from "./counted.ts";
import { scale, shift } from "./helper.ts";

export const load = step(({ size = 3 }: { size?: number }) => { ran("load"); return Array.from({ length: size }, (_, i) => i); });
export const scaled = step((xs: number[]) => { ran("scaled"); return xs.map(scale); });
export const parity = step((xs: number[]) => { ran("parity"); return xs.length > 0; });
export const shifted = step((yes: boolean) => { ran("shifted"); return shift(Number(yes)); });
export const chain = pipeline(({ size = 3 }: { size?: number }) => {
  const xs = load({ size });
  scaled(xs);
  return shifted(parity(xs));
});
`;
const options = `import { pipeline, step } from "stepwright";
import { ran } from "./counted.ts";
export const never = step({ cache: "never" }, () => { ran("never"); return 1; });
export const byEnv = step({ cache: { env: ["MOOD"] } }, () => { ran("byEnv"); return 1; });
export const byFiles = step({ cache: { files: ["data.csv"] } }, () => { ran("byFiles"); return 1; });
export const byPattern = step({ cache: { files: ["**/*.csv", "[a].txt"] } }, () => { ran("byPattern"); return 1; });
export const brief = step({ cache: { expiresAfter: 1e-9 } }, () => { ran("brief"); return 1; });
export const lasting = step({ cache: { expiresAfter: 3600 } }, () => { ran("lasting"); return 1; });
export const ignoring = step({ cache: { ignoreInputs: ["note"] } }, ({ note = "" }: { note?: string }) => { ran("ignoring"); return 1; });
export const keyed = step({ cache: { key: () => process.env["KEY"] ?? "" } }, () => { ran("keyed"); return 1; });
export const surroundings = step({ environment: { LEVEL: "1" }, retry: { maxRetries: 2 }, tags: ["a"] }, () => { ran("surroundings"); return 1; });
export const policies = pipeline(({ note = "" }: { note?: string }) => {
  never(); byEnv(); byFiles(); brief(); lasting(); ignoring({ note }); keyed(); surroundings();
});
export const patterns = pipeline(() => { byPattern(); });
export const off = step({ enableCache: false }, () => { ran("off"); return 1; });
export const on = step({ enableCache: true }, () => { ran("on"); return 1; });
export const plain = step(() => { ran("plain"); return 1; });
export const pipelineOff = pipeline({ enableCache: false }, () => { on(); plain(); });
export const pipelineOn = pipeline({ enableCache: true }, () => { off(); plain(); });
export const inside = pipeline(() => {
  const captured = 7;
  step({ name: "made" }, () => { ran("made"); return captured; })();
  step({ name: "madeKeyed", cache: { key: () => "seven" } }, () => { ran("madeKeyed"); return captured; })();
});
export const value = step(() => { ran("value"); return { answer: 42 }; });
export const use = step((x: { answer: number }) => { ran("use"); return x.answer + 1; });
export const damaged = pipeline(() => use(value()));
`;

describe("the cache", () => {
  let here: Workspace;
  let counter: string;
  before(async () => {
    here = await workspace({ "counted.ts": counted, "helper.ts": helper, "chain.ts": chain, "options.ts": options, "data.csv": "a,b\n" });
    counter = path.join(here.path, "..", "counter");
    here.env["COUNTER"] = counter;
  });
  beforeEach(async () => {
    await writeFile(counter, "");
  });
  after(() => here[Symbol.asyncDispose]());

  const run = async (file: string, pipeline: string, ...flags: string[]): Promise<RunRecord> => {
    await writeFile(counter, "");
    const ended = await here.stepwright("run", file, pipeline, ...flags, "--json");
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    return finishedRun(ended);
  };
  /** Names of the steps whose bodies have run since the last run began. */
  const bodies = async (): Promise<string[]> => (await readFile(counter, "utf8")).split("\n").filter(Boolean).sort();
  const cachedSteps = (record: RunRecord): string[] =>
    Object.entries(record.steps)
      .flatMap(([id, { status }]) => (status === "cached" ? [id] : []))
      .sort();

  it("runs again exactly what a change reaches", async () => {
    const first = await run("chain.ts", "chain");
    assert.deepEqual(await bodies(), ["load", "parity", "scaled", "shifted"]);

    const second = await run("chain.ts", "chain");
    assert.deepEqual(await bodies(), []);
    assert.deepEqual(cachedSteps(second), ["load", "parity", "scaled", "shifted"]);
    for (const [id, step] of Object.entries(second.steps)) {
      assert.deepEqual(step.cachedFrom, { run: first.id, step: id });
      assert.deepEqual(step.outputs, first.steps[id]?.outputs, "the very versions of the first run");
      assert.deepEqual(step.attempts, []);
    }
    assert.deepEqual(second.outputs, first.outputs);

    await here.write({ "helper.ts": helper.replace("x * 2", "x * 3") });
    await run("chain.ts", "chain");
    assert.deepEqual(await bodies(), ["scaled"]);

    await here.write({ "helper.ts": `// A comment.\n${helper.replace("x * 2", "x   *\n  3")}export const unused = 1;\n` });
    await here.write({
      "chain.ts": `${chain.replace("xs.map(scale)", "/* each */ xs.map(scale)")}\nexport const other = step(() => 2);\n`,
    });
    await run("chain.ts", "chain");
    assert.deepEqual(await bodies(), [], "neither comments nor formatting nor what is not reached count");

    // Another size gives other bytes to those that read them, and the same `true` to what follows.
    const larger = await run("chain.ts", "chain", "--param", "size=4");
    assert.deepEqual(await bodies(), ["load", "parity", "scaled"]);
    assert.deepEqual(cachedSteps(larger), ["shifted"]);

    await here.write({ "chain.ts": chain.replace("(_, i) => i", "(_, i) => i + 0") });
    await run("chain.ts", "chain");
    assert.deepEqual(await bodies(), ["load"], "the same bytes made again run nothing that follows");
  });

  it("follows what a step declares", async () => {
    here.env["MOOD"] = "good";
    here.env["KEY"] = "1";
    await run("options.ts", "policies");
    assert.equal((await bodies()).length, 8);
    await run("options.ts", "policies");
    assert.deepEqual(await bodies(), ["brief", "never"]);
    here.env["MOOD"] = "bad";
    await run("options.ts", "policies");
    assert.deepEqual(await bodies(), ["brief", "byEnv", "never"]);
    await here.write({ "data.csv": "a,b\n1,2\n" });
    await run("options.ts", "policies", "--param", "note=other");
    assert.deepEqual(await bodies(), ["brief", "byFiles", "never"]);
    here.env["KEY"] = "2";
    await run("options.ts", "policies");
    assert.deepEqual(await bodies(), ["brief", "keyed", "never"]);
    await here.write({ "options.ts": options.replace('tags: ["a"]', 'tags: ["b"]').replace("maxRetries: 2", "maxRetries: 3") });
    await run("options.ts", "policies");
    assert.deepEqual(await bodies(), ["brief", "never"], "how a step runs is no part of what it makes");
    await here.write({ "options.ts": options.replace('LEVEL: "1"', 'LEVEL: "2"') });
    await run("options.ts", "policies");
    assert.deepEqual(await bodies(), ["brief", "never", "surroundings"]);
    await here.write({ "options.ts": options });
  });

  it("follows each file that a declared pattern matches, also those that come and go", async () => {
    const reruns = async (files: Record<string, string>): Promise<string[]> => {
      await here.write(files);
      await run("options.ts", "patterns");
      return bodies();
    };
    const ran = ["byPattern"];
    assert.deepEqual(await reruns({ "in put/a.csv": "1" }), ran);
    assert.deepEqual(
      await reruns({ "in put/a.txt": "1", ".stepwright/tmp/b.csv": "1", "node_modules/p/c.csv": "1" }),
      [],
      "what the patterns do not match does not count",
    );
    assert.deepEqual(await reruns({ "in put/a.csv": "2" }), ran);
    assert.deepEqual(await reruns({ "in put/später/b.csv": "1" }), ran);
    assert.deepEqual(await reruns({ "[a].txt": "1" }), ran, "a file may have a name that looks like a pattern");
    await rm(path.join(here.path, "in put", "später"), { recursive: true });
    assert.deepEqual(await reruns({ "[a].txt": "2" }), ran);
    assert.deepEqual(await reruns({}), []);
  });

  it("counts what a step starts a process with, and what it reads beside its code", async () => {
    const files = {
      "named.ts": `import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { pipeline, step } from "stepwright";
import { ran } from "./counted.ts";
const tool = fileURLToPath(new URL("./tools/double.mjs", import.meta.url));
export const double = step((x: number) => { ran("double"); return Number(execFileSync(process.execPath, [tool, String(x)], { encoding: "utf8" })); });
export const ask = step(() => { ran("ask"); return readFileSync(new URL("./prompt.txt", import.meta.url), "utf8"); });
export const named = pipeline(() => { double(2); ask(); });
`,
      "tools/double.mjs": `import { times } from "./times.mjs";\nconsole.log(times(2, Number(process.argv[2])));\n`,
      "tools/times.mjs": "export const times = (x, y) => x * y;\n",
      "prompt.txt": "How?",
    };
    const reruns = async (changes: Partial<typeof files>): Promise<string[]> => {
      await here.write({ ...files, ...changes });
      await run("named.ts", "named");
      return bodies();
    };
    assert.deepEqual(await reruns({}), ["ask", "double"]);
    assert.deepEqual(await reruns({}), []);
    assert.deepEqual(await reruns({ "tools/times.mjs": files["tools/times.mjs"].replace("x * y", "x * y + 1") }), ["double"]);
    assert.match((await here.stepwright("why", "last", "double")).stdout, /times in tools\/times\.mjs changed/);
    assert.deepEqual(await reruns({ "tools/times.mjs": `// Of two numbers.\n${files["tools/times.mjs"]}`, "prompt.txt": "Why?" }), ["ask"]);
    assert.match((await here.stepwright("why", "last", "ask")).stdout, /file +prompt\.txt has other content/);
    assert.deepEqual(await reruns({}), [], "as it was at first");
  });

  it("is switched by the run, then the step, then the pipeline", async () => {
    await run("options.ts", "pipelineOff");
    await run("options.ts", "pipelineOff");
    assert.deepEqual(await bodies(), ["plain"], "the step says on");
    await run("options.ts", "pipelineOn");
    await run("options.ts", "pipelineOn");
    assert.deepEqual(await bodies(), ["off"], "the step says off");
    await run("options.ts", "pipelineOff", "--no-cache");
    assert.deepEqual(await bodies(), ["on", "plain"], "the run says off");
    await run("chain.ts", "chain");
    await run("chain.ts", "chain", "--no-cache");
    assert.deepEqual(await bodies(), ["load", "parity", "scaled", "shifted"]);
  });

  it("does not look at types, except where they decide what is stored or what a step gets", async () => {
    const typed = `import { pipeline, step, type Annotated, type Unmaterialized } from "stepwright";
import { ran } from "./counted.ts";
interface Row { x: number }
export class Model {
  constructor(readonly rate: number) {}
  toJSON() { return { rate: this.rate }; }
  static fromJSON(data: { rate: number }): Model { return new Model(data.rate); }
}
export const rows = step((count: number = 1): Row[] => { ran("rows"); return Array.from({ length: count }, (_, x) => ({ x })); });
export const fit = step((rows: Row[]): Model => { ran("fit"); return new Model(Array.isArray(rows) ? 1 : 2); });
export const use = step((model: Model): number => { ran("use"); return model.rate; });
export const pick = step((models: Model[]): number => { ran("pick"); return models.length; });
export const typed = pipeline(() => { const model = fit(rows()); pick([model]); return use(model); });
export type Unused = Annotated<Unmaterialized<Model>, "unused">;
`;
    const ranAfter = async (...edits: (readonly [string, string])[]): Promise<string[]> => {
      for (const [before] of edits) assert.ok(typed.includes(before), before);
      await here.write({ "typed.ts": edits.reduce((text, [before, now]) => text.replace(before, now), typed) });
      await run("typed.ts", "typed");
      return bodies();
    };
    assert.deepEqual(await ranAfter(), ["fit", "pick", "rows", "use"]);
    assert.deepEqual(await ranAfter(["interface Row { x: number }", "interface Row { readonly x: number; note?: string }"]), []);
    assert.deepEqual(await ranAfter(["): Row[] =>", "): ReadonlyArray<{ x: number }> =>"]), []);
    assert.deepEqual(await ranAfter(["(count: number = 1): Row[]", "(count = 1)"]), [], "inferred as well as written");
    assert.deepEqual(
      await ranAfter(["(rows: Row[])", "(rows: readonly Row[])"], ["(model: Model): number", "(model: Model): unknown"]),
      [],
    );

    assert.deepEqual(await ranAfter(["): Row[] =>", '): Annotated<Row[], "rows"> =>']), ["rows"], "it is stored under a name of its own");
    assert.deepEqual(await ranAfter(["(model: Model)", "(model: { rate: number })"]), ["use"], "it gets plain data, and no instance");
    assert.deepEqual(await ranAfter(["(models: Model[])", "(models: { rate: number }[])"]), ["pick"], "its list holds plain data");
    assert.deepEqual(await ranAfter(["return new Model(data.rate)", "return new Model(data.rate * 1)"]), ["fit", "pick", "use"]);
    assert.deepEqual(await ranAfter(["(rows: Row[])", "(rows: Unmaterialized<Row[]>)"]), ["fit", "pick", "use"], "it gets a reference");
  });

  it("does not hold what is made inside a pipeline, unless a key stands for it", async () => {
    await run("options.ts", "inside");
    assert.deepEqual(await bodies(), ["made", "madeKeyed"]);
    await run("options.ts", "inside");
    assert.deepEqual(await bodies(), ["made"]);
  });

  it("does not hold what imports code that only running it names, unless a key stands for it", async () => {
    await here.write({
      "plugins/one.ts": "export default 1;\n",
      "open.ts": `import { pipeline, step } from "stepwright";
import { ran } from "./counted.ts";
const load = async (name: string): Promise<number> => (await import(\`./plugins/\${name}.ts\`)).default;
export const plugged = step(async () => { ran("plugged"); return load("one"); });
export const keyed = step({ cache: { key: () => "1" } }, async () => { ran("keyed"); return load("one"); });
export const plain = step(() => { ran("plain"); return 1; });
export const open = pipeline(() => { plugged(); keyed(); plain(); });
`,
    });
    await run("open.ts", "open");
    assert.deepEqual(await bodies(), ["keyed", "plain", "plugged"]);
    await run("open.ts", "open");
    assert.deepEqual(await bodies(), ["plugged"]);
    const [why] = (await here.stepwright("why", "last", "plugged", "--json")).json() as [{ decision: string; because: { name: string }[] }];
    assert.deepEqual([why.decision, why.because.map(({ name }) => name)], ["off", ["code"]]);
  });

  it("runs a step again whose stored files are damaged or gone, and never gives a wrong value", async () => {
    const store = path.join(here.path, ".stepwright");
    const answer = async (): Promise<unknown> => {
      const record = await run("options.ts", "damaged");
      const { artifact, version } = record.outputs["output"] ?? assert.fail("no output");
      const [shown] = (await here.stepwright("artifact", "show", `${artifact}@${version}`, "--json")).json();
      return (shown as { value?: unknown }).value;
    };
    assert.equal(await answer(), 43);
    assert.deepEqual(await bodies(), ["use", "value"]);

    const isValue = (text: string): boolean => text.includes('"answer":42');
    const [content] = await contentFiles(store, isValue);
    assert.ok(content);
    await writeFile(content, '{"answer":41}');
    assert.equal(await answer(), 43);
    assert.deepEqual(await bodies(), ["value"], "damaged content");

    await rm(content);
    assert.equal(await answer(), 43);
    assert.deepEqual(await bodies(), ["value"], "content that is gone");

    for (const manifest of await manifestFiles(store, (text) => text.includes('"damaged::value::output"'))) await writeFile(manifest, "{");
    assert.equal(await answer(), 43);
    assert.deepEqual(await bodies(), ["value"], "damaged manifests");

    for (const key of await keyFiles(store)) await writeFile(key, "not JSON");
    assert.equal(await answer(), 43);
    assert.deepEqual(await bodies(), ["use", "value"], "damaged keys");

    await run("options.ts", "damaged");
    assert.deepEqual(await bodies(), []);
  });
});
