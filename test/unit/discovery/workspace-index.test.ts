import { strict as assert } from "node:assert";
import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test, type TestContext } from "node:test";
import fc from "fast-check";
import { WorkspaceIndex, type FileDefinitions, type IndexOptions } from "../../../src/runner/analysis/discovery/workspace-index.ts";

/** A workspace in a folder of the test's own, which goes when the test ends. */
class Workspace {
  readonly folder: string;
  constructor(t: TestContext, files: Readonly<Record<string, string>>) {
    this.folder = realpathSync(mkdtempSync(join(tmpdir(), "stepwright-index-")));
    t.after(() => rmSync(this.folder, { recursive: true, force: true }));
    for (const [path, text] of Object.entries(files)) this.write(path, text);
  }
  path(name: string): string {
    return join(this.folder, name);
  }
  write(name: string, text: string): string {
    mkdirSync(dirname(this.path(name)), { recursive: true });
    writeFileSync(this.path(name), text);
    return this.path(name);
  }
  open(options?: IndexOptions): Promise<WorkspaceIndex> {
    return WorkspaceIndex.open(this.folder, options);
  }
}

/** `a.ts: load, train`. */
const shown = (files: readonly FileDefinitions[]): string[] =>
  files.map(({ file, definitions }) => `${file}: ${definitions.map(({ name }) => name).join(", ")}`);

const step = (...names: readonly string[]): string =>
  `import { step } from "stepwright";\n${names.map((name) => `export const ${name} = step(() => 1);\n`).join("")}`;

test("one edited, created, renamed and deleted file", async (t) => {
  const here = new Workspace(t, { "a.ts": step("load"), "sub/b.ts": step("train"), "plain.ts": "export const x = 1;\n" });
  const index = await here.open();
  assert.deepEqual(shown(index.snapshot()), ["a.ts: load", "sub/b.ts: train"]);

  assert.deepEqual(shown(index.update(here.write("a.ts", step("load", "clean")))), ["a.ts: load, clean"]);
  assert.deepEqual(shown(index.update(here.path("a.ts"))), [], "nothing is new");
  assert.deepEqual(shown(index.update(here.write("plain.ts", step("plain")))), ["plain.ts: plain"]);
  assert.deepEqual(shown(index.update(here.write("sub/new/c.ts", step("c")))), ["sub/new/c.ts: c"]);

  renameSync(here.path("a.ts"), here.path("z.ts"));
  assert.deepEqual(shown(index.remove(here.path("a.ts"))), ["a.ts: "]);
  assert.deepEqual(shown(index.update(here.path("z.ts"))), ["z.ts: load, clean"]);

  rmSync(here.path("sub"), { recursive: true });
  assert.deepEqual(shown(index.remove(here.path("sub"))), ["sub/b.ts: ", "sub/new/c.ts: "], "a whole folder");
  assert.deepEqual(shown(index.snapshot()), ["plain.ts: plain", "z.ts: load, clean"]);

  renameSync(here.path("z.ts"), here.path("y.ts"));
  mkdirSync(here.path("folder"));
  renameSync(here.path("y.ts"), here.path("folder/y.ts"));
  assert.deepEqual(shown(index.update(here.path("folder"))), ["z.ts: ", "folder/y.ts: load, clean"], "a folder that came");
});

test("what is not saved stands in place of the file, and goes when the file is closed", async (t) => {
  const here = new Workspace(t, { "a.ts": step("load") });
  const index = await here.open();
  assert.deepEqual(shown(index.update(here.path("a.ts"), step("typed"))), ["a.ts: typed"]);
  assert.deepEqual(shown(index.update(here.path("never-saved.ts"), step("fresh"))), ["never-saved.ts: fresh"]);
  assert.deepEqual(shown(index.update(here.path("a.ts"))), ["a.ts: load"]);
  assert.deepEqual(shown(index.update(here.path("never-saved.ts"))), ["never-saved.ts: "]);
  assert.deepEqual(shown(index.snapshot()), ["a.ts: load"]);
});

test("files that use a helper follow it", async (t) => {
  const helper = `import { step } from "stepwright";\nexport const mine = (fn: () => number) => step(fn);\n`;
  const here = new Workspace(t, {
    "house.ts": helper,
    "again.ts": `export { mine as ours } from "./house.js";\n`,
    "user.ts": `import { ours } from "./again.ts";\nexport const a = ours(() => 1);\n`,
    "other.ts": `import { unrelated } from "./elsewhere.ts";\nexport const a = unrelated(() => 1);\n`,
  });
  const index = await here.open();
  assert.deepEqual(shown(index.snapshot()), ["user.ts: a"]);
  assert.deepEqual(shown(index.update(here.path("house.ts"), "export const mine = (fn: () => number) => fn;\n")), ["user.ts: "]);
  assert.deepEqual(shown(index.update(here.path("house.ts"), helper)), ["user.ts: a"]);
  renameSync(here.path("again.ts"), here.path("away.ts"));
  assert.deepEqual(shown(index.remove(here.path("again.ts"))), ["user.ts: "]);
  renameSync(here.path("away.ts"), here.path("again.ts"));
  assert.deepEqual(shown(index.update(here.path("again.ts"))), ["user.ts: a"]);
  assert.deepEqual(shown(index.update(here.write("elsewhere.ts", `export { step as unrelated } from "stepwright";\n`))), ["other.ts: a"]);
});

test("aliases of a tsconfig.json, imports of a package.json and packages of the repository lead to files", async (t) => {
  const helper = `import { step } from "stepwright";\nexport const mine = (fn: () => number) => step(fn);\n`;
  const here = new Workspace(t, {
    "tsconfig.json": `{ "compilerOptions": { "paths": { "@/*": ["./src/*"] } } }`,
    "package.json": `{ "type": "module", "imports": { "#lib/*": "./lib/*.ts" } }`,
    "src/house.ts": helper,
    "lib/kit.ts": helper,
    "packages/tools/package.json": `{ "name": "@acme/tools", "exports": "./tools.ts" }`,
    "packages/tools/tools.ts": helper,
    "by-alias.ts": `import { mine } from "@/house";\nexport const a = mine(() => 1);\n`,
    "by-import.ts": `import { mine } from "#lib/kit";\nexport const a = mine(() => 1);\n`,
    "by-package.ts": `import { mine } from "@acme/tools";\nexport const a = mine(() => 1);\n`,
  });
  mkdirSync(here.path("node_modules/@acme"), { recursive: true });
  symlinkSync(here.path("packages/tools"), here.path("node_modules/@acme/tools"));
  const index = await here.open();
  assert.deepEqual(shown(index.snapshot()), ["by-alias.ts: a", "by-import.ts: a", "by-package.ts: a"]);
  assert.deepEqual(shown(index.update(here.write("tsconfig.json", `{ "compilerOptions": { "paths": {} } }`))), ["by-alias.ts: "]);
  const broken = index.update(here.write("tsconfig.json", "{ not a configuration"));
  assert.deepEqual(shown(broken), ["by-package.ts: "], "where it is broken, names lead nowhere");
});

test("a package of the repository makes steps under its plain name, and follows a change of it", async (t) => {
  const here = new Workspace(t, {
    "package.json": `{ "type": "module" }`,
    "packages/kit/package.json": `{ "name": "kit", "exports": { ".": "./src/index.ts" } }`,
    "packages/kit/src/index.ts": `export * from "./make.js";\n`,
    "packages/kit/src/make.ts": `import { step } from "stepwright";\nexport const mine = (fn: () => number) => step(fn);\n`,
    "app/user.ts": `import { mine } from "kit";\nexport const a = mine(() => 1);\n`,
    "app/other.ts": `import { mine } from "kitten";\nexport const b = mine(() => 1);\n`,
  });
  mkdirSync(here.path("node_modules"));
  symlinkSync(here.path("packages/kit"), here.path("node_modules/kit"));
  const index = await here.open();
  assert.deepEqual(shown(index.snapshot()), ["app/user.ts: a"]);

  renameSync(here.path("node_modules/kit"), here.path("node_modules/kitten"));
  const renamed = here.write("packages/kit/package.json", `{ "name": "kitten", "exports": { ".": "./src/index.ts" } }`);
  assert.deepEqual(shown(index.update(renamed)), ["app/user.ts: ", "app/other.ts: b"]);
  assert.deepEqual(index.snapshot(), (await here.open()).snapshot());
});

test("an import is found however it is written, in a file of any length", async (t) => {
  const here = new Workspace(t, {
    "house/héllo.ts": `import { step } from "stepwright";\nexport const mine = (fn: () => number) => step(fn);\n`,
    "house/index.ts": `const { step } = require("stepwright");\nexports.mine = (fn) => step(fn);\n`,
    "a.ts": `import{mine}from'./house/héllo.ts';export const a=mine(() => 1);`,
    "b.ts": `const { mine } = await import (\n  /* here */ // and here\n  "./house/héllo.ts"\n);\nexport const b = mine(() => 1);\n`,
    "c.cts": `const { mine } = require( "./house" );\nexports.c = mine(() => 1);\n`,
    "house/d.cts": `const { mine } = require(".");\nexports.d = mine(() => 1);\n`,
    "long.ts": `${"// far down\n".repeat(60_000)}import { mine } from "./house/héllo.ts";\nexport const e = mine(() => 1);\n`,
    "text.ts": `export const text = "from './house/héllo.ts";\n`,
  });
  const expected = ["a.ts: a", "b.ts: b", "c.cts: c", "house/d.cts: d", "long.ts: e"];
  assert.deepEqual(shown((await here.open()).snapshot()), expected);
});

test("what a .gitignore says of files counts as what it says of folders does", async (t) => {
  const names = ["a.ts", "gen.TS.ts", "x.gen.ts", "keep.gen.ts", "sub/only.ts", "sub/only.js", "deep/er/b.mts", "out.ts"];
  const here = new Workspace(t, Object.fromEntries(names.map((name) => [name, step("s")])));
  const left = async (ignored: string): Promise<string[]> => {
    here.write(".gitignore", ignored);
    return (await here.open()).snapshot().map(({ file }) => file);
  };
  const without = (...gone: readonly string[]): string[] => names.filter((name) => !gone.includes(name)).sort();
  assert.deepEqual(await left("*.log\nout\ncoverage\n*.d.ts\n"), without());
  assert.deepEqual(await left("*.GEN.ts\n!keep.gen.ts\n"), without("x.gen.ts"));
  assert.deepEqual(await left("sub/*.j?\n"), without("sub/only.js"));
  assert.deepEqual(await left("OUT.*\n"), without("out.ts"));
  assert.deepEqual(await left("deep/**\n"), without("deep/er/b.mts"));
  assert.deepEqual(await left("sub/only.[jt]s\n"), without("sub/only.ts", "sub/only.js"));
  assert.deepEqual(await left("a\\.ts\n"), without("a.ts"));
});

test("ignored, excluded, hidden and linked files do not belong to the workspace", async (t) => {
  const here = new Workspace(t, { "a.ts": step("a"), "generated/b.ts": step("b"), "out/c.ts": step("c"), ".hidden/d.ts": step("d") });
  const outside = new Workspace(t, { "e.ts": `export { step as mine } from "stepwright";\n` });
  symlinkSync(outside.path("e.ts"), here.path("linked.ts"));
  here.write("user.ts", `import { mine } from "./linked.ts";\nexport const e = mine(() => 1);\n`);
  const index = await here.open({ exclude: ["generated/"] });
  assert.deepEqual(shown(index.snapshot()), ["a.ts: a", "out/c.ts: c"]);
  assert.deepEqual(shown(index.update(here.write(".gitignore", "out\n"))), ["out/c.ts: "]);
  assert.deepEqual(shown(index.update(here.write("out/c.ts", step("other")))), []);
  assert.deepEqual(shown(index.update(here.write("generated/b.ts", step("other")))), []);
  assert.deepEqual(shown(index.update(here.path(".hidden/d.ts"))), []);
  assert.deepEqual(shown(index.update(here.path("notes.md"), step("x"))), []);
  assert.deepEqual(shown(index.update(outside.path("e.ts"), step("x"))), []);
  rmSync(here.path(".gitignore"));
  assert.deepEqual(shown(index.remove(here.path(".gitignore"))), ["out/c.ts: other"]);
});

test("a definition knows its name and all of itself in the text", async (t) => {
  const text = `import { step } from "stepwright";
/** Loads. */
export const «‹load› = step(
  () => 1,
);»
export const all = { «‹one›: step(() => 1)», list: [«‹step›(() => 2)»] };
class Training { «@step() static ‹cut›() { return 1; }» }
`;
  const plain = text.replaceAll(/[«»‹›]/g, "");
  const here = new Workspace(t, { "a.ts": plain });
  const found = (await here.open()).definitions(here.path("a.ts"));
  const offsetOf = ({ line, column }: { line: number; column: number }): number =>
    plain
      .split("\n")
      .slice(0, line - 1)
      .reduce((sum, each) => sum + each.length + 1, 0) +
    column -
    1;
  const pieces = found.map(({ nameRange, range }) => [
    plain.slice(offsetOf(nameRange.start), offsetOf(nameRange.end)),
    plain.slice(offsetOf(range.start), offsetOf(range.end)),
  ]);
  assert.deepEqual(pieces, [
    ["load", `export const load = step(\n  () => 1,\n);`],
    ["one", "one: step(() => 1)"],
    ["step", "step(() => 2)"],
    ["cut", "@step() static cut() { return 1; }"],
  ]);
});

test("after any edits the index is what opening it anew would give", async (t) => {
  const names = ["a.ts", "b.ts", "sub/c.ts"];
  const texts = [
    step("x"),
    `export { step as mine } from "stepwright";\n`,
    `export const mine = 1;\n`,
    `import { mine } from "./a.ts";\nexport const fromA = mine(() => 1);\nexport { mine };\n`,
    `import { mine } from "../b";\nexport const fromB = mine(() => 1);\n`,
    `import * as b from "./b.js";\nexport const { mine } = b;\nexport const viaB = b.mine(() => 1);\n`,
  ];
  const edit = fc.record({ name: fc.constantFrom(...names), text: fc.option(fc.constantFrom(...texts)) });
  await fc.assert(
    fc.asyncProperty(fc.array(edit, { maxLength: 12 }), async (edits) => {
      const here = new Workspace(t, {});
      const index = await here.open();
      const seen = new Map<string, FileDefinitions>();
      for (const { name, text } of edits) {
        if (text === null) rmSync(here.path(name), { force: true });
        else here.write(name, text);
        for (const file of text === null ? index.remove(here.path(name)) : index.update(here.path(name))) seen.set(file.file, file);
      }
      const fresh = (await here.open()).snapshot();
      assert.deepEqual(index.snapshot(), fresh);
      const told = [...seen.values()].filter(({ definitions }) => definitions.length > 0).sort((a, b) => (a.file < b.file ? -1 : 1));
      assert.deepEqual(told, fresh, "what was told of each change adds up to the whole");
    }),
    { numRuns: 60 },
  );
});
