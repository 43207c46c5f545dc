import assert from "node:assert/strict";
import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import { finishedRun } from "./support/finished-run.ts";
import { contentFiles } from "./support/store-files.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

/** `made` stands in the code of each step that makes a value, so that all of them run again when it changes. */
const source = (edits: Readonly<Record<string, string>> = {}): string => {
  const values: Record<string, string> = {
    numbers: "Float64Array.from({ length: 5 }, (_, i) => i / 3)",
    bytes: "Uint8Array.of(1, 2, 3)",
    buffer: "new TextEncoder().encode('abc').buffer as ArrayBuffer",
    table: "Array.from({ length: 5000 }, (_, i) => ({ id: i, name: 'row ' + i, share: i / 7 }))",
    columnar: "Array.from({ length: 40000 }, (_, i) => ({ id: i, name: 'row ' + (i % 9), share: i % 5 ? i / 7 : null }))",
    map: "new Map<string, unknown>([['a', new Set([1, 2])], ['b', new Date(0)]])",
    big: "{ count: 12345678901234567890n, none: undefined, odd: [NaN, -0] }",
    model: "new Model(2, new Map([['x', 1]]))",
    text: "'name,count\\nada,1\\n'",
    nested: "{ a: { b: [1, { c: 'd' }] }, e: null }",
    ...edits,
  };
  const steps = Object.entries(values).flatMap(([name, value]) => [
    `export const ${name} = step(() => { ran("${name}"); return made(${value}); });`,
    `export const use_${name} = step((value: Awaited<ReturnType<typeof ${name}.entrypoint>>) => { ran("use_${name}"); return typeof value; });`,
  ]);
  return `import { appendFileSync } from "node:fs";
import { pipeline, step } from "stepwright";
import { made } from "./made.ts";
const ran = (name: string): void => appendFileSync(process.env["COUNTER"]!, name + "\\n");
export class Model {
  constructor(readonly rate: number, readonly weights: Map<string, number>) {}
  toJSON() { return { rate: this.rate, weights: [...this.weights] }; }
  static fromJSON(data: { rate: number; weights: [string, number][] }): Model { return new Model(data.rate, new Map(data.weights)); }
}
${steps.join("\n")}
export const all = pipeline(() => {
${Object.keys(values)
  .map((name) => `  use_${name}(${name}());`)
  .join("\n")}
});
`;
};
const made = "export const made = <T>(value: T): T => value;\n";

describe("early cutoff", () => {
  let here: Workspace;
  let counter: string;
  before(async () => {
    here = await workspace({ "all.ts": source(), "made.ts": made });
    counter = path.join(here.path, "..", "counter");
    here.env["COUNTER"] = counter;
  });
  after(() => here[Symbol.asyncDispose]());

  const bodiesOfRun = async (): Promise<string[]> => {
    await writeFile(counter, "");
    const ended = await here.stepwright("run", "all.ts", "--json");
    assert.equal(ended.status, 0, ended.stdout.slice(-1000) + ended.stderr);
    finishedRun(ended);
    return (await readFile(counter, "utf8")).split("\n").filter(Boolean).sort();
  };

  it("leaves what follows cached where the same value is made again, in every form in which values are stored", async () => {
    const first = await bodiesOfRun();
    const makers = first.filter((name) => !name.startsWith("use_"));
    assert.deepEqual([first.length, makers.length], [20, 10]);
    assert.equal((await contentFiles(path.join(here.path, ".stepwright"), (text) => text.startsWith("PAR1"))).length, 1);
    await here.write({ "made.ts": made.replace("=> value", "=> [value][0] as T") });
    assert.deepEqual(await bodiesOfRun(), makers);
    assert.deepEqual(await bodiesOfRun(), []);
  });

  it("runs what follows where a value is another one, if only in its order or in a bit", async () => {
    await here.write({
      "all.ts": source({
        numbers: "Float64Array.from({ length: 5 }, (_, i) => i / 3 + (i === 4 ? Number.EPSILON : 0))",
        bytes: "Int8Array.of(1, 2, 3)",
        columnar:
          "Array.from({ length: 40000 }, (_, i) => ({ id: i, name: 'row ' + (i % 9), share: i % 5 ? i / 7 : i === 5 ? -0 : null }))",
        map: "new Map<string, unknown>([['b', new Date(0)], ['a', new Set([1, 2])]])",
        big: "{ count: 12345678901234567890n, none: undefined, odd: [NaN, 0] }",
        model: "new Model(2, new Map([['x', 2]]))",
        nested: "{ e: null, a: { b: [1, { c: 'd' }] } }",
      }),
    });
    const changed = ["big", "bytes", "columnar", "map", "model", "nested", "numbers"];
    assert.deepEqual(await bodiesOfRun(), [...changed, ...changed.map((name) => `use_${name}`)].sort());
  });
});
