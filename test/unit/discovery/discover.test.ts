import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import { discover } from "../../../src/runner/analysis/discovery/discover.ts";
import type { Discovered } from "../../../src/runner/model/discovered.ts";

/** Writes files into a folder of the test's own, which goes when the test ends, and returns its path. */
const workspaceOf = (t: TestContext, files: Readonly<Record<string, string>>): string => {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), "stepwright-discovery-")));
  t.after(() => rmSync(folder, { recursive: true, force: true }));
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  return folder;
};

/** `step train a.ts#train:3`. */
const shown = ({ kind, name, identity, line, dynamic }: Discovered): string =>
  `${dynamic ? "dynamic " : ""}${kind} ${name} ${identity}:${line}`;

const found = async (t: TestContext, files: Readonly<Record<string, string>>): Promise<string[]> =>
  (await discover(workspaceOf(t, files))).map(shown);

test("steps and pipelines are found under whatever name the package is imported", async (t) => {
  const files = {
    "a.ts": `import { step, pipeline } from "stepwright";
export const load = step(() => 1);
const named = step({ name: "other" }, () => 1);
export const run = pipeline({ dynamic: true }, async () => {});
`,
    "b.ts": `import { step as task } from "stepwright";\nconst a = task(() => 1).withOptions({ name: "renamed" });\n`,
    "c.ts": `import * as sw from "stepwright";\nexport const a = sw.pipeline(() => {});\n`,
    "d.cjs": `const { step: s } = require("stepwright");\nexports.a = s(() => 1);\nmodule.exports.b = s(() => 2);\n`,
    "e.js": `const sw = require("stepwright");\nmodule.exports = sw.pipeline(() => {});\n`,
    "f.mts": `import { step } from "stepwright";\nconst mine = step;\nexport const a = mine(() => 1) satisfies unknown;\n`,
  };
  assert.deepEqual(await found(t, files), [
    "step load a.ts#load:2",
    "step other a.ts#named:3",
    "dynamic pipeline run a.ts#run:4",
    "step renamed b.ts#a:2",
    "pipeline a c.ts#a:2",
    "step a d.cjs#a:2",
    "step b d.cjs#b:3",
    "pipeline e e.js#default:2",
    "step a f.mts#a:3",
  ]);
});

test("members of objects, arrays and classes are found", async (t) => {
  const files = {
    "src/a.ts": `import { step, pipeline } from "stepwright";
export const steps = {
  load: step(() => 1),
  inner: { "deep one": step(() => 1) },
};
export const list = [step(function own() {}), step(work), step(() => 1)];
class Training {
  @step() static loadData() {}
  @step({ name: "cut" }) static split() {}
  @step static bare() {}
  static field = pipeline(() => {});
  notStatic = step(() => 1);
}
const [first] = [step(() => 1)];
export default pipeline(() => {});
function work() {}
`,
  };
  assert.deepEqual(await found(t, files), [
    "step load src/a.ts#steps.load:3",
    "step deep one src/a.ts#steps.inner.deep one:4",
    "step own src/a.ts#list[0]:6",
    "step work src/a.ts#list[1]:6",
    "step list_2 src/a.ts#list[2]:6",
    "step loadData src/a.ts#Training.loadData:8",
    "step cut src/a.ts#Training.split:9",
    "step bare src/a.ts#Training.bare:10",
    "pipeline field src/a.ts#Training.field:11",
    "step first src/a.ts#first:14",
    "pipeline a src/a.ts#default:15",
  ]);
});

test("house helpers make steps in their file and in those that import them", async (t) => {
  const files = {
    "house.ts": `import { step, pipeline } from "stepwright";
export const houseStep = (fn) => step({ retry: { maxRetries: 2 } }, fn);
function late(fn) { return pipeline({ dynamic: true }, fn); }
export { late as dynamicPipeline };
export default houseStep;
export { step as task } from "stepwright";
const own = houseStep(() => 1);
`,
    "tools/index.ts": `import { step } from "stepwright";\nexport const tool = (fn) => step(fn);\n`,
    "user.ts": `import house, { houseStep as mine, dynamicPipeline, task } from "./house.js";
import { tool } from "./tools";
export const a = mine(() => 1);
export const b = house(() => 1);
export const c = dynamicPipeline(async () => {});
export const d = task(() => 1);
export const e = tool(() => 1);
`,
    "unrelated.ts": `import { house } from "./other.ts";\nexport const a = house(() => 1);\n`,
  };
  assert.deepEqual(await found(t, files), [
    "step own house.ts#own:7",
    "step a user.ts#a:3",
    "step b user.ts#b:4",
    "dynamic pipeline c user.ts#c:5",
    "step d user.ts#d:6",
    "step e user.ts#e:7",
  ]);
});

test("what only looks alike is not found", async (t) => {
  const files = {
    "a.ts": `import { step } from "./stepwright-like.ts";\nexport const a = step(() => 1);\n`,
    "b.ts": `import type { step } from "stepwright";\nconst step2 = (x: unknown) => x;\nexport const a = step2(() => 1);\n`,
    "c.ts": `// stepwright\nconst step = (x: unknown) => x;\nexport const a = step(() => 1);\n`,
    "d.ts": `import { step, pipeline } from "stepwright";
const s = step(() => 1);
const train = pipeline(() => { s(); });
const result = await train();
const number = s.length;
const helper = () => step(() => 1);
`,
    "stepwright-like.ts": `export const step = (x: unknown) => x;\n`,
  };
  assert.deepEqual(await found(t, files), ["step s d.ts#s:2", "pipeline train d.ts#train:3"]);
});

test("installed, ignored and declaration files are not looked at", async (t) => {
  const text = `import { step } from "stepwright";\nexport const a = step(() => 1);\n`;
  const files = {
    ".gitignore": "/out\n*.gen.ts\n!kept.gen.ts\n",
    "packages/one/.gitignore": "build/\n",
    "a.ts": text,
    "types.d.ts": text,
    "x.gen.ts": text,
    "kept.gen.ts": text,
    "out/a.ts": text,
    "node_modules/p/a.ts": text,
    "packages/one/node_modules/p/a.js": text,
    "packages/one/build/a.js": text,
    "packages/one/src/a.ts": text,
    "packages/two/build/a.tsx": text,
    ".hidden/a.ts": text,
    "notes.md": text,
  };
  assert.deepEqual(await found(t, files), [
    "step a a.ts#a:2",
    "step a kept.gen.ts#a:2",
    "step a packages/one/src/a.ts#a:2",
    "step a packages/two/build/a.tsx#a:2",
  ]);
});

test("documentation comes from the comment at the binding", async (t) => {
  const workspace = workspaceOf(t, {
    "a.ts": `import { step } from "stepwright";
/** Loads the data. */
export const load = step(() => 1);
export const steps = {
  /**
   * Trains.
   * @param x ignored
   */
  train: step((x) => 1),
};
class Training {
  /** Cuts. */
  @step() static split() {}
}
export const bare = step(() => 1);
`,
  });
  const docs = (await discover(workspace)).map(({ name, doc }) => [name, doc]);
  assert.deepEqual(docs, [
    ["load", "Loads the data."],
    ["train", "Trains."],
    ["split", "Cuts."],
    ["bare", undefined],
  ]);
});

test("asked for some files, only those are answered for", async (t) => {
  const workspace = workspaceOf(t, {
    "house.ts": `import { step } from "stepwright";\nexport const houseStep = (fn) => step(fn);\nexport const own = houseStep(() => 1);\n`,
    "a.ts": `import { houseStep } from "./house.ts"; // over stepwright\nexport const a = houseStep(() => 1);\n`,
    "b.ts": `import { step } from "stepwright";\nexport const b = step(() => 1);\n`,
  });
  assert.deepEqual((await discover(workspace, [join(workspace, "a.ts"), join(workspace, "gone.ts")])).map(shown), ["step a a.ts#a:2"]);
});

test("a file that does not parse gives what can be read of it", async (t) => {
  const files = { "a.ts": `import { step } from "stepwright";\nexport const a = step(() => 1);\nexport const b = step(() => {\n` };
  assert.deepEqual(await found(t, files), ["step a a.ts#a:2", "step b a.ts#b:3"]);
});
