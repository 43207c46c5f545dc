import assert from "node:assert/strict";
import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { finishedRun } from "./support/finished-run.ts";
import { node } from "./support/program.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const root = path.resolve(import.meta.dirname, "../..");
const source = `import { appendFileSync } from "node:fs";
import { pipeline, step } from "stepwright";
const ran = (name: string): void => appendFileSync(process.env["COUNTER"]!, name + "\\n");
export const made = step(({ size = 1 }: { size?: number }) => { ran("made"); return size * 2; });
export const anyCode = step({ cache: { includeCode: false } }, ({ size = 1 }: { size?: number }) => { ran("anyCode"); return size + 1; });
export const anyParameter = step(
  { cache: { includeParameters: false } },
  ({ size = 1, made }: { size?: number; made: number }) => { ran("anyParameter"); return made + size; },
);
export const policies = pipeline(({ size = 1, made: count = 1 }: { size?: number; made?: number }) => {
  anyCode({ size });
  anyParameter({ size, made: made({ size: count }) });
});

export const shared = step((x: number) => { ran("shared"); return x * 10; });
export const one = pipeline(() => { shared(1); });
export const other = pipeline(() => { shared(1); });

export const off = step({ enableCache: false }, () => { ran("off"); return 1; });
export const on = step({ enableCache: true }, () => { ran("on"); return 1; });
export const switched = pipeline({ enableCache: false }, () => { off(); on(); });
if (import.meta.main) await switched.withOptions({ enableCache: process.argv[2] === "on" })();
`;

describe("a policy of the cache", () => {
  let here: Workspace;
  let counter: string;
  before(async () => {
    here = await workspace({ "a.ts": source, "package.json": '{ "type": "module" }' });
    await mkdir(path.join(here.path, "node_modules"));
    await symlink(root, path.join(here.path, "node_modules/stepwright"), "junction");
    counter = path.join(here.path, "..", "counter");
    here.env["COUNTER"] = counter;
  });
  after(() => here[Symbol.asyncDispose]());

  const bodies = async (): Promise<string[]> => (await readFile(counter, "utf8")).split("\n").filter(Boolean).sort();
  const run = async (...args: string[]): Promise<string[]> => {
    await writeFile(counter, "");
    const ended = await here.stepwright("run", "a.ts", ...args, "--json");
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    finishedRun(ended);
    return bodies();
  };

  it("can leave out the code, or the parameters, and nothing besides them", async () => {
    assert.deepEqual(await run("policies"), ["anyCode", "anyParameter", "made"]);
    await here.write({ "a.ts": source.replace("size + 1", "size + 2").replace("made + size", "made - size") });
    assert.deepEqual(await run("policies"), ["anyParameter"], "code");
    assert.deepEqual(await run("policies", "--param", "size=5"), ["anyCode"], "a parameter");
    assert.deepEqual(await run("policies", "--param", "made=7"), ["anyParameter", "made"], "the content of an artifact");
    await here.write({ "a.ts": source });
  });

  it("is not needed for two pipelines to share what a step makes", async () => {
    assert.deepEqual(await run("one"), ["shared"]);
    assert.deepEqual(await run("other"), []);
    await here.write({ "a.ts": source.replace("x * 10", "x * 100") });
    assert.deepEqual(await run("other"), ["shared"]);
    assert.deepEqual(await run("one"), []);
    await here.write({ "a.ts": source });
  });

  it("of a call goes before that of the definition, and a step's before a pipeline's, in both directions", async () => {
    const call = async (cache: string): Promise<string[]> => {
      await writeFile(counter, "");
      const ended = await node(here, "a.ts", cache);
      assert.equal(ended.status, 0, ended.stderr);
      return bodies();
    };
    assert.deepEqual(await run("switched"), ["off", "on"]);
    assert.deepEqual(await run("switched"), ["off"], "the steps say what they do, whatever the pipeline says");
    assert.deepEqual(await call("on"), ["off"], "nothing that was made with the cache off stands under a key");
    assert.deepEqual(await call("on"), [], "the call says on, whatever the steps say");
    assert.deepEqual(await call("off"), ["off", "on"], "the call says off");
    assert.deepEqual(await run("switched", "--no-cache"), ["off", "on"]);
  });
});
