import assert from "node:assert/strict";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { before, describe, it } from "node:test";
import type { Finding, Fix, TextEdit } from "../../src/runner/model/finding.ts";
import { seedFolder } from "./support/seed-table.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

/** One file a finding, and beside it what the command prints of it. \`UPDATE_GOLDEN=1\` writes that anew, to be read before it is kept. */
const fixtures = path.resolve(import.meta.dirname, "../fixtures/findings");
const names = readdirSync(fixtures).filter((name) => name.endsWith(".ts"));

/** What \`check\` prints, by file. */
const byFile = (stdout: string): Map<string, string> => {
  const found = new Map<string, string>();
  for (const block of stdout.split("\n\n").filter((text) => /^[\w-]+\.ts:/.test(text))) {
    const file = block.slice(0, block.indexOf(":"));
    found.set(file, `${found.get(file) ?? ""}${block}\n\n`);
  }
  return found;
};

const findingsOf = async (here: Workspace, ...args: readonly string[]): Promise<Finding[]> => {
  const [shown] = (await here.stepwright("check", ...args, "--json")).json();
  return (shown as { findings: Finding[] }).findings;
};

/** A text with edits made, the last one first so that places stay. */
const edited = (text: string, edits: readonly TextEdit[]): string => {
  const lines = text.split("\n");
  const offset = ({ line, column }: { line: number; column: number }): number =>
    lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0) + column - 1;
  const pieces = edits.map(({ range, text: inserted }) => ({ start: offset(range.start), end: offset(range.end), inserted }));
  return pieces
    .sort((a, b) => b.start - a.start || b.end - a.end)
    .reduce((now, { start, end, inserted }) => now.slice(0, start) + inserted + now.slice(end), text);
};

describe("every finding is printed as a compiler does", () => {
  let printed = new Map<string, string>();
  before(async () => {
    await using here = await workspace({}, { copyOf: fixtures });
    const ended = await here.stepwright("check", "--enforce-annotations", ...names.filter((name) => name === "annotations.ts"));
    const others = await here.stepwright("check", ...names.filter((name) => name !== "annotations.ts"));
    assert.equal(ended.status, 1);
    assert.equal(others.status, 1);
    printed = new Map([...byFile(others.stdout), ...byFile(ended.stdout)]);
  });
  for (const name of names) {
    it(name, () => {
      const golden = path.join(fixtures, `${name}.txt`);
      const text = printed.get(name) ?? "";
      if (process.env["UPDATE_GOLDEN"] === "1") writeFileSync(golden, text);
      assert.equal(text, readFileSync(golden, "utf8"));
    });
  }
});

describe("a fix mends what it is for, and brings nothing new", () => {
  let found: Finding[] = [];
  let after: Finding[] = [];
  const fixesIn = (name: string): { finding: Finding; fix: Fix; file: string }[] =>
    found
      .filter(({ file }) => file === name)
      .flatMap((finding, index) =>
        (finding.fixes ?? []).map((fix, choice) => ({ finding, fix, file: `fixed-${index}-${choice}-${name}` })),
      );
  before(async () => {
    await using here = await workspace({}, { copyOf: fixtures });
    found = await findingsOf(here, "--enforce-annotations");
    const fixed = names.flatMap((name) => {
      const text = readFileSync(path.join(fixtures, name), "utf8");
      return fixesIn(name).map(({ fix, file }) => [file, edited(text, fix.edits)] as const);
    });
    await here.write(Object.fromEntries(fixed));
    after = await findingsOf(here, "--enforce-annotations", ...fixed.map(([file]) => file));
  });
  for (const name of names) {
    it(name, () => {
      const messages = found.filter(({ file }) => file === name).map(({ message }) => message);
      for (const { finding, fix, file } of fixesIn(name)) {
        const left = after.filter((each) => each.file === file).map(({ message }) => message);
        const count = (list: readonly string[]): number => list.filter((message) => message === finding.message).length;
        assert.ok(count(left) < count(messages), `${fix.title} does not mend: ${finding.message}`);
        assert.deepEqual(
          left.filter((message) => !messages.includes(message)),
          [],
          `${fix.title} brings something new`,
        );
      }
    });
  }
});

it("nothing is found in what has no fault", async () => {
  await using here = await workspace({}, { copyOf: seedFolder });
  const guide = readFileSync(path.resolve(import.meta.dirname, "../../docs/authoring.md"), "utf8");
  for (const section of guide.split(/^## /m).slice(1)) {
    const code = [...section.matchAll(/^```ts\n(.*?)^```$/gms)].map(([, text = ""]) => text).join("\n");
    await here.write({ [`guide/${section.slice(0, section.indexOf("\n")).toLowerCase().replaceAll(" ", "-")}.ts`]: code });
  }
  const example = path.resolve(import.meta.dirname, "../../examples/iris");
  for (const name of readdirSync(example).filter((each) => each.endsWith(".ts")))
    await here.write({ [`iris/${name}`]: readFileSync(path.join(example, name), "utf8") });
  const found = await findingsOf(here);
  assert.deepEqual(
    found.map(({ file, code }) => `${file} ${code}`),
    // The page itself shows what is refused.
    ["parameter-types.ts SW1006"],
  );
});

it("ends with 0 where there are no errors, and says how much was looked at", async () => {
  await using here = await workspace({
    "a.ts": `import { step } from "stepwright";\nexport const a = step((): number => 1);\n`,
    "b.ts": "export {};\n",
  });
  const ended = await here.stepwright("check");
  assert.equal(ended.stdout, "No findings in 1 file.\n");
  assert.equal(ended.status, 0);
  const hint = await workspace({ "a.ts": `import { step } from "stepwright";\nexport const a = step((): number => Date.now());\n` });
  await using hinted = hint;
  const second = await hinted.stepwright("check", "a.ts");
  assert.match(second.stdout, /1 hint in 1 file\.\n$/);
  assert.equal(second.status, 0, "a hint is no error");
});

describe("bad input has a clear answer", () => {
  it("a file that does not parse", async () => {
    await using here = await workspace({ "a.ts": `import { step } from "stepwright";\nexport const a = step(() => {\n` });
    const ended = await here.stepwright("check");
    assert.match(ended.stdout, /^a\.ts:3:1 error\[SW2001\] a\.ts does not parse: '}' expected\./);
    assert.equal(ended.status, 1);
  });

  it("a file that is not there", async () => {
    await using here = await workspace({});
    const ended = await here.stepwright("check", "gone.ts");
    assert.match(ended.stderr, /error\[SW2002\]/);
    assert.equal(ended.status, 2);
  });

  it("a tsconfig.json that is broken, and findings all the same", async () => {
    await using here = await workspace({
      "tsconfig.json": "{ nothing",
      "a.ts": `import { step } from "stepwright";\nexport const a = step((...xs: number[]): number => xs.length);\n`,
    });
    const ended = await here.stepwright("check");
    assert.match(ended.stderr, /error\[SW2010\] tsconfig\.json cannot be read/);
    assert.match(ended.stdout, /a\.ts:2:24 error\[SW1011\]/);
    assert.equal(ended.status, 1);
  });

  it("files that import each other", async () => {
    await using here = await workspace({
      "a.ts": `import { step, pipeline } from "stepwright";\nimport { b } from "./b.ts";\nexport const make = (fn: () => number) => step(fn);\nexport const a = make((): number => 1);\nexport const p = pipeline(() => b(a()));\n`,
      "b.ts": `import { step } from "stepwright";\nimport { a, p } from "./a.ts";\nexport * from "./a.ts";\nexport const b = step((x: number): number => x + Object.keys({ a, p }).length);\n`,
    });
    const ended = await here.stepwright("check");
    assert.equal(ended.stdout, "No findings in 2 files.\n");
  });

  it("a file of fifty thousand lines, and one that is nested without end", async () => {
    const lines = Array.from(
      { length: 50_000 },
      (_, index) => `export const value${String(index)} = { n: ${String(index)}, text: "x" };\n`,
    );
    await using here = await workspace({
      "long.ts": `import { step, pipeline } from "stepwright";\n${lines.join("")}export const last = step((...xs: number[]): number => xs.length);\nexport const p = pipeline(() => last(value49999.n));\n`,
      "deep.ts": `import { step } from "stepwright";\nexport const deep = ${"[".repeat(20_000)}${"]".repeat(20_000)};\n`,
    });
    const ended = await here.stepwright("check");
    assert.match(ended.stdout, /long\.ts:50002:27 error\[SW1011\]/);
    assert.match(ended.stdout, /deep\.ts:1:1 error\[SW2001\] deep\.ts cannot be read/);
    assert.equal(ended.status, 1);
  });
});
