import assert from "node:assert/strict";
import { test } from "node:test";
import { Workspace, type Files } from "../compile/support/workspace.ts";
import { changed, closuresOf } from "./support.ts";

const base = `import { step } from "stepwright";
import { readFileSync } from "node:fs";
import { scale, unused } from "./helpers.ts";
const factor = 3;
export const one = step((values: number[]) => { const result = values.map((value) => scale(value)); return result; });
const two = step({ name: "two", inputs: { a: Number.isFinite } }, () => readFileSync("x").length * factor);
`;
const helpers = `export const scale = (value: number) => value * size();
const size = () => 2;
export const unused = () => 1;
`;

/** Edits of `a.ts` and `helpers.ts`, and the closures that they must change. */
const edits: {
  readonly name: string;
  readonly a?: (text: string) => string;
  readonly helpers?: (text: string) => string;
  readonly changes: string[];
}[] = [
  { name: "a comment", a: (text) => `// note\n${text.replace("const factor", "/** doc */ const factor")}`, changes: [] },
  { name: "formatting", a: (text) => text.replaceAll("; ", ";\n\n  ").replaceAll(`"`, `'`), changes: [] },
  {
    name: "names of locals",
    a: (text) =>
      text
        .replaceAll("result", "list")
        .replaceAll(/\bvalue\b/g, "zq")
        .replaceAll(/\bfactor\b/g, "qxz"),
    changes: [],
  },
  { name: "types", a: (text) => text.replace("values: number[]", "values: ReadonlyArray<number>"), changes: [] },
  { name: "the step itself", a: (text) => text.replace("return result", "return result.slice(1)"), changes: ["one"] },
  { name: "a constant", a: (text) => text.replace("factor = 3", "factor = 4"), changes: ["two"] },
  { name: "a reached helper", helpers: (text) => text.replace("value * size", "value + size"), changes: ["one"] },
  { name: "a helper of a helper", helpers: (text) => text.replace("=> 2", "=> 3"), changes: ["one"] },
  { name: "a helper that nobody reaches", helpers: (text) => text.replace("=> 1", "=> 7"), changes: [] },
  {
    name: "another step in the file",
    a: (text) =>
      `${text}export const three = step({ inputs: { a: make().thing } }, (qqq: string) => qqq.length + factor);\nfunction make() { return { thing: 1 }; }\n`,
    changes: [],
  },
  {
    name: "another import of a package in use",
    a: (text) =>
      text
        .replace("readFileSync }", "readFileSync, statSync }")
        .replace("const factor", "export const three = step(() => statSync);\nconst factor"),
    changes: [],
  },
  {
    name: "options that do not count",
    a: (text) =>
      text
        .replace(
          `name: "two"`,
          `name: "two", retry: { maxRetries: 3, }, timeout: 5, runtime: "inline", hooks: { onStart: () => {} }, tags: ["x"], metadata: {}, extra: {}, enableCache: true, type: "t", resources: {}`,
        )
        .replace("step((values", `step({ retry: { maxRetries: 1 } }, (values`),
    changes: [],
  },
  { name: "an option that counts", a: (text) => text.replace(`Number.isFinite`, "Number.isInteger"), changes: ["two"] },
  { name: "configure", a: (text) => `${text}two.configure({ retry: { maxRetries: 2 } });\n`, changes: [] },
  { name: "a statement with effects, which all depend on", a: (text) => `${text}globalThis.setting = 1;\n`, changes: ["one", "two"] },
  { name: "an imported file with effects", helpers: (text) => `${text}globalThis.setting = 1;\n`, changes: ["one", "two"] },
];

for (const { name, a, helpers: ofHelpers, changes } of edits) {
  test(`an edit changes the closures that reach it: ${name}`, async () => {
    using workspace = new Workspace({ "package.json": `{ "type": "module" }` });
    const three = a?.(base).includes("three") === true ? ["three"] : [];
    const before = await closuresOf(workspace, { "a.ts": base, "helpers.ts": helpers }, "one", "two");
    const after = await closuresOf(
      workspace,
      { "a.ts": a?.(base) ?? base, "helpers.ts": ofHelpers?.(helpers) ?? helpers },
      "one",
      "two",
      ...three,
    );
    assert.deepEqual(changed(before, after), changes);
  });
}

const guards = [
  `if (import.meta.main) await main();`,
  `import.meta.main && (await main());`,
  `if (process.argv[1] === fileURLToPath(import.meta.url)) { const run = await main(); console.log(run); }`,
  `const isMain = import.meta.filename === process.argv[1]; if (isMain) { main().then(console.log); }`,
  `if (import.meta.main) { await main(); } else {}`,
];

for (const guard of guards) {
  test(`what only starts a run is in no closure: ${guard}`, async () => {
    using workspace = new Workspace({ "package.json": `{ "type": "module" }` });
    const text = `import { step, pipeline } from "stepwright";
import { fileURLToPath } from "node:url";
export const one = step(() => 1);
export const two = step(() => 2);
export const main = pipeline(() => { one(); two(); });
`;
    const plain = await closuresOf(workspace, { "a.ts": text }, "one", "two", "main");
    const guarded = await closuresOf(workspace, { "a.ts": text + guard }, "one", "two", "main");
    assert.deepEqual(changed(plain, guarded), []);
    assert.doesNotMatch(guarded["one"]?.text ?? "", /=> 2/);
    assert.match(guarded["main"]?.text ?? "", /=> 1[^]*=> 2/);
  });
}

test("a guard that does more than run things stays", async () => {
  using workspace = new Workspace({ "package.json": `{ "type": "module" }` });
  const text = `import { step } from "stepwright"; let rate = 1; export const one = step(() => rate);\n`;
  const before = await closuresOf(workspace, { "a.ts": text }, "one");
  const after = await closuresOf(workspace, { "a.ts": `${text}if (process.argv[1] === import.meta.filename) { rate = 2; }` }, "one");
  assert.deepEqual(changed(before, after), ["one"]);
});

const forms: {
  readonly name: string;
  readonly file?: string;
  readonly code: string;
  readonly binding: string;
  readonly reached: RegExp;
  readonly left: RegExp;
}[] = [
  {
    name: "a wrapper",
    code: `const retrying = (fn) => step({ retry: {} }, fn); export const made = retrying(() => mine());`,
    binding: "made",
    reached: /mine/,
    left: /other/,
  },
  { name: "a default export", code: `export default step(() => mine());`, binding: "default", reached: /mine/, left: /other/ },
  {
    name: "a member of an object",
    code: `export const steps = { a: step(() => mine()), b: step(() => 1) };`,
    binding: "steps.a",
    reached: /mine/,
    left: /other/,
  },
  {
    name: "a member of an array",
    code: `const list = [step(() => 1), step(() => mine())];`,
    binding: "list[1]",
    reached: /mine/,
    left: /other/,
  },
  {
    name: "a static method",
    code: `export class Training { @step() static load() { return mine(); } @step({ retry: {} }) static fit() {} }`,
    binding: "Training.load",
    reached: /mine/,
    left: /other/,
  },
  {
    name: "the default class",
    code: `export default class Training { @step() static load() { return mine(); } }`,
    binding: "Training.load",
    reached: /mine/,
    left: /other/,
  },
  {
    name: "a class without a name",
    code: `export default class { @step() static load() { return mine(); } }`,
    binding: "default.load",
    reached: /mine/,
    left: /other/,
  },
  {
    name: "a destructured call",
    code: `const { made, ...rest } = makeAll(); function makeAll() { return { made: step(() => mine()) }; }`,
    binding: "made",
    reached: /mine/,
    left: /other/,
  },
  {
    name: "a copy with options",
    code: `const plain = step(() => mine()); export const made = plain.withOptions({ timeout: 3 });`,
    binding: "made",
    reached: /mine/,
    left: /other|timeout/,
  },
  {
    name: "what a step awaits",
    code: `export const made = await Promise.resolve(step(() => mine()));`,
    binding: "made",
    reached: /mine/,
    left: /other/,
  },
  {
    name: "a CommonJS file as a whole",
    file: "a.cjs",
    code: `module.exports.made = step(() => mine());`,
    binding: "made",
    reached: /mine/,
    left: /nothing/,
  },
];

for (const { name, file = "a.ts", code, binding, reached, left } of forms) {
  test(`a closure has what the binding reaches: ${name}`, async () => {
    using workspace = new Workspace({ "package.json": `{ "type": "module" }` });
    const sdk = file === "a.cjs" ? `const { step } = require("stepwright");` : `import { step } from "stepwright";`;
    const text = `${sdk}
function mine() { return 1; }
function other() { return 2; }
const neighbour = step({ inputs: { a: other().b } }, () => other());
${code}
`;
    const { [binding]: closure } = await closuresOf(workspace, { [file]: text }, "neighbour", binding);
    assert.match(closure?.text ?? "", reached);
    assert.doesNotMatch(closure?.text ?? "", left);
  });
}

test("a class has one text in all closures, whether or not somebody asks for its own", async () => {
  using workspace = new Workspace({ "package.json": `{ "type": "module" }` });
  const text = `import { step } from "stepwright";
export class Model { static from(rate: number) { return new Model(rate); } constructor(readonly rate: number) {} }
export const Other = class { rate = 2; };
export const fit = step(() => [new Model(1), new Other()]);
`;
  const alone = await closuresOf(workspace, { "a.ts": text }, "fit");
  const named = await closuresOf(workspace, { "a.ts": text }, "fit", "Model", "Other");
  assert.deepEqual(changed(alone, named), []);
  assert.match(named["Model"]?.text ?? "", /static from/);
  assert.doesNotMatch(named["Model"]?.text ?? "", /Other/);
});

test("a materializer is in the closures that use it, and keeps its options", async () => {
  using workspace = new Workspace({ "package.json": `{ "type": "module" }` });
  const text = `import { step, materializer } from "stepwright";
class Model {}
const models = materializer({ type: Model, save() {}, load() {} });
export const one = step({ outputs: { output: { materializer: models } } }, () => new Model());
export const two = step(() => 2);
`;
  const { one, two } = await closuresOf(workspace, { "a.ts": text }, "one", "two");
  assert.match(one?.text ?? "", /type: Model/);
  assert.doesNotMatch(two?.text ?? "", /Model/);
});

test("a closure does not depend on where the workspace lies, and says which file each piece is from", async () => {
  using first = new Workspace({ "package.json": `{ "type": "module" }` });
  using second = new Workspace({ "package.json": `{ "type": "module" }` });
  const files: Files = {
    "a.ts": `import { step } from "stepwright"; import { read } from "./src/read.ts"; import { old } from "./src/old.cjs"; export const one = step(() => [read(), old]);`,
    "src/read.ts": `export const read = () => import.meta.url;`,
    "src/old.cjs": `exports.old = __dirname;`,
  };
  const one = (await closuresOf(first, files, "one"))["one"];
  assert.deepEqual((await closuresOf(second, files, "one"))["one"], one);
  assert.match(one?.text ?? "", /\/\/ src\/read\.ts/);
  assert.equal(one?.text.includes(first.root), false);
});

test("closures are empty where the source changed since the bundle was made", async () => {
  using workspace = new Workspace({ "a.mjs": `import { step } from "stepwright"; export const one = step(() => 1);` });
  const { closures } = await import("../../../src/runner/analysis/closure/closures.ts");
  const prepared = await workspace.prepare("a.mjs");
  for (const text of [`export const one = 2;`, `export const { = 2;`]) {
    workspace.write({ "a.mjs": text });
    assert.deepEqual(await closures(workspace.request("a.mjs"), prepared, ["a.mjs#one"]), { ok: true, value: {} });
  }
});
