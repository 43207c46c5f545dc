import assert from "node:assert/strict";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it } from "node:test";
import type { RunRecord } from "../../src/runner/model/record.ts";
import type { Reason, Why } from "../../src/runner/model/why.ts";
import type { Ended } from "./support/command.ts";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { contentFiles, keyFiles } from "./support/store-files.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const features = `export const factor = 2;
export const scale = (x: number): number => x * factor;
export function shift(x: number): number {
  return x + 1;
}
export class Model { predict(x: number): number { return scale(x); } }
`;
const train = `import { pipeline, step } from "stepwright";
import { version } from "tool";
import { Model, shift } from "./features.ts";
export const load = step(({ size = 3 }: { size?: number }) => Array.from({ length: size }, (_, i) => i));
export const fit = step(({ data, epochs = 10 }: { data: number[]; epochs?: number }) => data.map((x) => new Model().predict(shift(x)) + epochs));
export const report = step((values: number[]) => String(version) + values.join());
export const training = pipeline(({ size = 3, epochs = 10 }: { size?: number; epochs?: number }) => report(fit({ data: load({ size }), epochs })));
export const other = pipeline(() => { fit({ data: load({ size: 3 }), epochs: 99 }); });
`;
const options = `import { materializer, pipeline, step } from "stepwright";
import { writeFileSync, readFileSync } from "node:fs";
export const plain = materializer({
  type: Date,
  extension: "txt",
  save: (value: Date, folder: string) => writeFileSync(folder + "/a.txt", value.toISOString() + "v1"),
  load: (folder: string) => new Date(readFileSync(folder + "/a.txt", "utf8").slice(0, 24)),
});
export const declared = step({ cache: { files: ["data.csv"], env: ["MOOD"], key: () => process.env["KEY"] ?? "" }, environment: { LEVEL: "1" } }, () => 1);
export const dated = step({ outputs: { output: { materializer: plain } } }, () => new Date(0));
export const policies = pipeline(() => { declared(); dated(); });
export const brief = step({ cache: { expiresAfter: 1e-9 } }, () => 1);
export const never = step({ cache: "never" }, () => 1);
export const off = step({ enableCache: false }, () => 1);
export const free = step(() => 1);
export const switches = pipeline(() => { brief(); never(); off(); step({ name: "made" }, () => 2)(); });
export const pipelineOff = pipeline({ enableCache: false }, () => { free(); });
export const pipelineNever = pipeline({ cache: "never" }, () => { free(); });
export const value = step(() => ({ answer: 42 }));
export const kept = pipeline(() => value());
export const fails = step((x: number) => { if (x > 0) throw new Error("no"); return x; });
export const after = step((x: number) => x);
export const failing = pipeline(({ x = 0 }: { x?: number }) => after(fails(x)));
`;

describe("why", () => {
  let here: Workspace;
  before(async () => {
    here = await workspace({ "features.ts": features, "train.ts": train, "options.ts": options, "data.csv": "a\n" });
    await installTool("1.0.0");
  });
  after(() => here[Symbol.asyncDispose]());

  const installTool = (version: string): Promise<void> =>
    here.write({
      "node_modules/tool/package.json": JSON.stringify({
        name: "tool",
        version,
        type: "module",
        exports: "./index.js",
        types: "./index.d.ts",
      }),
      "node_modules/tool/index.js": `export const version = "${version}";`,
      "node_modules/tool/index.d.ts": "export const version: string;",
    });
  const run = async (...args: string[]): Promise<RunRecord> => finishedRun(await here.stepwright("run", ...args, "--json"));
  const ask = (reference: string, step: string, ...flags: string[]): Promise<Ended> => here.stepwright("why", reference, step, ...flags);
  const why = async (reference: string, step: string): Promise<Why> => {
    const ended = await ask(reference, step, "--json");
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    const [answer] = ended.json();
    return answer as Why;
  };
  /** `parameter epochs 10 → 20`. */
  const told = ({ because }: Why): string[] => because.map(({ part, name, detail }) => `${part} ${name} ${detail}`);
  const codeOf = ({ because }: Why): Pick<Reason, "name" | "file" | "diff">[] =>
    because.map(({ name, file, diff }) => ({ name, ...(file !== undefined && { file }), ...(diff !== undefined && { diff }) }));

  it("is new the first time, and later compared with the nearest earlier run, part by part", async () => {
    const first = await run("train.ts", "training");
    assert.deepEqual(await why("last", "fit"), {
      step: "fit",
      decision: "miss",
      because: [{ part: "new", name: "fit", detail: "has no earlier run that left a result" }],
    });

    const second = await run("train.ts", "training");
    assert.deepEqual(await why("last", "fit"), {
      step: "fit",
      decision: "hit",
      comparedWith: { run: first.id, name: first.name, step: "fit", at: first.steps["fit"]?.endedAt },
      because: [],
    });

    const larger = await run("train.ts", "training", "--param", "size=4", "--param", "epochs=20");
    assert.deepEqual(told(await why("last", "load")), ["parameter size 3 → 4"]);
    const fit = await why("last", "fit");
    assert.deepEqual(told(fit), [
      "parameter epochs 10 → 20",
      "input data has other content: training::load::output@1 → training::load::output@2",
    ]);
    assert.deepEqual(fit.comparedWith, { run: second.id, name: second.name, step: "fit", at: second.steps["fit"]?.endedAt });

    await installTool("1.1.0");
    await run("train.ts", "training", "--param", "size=4", "--param", "epochs=20");
    assert.deepEqual(told(await why("last", "report")), ["package tool 1.0.0 → 1.1.0"]);
    assert.equal((await why("last", "fit")).decision, "hit");

    const elsewhere = await run("train.ts", "other");
    assert.deepEqual(told(await why(elsewhere.id, "fit")), [
      "parameter epochs 20 → 99",
      "input data has other content: training::load::output@2 → training::load::output@1",
    ]);
    assert.deepEqual(told(await why(larger.id, "load")), ["parameter size 3 → 4"], "asked again, when other runs have come after it");
  });

  it("names the function, constant or class whose code changed, with what changed in it, also when the code has moved on", async () => {
    await run("train.ts", "training");
    await here.write({
      "features.ts": features.replace("factor = 2", "factor = 3").replace("return x + 1;", "return x + 1 + extra;") + "const extra = 0;\n",
    });
    const changed = await run("train.ts", "training");
    const expected = [
      { name: "factor", file: "features.ts", diff: "-var factor = 2;\n+var factor = 3;" },
      { name: "shift", file: "features.ts", diff: " function shift(x) {\n-  return x + 1;\n+  return x + 1 + extra;\n }" },
      { name: "extra", file: "features.ts", diff: "+var extra = 0;" },
    ];
    assert.deepEqual(codeOf(await why("last", "fit")), expected);

    await here.write({ "features.ts": `${features.replace("predict(x: number)", "/** Says. */ predict(x: number)")}// no more\n` });
    await run("train.ts", "training");
    assert.equal((await why("last", "fit")).decision, "hit", "as it was in the beginning, comments aside");
    await rm(path.join(here.path, "features.ts"));
    await rm(path.join(here.path, ".stepwright", "stepwright.db"), { force: true });
    assert.deepEqual(codeOf(await why(changed.id, "fit")), expected);

    await here.write({ "features.ts": features.replace("scale(x); }", "scale(x) * 2; }") });
    await run("train.ts", "training");
    const [only, ...none] = (await why("last", "fit")).because;
    assert.deepEqual([only?.part, only?.name, only?.detail, none], ["code", "Model", "in features.ts changed", []]);
    await here.write({ "features.ts": features });

    here.env["FORCE_COLOR"] = "1";
    delete here.env["NO_COLOR"];
    const shown = await ask(changed.id, "fit");
    const [red, green, end] = ["\u001b[31m", "\u001b[32m", "\u001b[39m"];
    assert.ok(
      shown.stdout.includes(`${red}-var factor = 2;${end}`) && shown.stdout.includes(`${green}+var factor = 3;${end}`),
      shown.stdout,
    );
    delete here.env["FORCE_COLOR"];
    here.env["NO_COLOR"] = "1";
    const lines = (await ask(changed.id, "fit")).stdout.split("\n");
    assert.match(lines[0] ?? "", /^fit ran\. What is different from fit of training-.+ \(\d{4}-.+Z\):$/);
    assert.deepEqual(lines.slice(1, 4), [
      "  code  factor in features.ts changed",
      "          -var factor = 2;",
      "          +var factor = 3;",
    ]);
  });

  it("tells of files, variables, keys, environment, materializers, outputs and names", async () => {
    here.env["MOOD"] = "good";
    here.env["KEY"] = "1";
    await run("options.ts", "policies");
    here.env["MOOD"] = "bad";
    here.env["KEY"] = "2";
    await here.write({
      "data.csv": "b\n",
      "options.ts": options
        .replace('LEVEL: "1"', 'LEVEL: "2"')
        .replace('"v1"', '"v2"')
        .replace("() => 1);\nexport const dated", '(): Annotated<string, "answer"> => "1");\nexport const dated')
        .replace("materializer, pipeline", "type Annotated, materializer, pipeline"),
    });
    await run("options.ts", "policies");
    assert.deepEqual(told(await why("last", "declared")), [
      "code declared in options.ts changed",
      "output answer is new: single name answer",
      "output output is gone, was single",
      "file data.csv has other content",
      "env LEVEL 1 → 2",
      "env MOOD has another value",
      'key cache.key "1" → "2"',
    ]);
    assert.deepEqual(told(await why("last", "dated")), ["code plain in options.ts changed"]);

    await rm(path.join(here.path, "data.csv"));
    delete here.env["MOOD"];
    await run("options.ts", "policies");
    assert.deepEqual(told(await why("last", "declared")), ["file data.csv is not there any more", "env MOOD is not set any more"]);
    await here.write({ "options.ts": options, "data.csv": "a\n" });
  });

  it("says what became of an earlier result that could not be used", async () => {
    const switches = await run("options.ts", "switches");
    await run("options.ts", "switches");
    const brief = await why("last", "brief");
    assert.deepEqual([brief.decision, brief.comparedWith?.run], ["miss", switches.id]);
    assert.match(told(brief).join(), /^expired result was made \d{4}-\d\d-\d\dT[\d:.]+Z and is too old$/);

    const kept = await run("options.ts", "kept");
    const store = path.join(here.path, ".stepwright");
    const [content] = await contentFiles(store, (text) => text.includes('"answer":42'));
    assert.ok(content);
    await writeFile(content, '{"answer":41}');
    await run("options.ts", "kept");
    const damaged = await why("last", "value");
    assert.deepEqual([damaged.decision, damaged.comparedWith?.run], ["miss", kept.id]);
    assert.deepEqual(told(damaged), ["missing output is damaged where it is stored"]);
    await rm(content);
    await run("options.ts", "kept");
    assert.deepEqual(told(await why("last", "value")), ["missing output is not stored any more"]);
    for (const key of await keyFiles(store)) await rm(key);
    await run("options.ts", "kept");
    assert.deepEqual(told(await why("last", "value")), ["missing result of the earlier run is not kept under its cache key any more"]);
  });

  it("says who has turned the cache off", async () => {
    await run("options.ts", "switches");
    assert.deepEqual(await why("last", "never"), {
      step: "never",
      decision: "off",
      because: [{ part: "off", name: "step", detail: 'says `cache: "never"`' }],
    });
    assert.deepEqual(told(await why("last", "off")), ["off step says `enableCache: false`"]);
    assert.deepEqual(told(await why("last", "made")), ["off code cannot all be seen, and no `cache.key` stands for it"]);
    await run("options.ts", "pipelineOff");
    assert.deepEqual(told(await why("last", "free")), ["off pipeline says `enableCache: false`"]);
    await run("options.ts", "pipelineNever");
    assert.deepEqual(told(await why("last", "free")), ['off pipeline says `cache: "never"`']);
    const asked = await run("options.ts", "pipelineNever", "--no-cache");
    assert.deepEqual(told(await why(asked.id, "free")), ["off run was asked to use no earlier results"]);
    assert.equal(
      (await ask("last", "free")).stdout,
      "free ran, since the cache is not used for it:\n  off  run was asked to use no earlier results\n",
    );
  });

  it("speaks of steps that failed, refuses those that never ran, and finds earlier runs when nothing points to them", async () => {
    await run("options.ts", "failing");
    await run("options.ts", "failing", "--param", "x=1");
    assert.deepEqual(told(await why("last", "fails")), ["parameter x 0 → 1"]);
    const skipped = refusal(await ask("last", "after", "--json"));
    assert.deepEqual([skipped.code, skipped.message.includes('did not start: it is skipped, because of "fails"')], ["SW4010", true]);
    const unknown = refusal(await ask("last", "fail", "--json"));
    assert.deepEqual([unknown.code, unknown.message.includes("fails")], ["SW4007", true]);

    await rm(path.join(here.path, ".stepwright", "steps"), { recursive: true });
    assert.deepEqual(told(await why("last", "fails")), ["parameter x 0 → 1"]);
    await here.write({ "options.ts": options.replace("throw new Error", "throw new RangeError") });
    await run("options.ts", "failing", "--param", "x=1");
    assert.deepEqual(told(await why("last", "fails")), ["code code changed; how it was is not kept any more", "parameter x 0 → 1"]);
  });
});
