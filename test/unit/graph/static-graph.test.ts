import assert from "node:assert/strict";
import { test } from "node:test";
import { read, shown } from "./support.ts";

test("arguments, destructuring, aliases and lists are followed", (t) => {
  const found = read(
    t,
    `const names = { first: "a" } as const;
export const p = pipeline(({ rate = 0.5 }: { rate?: number }) => {
  const { data } = { data: load(names.first) };
  const { model, score: best } = train({ data, rate });
  const alias = model;
  const [left, right] = pair();
  note(\`\${right}\`);
  return sum([alias, best, left, 3]);
});`,
  );
  assert.deepEqual(shown(found), [
    'load(name="a")',
    "train(data=load.output, rate=0.5)",
    "pair()",
    'note(text="<artifact pair.output_1>")',
    "sum(xs=[train.model, train.score, pair.left, 3])",
  ]);
  assert.equal(found.graph.partial, undefined);
  assert.deepEqual(found.findings, []);
});

test("options of a call give it an id and an order", (t) => {
  const found = read(
    t,
    `const again = load.withOptions({ name: "reload" });
const careful = train.withOptions({ parameters: { rate: 0.7 } });
export const p = pipeline(() => {
  const first = load.withOptions({ id: "first" })("a");
  const second = again("b");
  load("c");
  note.withOptions({ after: ["first", second] })("x");
  careful({ data: first });
});`,
  );
  assert.deepEqual(shown(found), [
    'first:load(name="a")',
    'reload(name="b")',
    'load(name="c")',
    'note(text="x") after first, reload',
    "train(data=first.output, rate=0.7)",
  ]);
});

test("pipelines inside, also of other files, are groups", (t) => {
  const files = {
    "parts/index.ts": `import { pipeline, step } from "stepwright";
export const clean = step((xs: number[]): number[] => xs);
export const preparation = pipeline({ name: "prepare" }, (xs: number[]) => clean(clean(xs)));
export default { preparation };
export * as nested from "./more.js";
`,
    "parts/more.ts": `export { preparation as again } from "./index.ts";\n`,
  };
  const found = read(
    t,
    `import * as parts from "./parts";
import { nested, preparation } from "./parts/index.js";
export const p = pipeline(() => {
  const one = preparation(load("a"));
  const two = parts.preparation(one);
  return sum([two, nested.again(two), parts.default.preparation(two)]);
});`,
    { files },
  );
  assert.deepEqual(shown(found), [
    'load(name="a")',
    "prepare › clean(xs=load.output)",
    "prepare › clean_2:clean(xs=clean.output)",
    "prepare_2 › clean_3:clean(xs=clean_2.output)",
    "prepare_2 › clean_4:clean(xs=clean_3.output)",
    "prepare_3 › clean_5:clean(xs=clean_4.output)",
    "prepare_3 › clean_6:clean(xs=clean_5.output)",
    "prepare_4 › clean_7:clean(xs=clean_4.output)",
    "prepare_4 › clean_8:clean(xs=clean_7.output)",
    "sum(xs=[clean_4.output, clean_6.output, clean_8.output])",
  ]);
});

test("loops over what is known are gone through", (t) => {
  const found = read(
    t,
    `const names = ["a", "b"];
const loadAll = (all: string[]) => all.map((name) => load(name));
export const p = pipeline(({ count = 2 }: { count?: number }) => {
  const loaded = [];
  for (const name of names) loaded.push(load(name));
  for (let index = 0; index < count; index++) loaded.push(load(String(index)));
  Array.from({ length: count }, (_, index) => note(\`n\${index + 1}\`));
  let last = loaded[0];
  while (count-- > 0) last = sum([last]);
  Object.entries({ x: 1, y: 2 }).forEach(([key, value]) => { if (value === 2) note(key); });
  return sum([...loaded, ...loadAll(["z"])]);
});`,
  );
  assert.deepEqual(shown(found), [
    'load(name="a")',
    'load_2:load(name="b")',
    'load_3:load(name="0")',
    'load_4:load(name="1")',
    'note(text="n1")',
    'note_2:note(text="n2")',
    "sum(xs=[load.output])",
    "sum_2:sum(xs=[sum.output])",
    'note_3:note(text="y")',
    'load_5:load(name="z")',
    "sum_3:sum(xs=[load.output, load_2.output, load_3.output, load_4.output, load_5.output])",
  ]);
  assert.equal(found.graph.partial, undefined);
});

test("parameters decide on loops and branches", (t) => {
  const text = `export const p = pipeline(({ count, big }: { count: number; big?: boolean }) => {
  if (big) note("big");
  else note("small");
  for (let index = 0; index < count; index++) note("x");
});`;
  assert.deepEqual(shown(read(t, text, { parameters: { count: 2, big: true } })), [
    'note(text="big")',
    'note_2:note(text="x")',
    'note_3:note(text="x")',
  ]);
  const open = read(t, text);
  assert.deepEqual(shown(open), [
    'note(text="big") in if (big)',
    'note_2:note(text="small") in else of if (big)',
    'note_3:note(text="x") in for (let index = 0; index < count; index++)',
  ]);
  assert.equal(open.graph.partial, true);
});

test("what only running tells is marked, and what it is made of is kept", (t) => {
  const found = read(
    t,
    `export const p = pipeline({ dynamic: true }, async (names: string[]) => {
  let last = load("start");
  const all = [];
  for (const name of names) {
    const loaded = load(name);
    all.push(loaded);
    last = sum([last, loaded]);
    if ((await last) > 3) continue;
    note("small");
  }
  const best = (await last) > 10 ? train({ data: last }) : undefined;
  try { note(\`\${best}\`); } catch { note("failed"); }
  return sum(all);
});`,
  );
  assert.deepEqual(shown(found), [
    'load(name="start")',
    "load_2:load(name=‹name›) in for (const name of names)",
    "sum(xs=[‹last› of load.output, load_2.output]) in for (const name of names)",
    'note(text="small") in for (const name of names) › else of if ((await last) > 3)',
    "train(data=‹last› of load.output, sum.output, rate=0.1) in if ((await last) > 10)",
    "note_2:note(text=‹`${best}`›)",
    'note_3:note(text="failed") in catch',
    "sum_2:sum(xs=‹[]› of load_2.output)",
  ]);
  assert.equal(found.graph.dynamic, true);
  assert.deepEqual(found.findings, []);
});

test("a branch that leaves makes the rest the other branch", (t) => {
  const found = read(
    t,
    `export const p = pipeline(({ mode }: { mode: string }) => {
  if (mode === "none") return note("nothing");
  switch (mode) { case "a": note("a"); break; default: note("other"); }
  const data = mode === "x" ? load("x") : load("y");
  return sum(data);
});`,
  );
  const rest = 'else of if (mode === "none")';
  assert.deepEqual(shown(found), [
    'note(text="nothing") in if (mode === "none")',
    `note_2:note(text="a") in ${rest} › case "a" of switch (mode)`,
    `note_3:note(text="other") in ${rest} › default of switch (mode)`,
    `load(name="x") in ${rest} › if (mode === "x")`,
    `load_2:load(name="y") in ${rest} › else of if (mode === "x")`,
    `sum(xs=‹mode === "x" ? load("x") : load("y")› of load.output, load_2.output) in ${rest}`,
  ]);
});

test("steps are found however they are made and named", (t) => {
  const files = {
    "house.ts": `import * as sw from "stepwright";
export const patiently = (fn: (x: number) => number) => sw.step({ retry: { maxRetries: 2 } }, fn);
export { sw };
`,
    "made.ts": `import { patiently, sw } from "./house.ts";
export const steps = { double: patiently((x: number) => x * 2), list: [sw.step(function third(x: number) { return x; })] };
export class Training { @sw.step() static fit(x: number): number { return x; } }
`,
  };
  const found = read(
    t,
    `import { steps as all, Training } from "./made.ts";
export const p = pipeline(() => {
  const inline = step({ name: "inline" }, (x: number) => x);
  const { double } = all;
  return inline(Training.fit(all.list[0]!(double(1))));
});`,
    { files },
  );
  assert.deepEqual(shown(found), ["double(x=1)", "third(x=double.output)", "fit(x=third.output)", "inline(x=fit.output)"]);
});

test("places lead to calls, definitions and the variables that hold results", (t) => {
  const { places } = read(
    t,
    `export const p = pipeline(() => {
  const data = load("a");
  const { model } = train({ data });
  return sum(model);
});`,
  );
  assert.deepEqual(
    places.calls.map(({ id, name, definition }) => [id, name.range.start, definition]),
    [
      ["load", { line: 8, column: 16 }, { identity: "a.ts#load", file: "a.ts", line: 2 }],
      ["train", { line: 9, column: 21 }, { identity: "a.ts#train", file: "a.ts", line: 3 }],
      ["sum", { line: 10, column: 10 }, { identity: "a.ts#sum", file: "a.ts", line: 4 }],
    ],
  );
  assert.deepEqual(
    places.variables.map(({ name, range, holds }) => [name, range.start.line, range.start.column, holds]),
    [
      ["data", 8, 9, [{ step: "load", output: "output" }]],
      ["model", 9, 11, [{ step: "train", output: "model" }]],
      ["data", 9, 29, [{ step: "load", output: "output" }]],
      ["model", 10, 14, [{ step: "train", output: "model" }]],
    ],
  );
});

test("what never ends is left off, and what calls itself is too", (t) => {
  const endless = read(t, `export const p = pipeline(() => { let n = 0; while (n >= 0) { n++; note("x"); } });`);
  assert.equal(endless.graph.steps.length, 5000);
  assert.equal(endless.graph.partial, true);
  const own = read(
    t,
    `const again = (n: number): unknown => again(n + 1);\nexport const p = pipeline(() => { note("x"); again(0); note("y"); });`,
  );
  assert.deepEqual(shown(own), ['note(text="x")']);
  assert.equal(own.graph.partial, true);
});

test("a step that is called by its methods is drawn, or the graph says that it is not whole", (t) => {
  const called = read(t, `export const p = pipeline(() => { const data = load.call(undefined, "a"); sum.call(null, data); });`);
  assert.deepEqual(shown(called), ['load(name="a")', "sum(xs=load.output)"]);
  assert.equal(called.graph.partial, undefined);
  for (const call of [`load.apply(undefined, ["a"])`, `load.bind(undefined, "a")()`]) {
    assert.equal(read(t, `export const p = pipeline(() => { ${call}; });`).graph.partial, true, call);
  }
});
