import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdir, readFile, rm, stat, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { after, before, describe, it, type TestContext } from "node:test";
import type { RunRecord } from "../../src/runner/model/record.ts";
import { finishedRun, refusal } from "./support/finished-run.ts";
import { statusLines } from "./support/record.ts";
import { contentFiles, manifestFiles, recordFiles } from "./support/store-files.ts";
import { workspace, type Workspace } from "./support/workspace.ts";

const values = `import assert from "node:assert/strict";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { csv, externalArtifact, FileRef, html, markdown, materializer, pipeline, step, stepContext, type Unmaterialized } from "stepwright";

export class Model {
  constructor(readonly weights: number[]) {}
  predict(x: number): number { return this.weights[0]! * x; }
  toJSON() { return { weights: this.weights }; }
  static fromJSON({ weights }: { weights: number[] }): Model { return new Model(weights); }
}
export class Older {
  constructor(readonly weights: number[]) {}
  toJSON() { return { weights: this.weights }; }
  static load({ weights }: { weights: number[] }): Older { return new Older(weights); }
}

export const makeMix = step((): any => ({
  map: new Map<unknown, unknown>([["a", new Set([1, 2n])], [{ key: 1 }, undefined]]),
  date: new Date(Date.UTC(2020, 1, 29)),
  odd: [Number.NaN, -0, Infinity, undefined, null, 12345678901234567890n],
}));
export const useMix = step((mix: any) => {
  assert.ok(mix.map instanceof Map);
  assert.deepEqual(mix.map.get("a"), new Set([1, 2n]));
  assert.equal([...mix.map.values()][1], undefined);
  assert.equal(mix.date.getTime(), Date.UTC(2020, 1, 29));
  assert.ok(Object.is(mix.odd[0], Number.NaN) && Object.is(mix.odd[1], -0) && mix.odd[2] === Infinity);
  assert.ok(mix.odd[3] === undefined && mix.odd[4] === null && mix.odd[5] === 12345678901234567890n);
  return "mix";
});
export const makeArrays = step((): [Float64Array, Uint8Array, BigInt64Array] =>
  [Float64Array.of(0.1, Number.NaN, -Infinity), Uint8Array.of(1, 2, 255), BigInt64Array.of(-1n, 2n ** 62n)]);
export const useArrays = step((doubles: Float64Array, bytes: Uint8Array, longs: BigInt64Array) => {
  assert.deepEqual(doubles, Float64Array.of(0.1, Number.NaN, -Infinity));
  assert.deepEqual(Array.from(bytes), [1, 2, 255]);
  assert.deepEqual(longs, BigInt64Array.of(-1n, 2n ** 62n));
  return "arrays";
});
export const makeModel = step(() => new Model([3]));
export const useModel = step((model: Model) => model.predict(2));
export const useModels = step((models: readonly Model[], { best, byName: [first, rest] }: { best: Model; byName: [Older, Record<string, Model>] }) => {
  assert.ok(models.length === 2 && models.every((model) => model instanceof Model) && best instanceof Model);
  assert.ok(first instanceof Older && rest["a"] instanceof Model);
  return models[1]!.predict(3);
});
export const useData = step((data: any) => { assert.ok(!(data instanceof Model)); return data.weights; });
export const makeOlder = step(() => new Older([4]));
export const useOlder = step(({ model }: { model: Older }) => { assert.ok(model instanceof Older); return model.weights[0]! * 2; });
export const page = step(() => html\`<h1>\${1 + 1}</h1>\`);
export const note = step(() => markdown\`# Note\`);
export const table = step(() => csv\`a,b\\n1,2\`);

export const upper = materializer({
  type: Model,
  extension: "model",
  save: (model: Model, dir: string) => writeFileSync(join(dir, "w.model"), model.weights.join(" ")),
  load: (dir: string) => new Model(readFileSync(join(dir, "w.model"), "utf8").split(" ").map(Number)),
});
export const makeCustom = step({ outputs: { output: { materializer: upper, name: "custom model" } } }, () => new Model([5, 6]));
export const useCustom = step((model: Model) => model.predict(2));

export const makeFile = step(() => {
  const file = join(stepContext().tempDir, "data.txt");
  writeFileSync(file, "the content");
  return new FileRef(file);
});
export const useFile = step((file: FileRef) => readFileSync(file.path, "utf8"));
export const describeData = step((data: Unmaterialized<Float64Array>) => {
  assert.deepEqual(Object.keys(data).sort(), ["artifact", "materializer", "metadata", "path", "type", "version"]);
  return [data.artifact, data.version, data.materializer, data.type, readFileSync(data.path).length > 80];
});
export const sum = step((xs: Float64Array) => xs.reduce((a, b) => a + b, 0));

export const everything = pipeline(() => {
  useMix(makeMix());
  const [doubles, bytes, longs] = makeArrays();
  useArrays(doubles, bytes, longs);
  const model = makeModel();
  const older = makeOlder();
  const file = makeFile();
  page(); note(); table();
  return {
    predicted: useModel(model), data: useData(model), older: useOlder({ model: older }), custom: useCustom(makeCustom()),
    models: useModels([model, makeModel()], { best: model, byName: [older, { a: model }] }),
    file: useFile(file), described: describeData(doubles), sum: sum(externalArtifact(Float64Array.of(1, 2, 3.5))),
  };
});
`;
const versions = `import assert from "node:assert/strict";
import { client, loadArtifact, pipeline, saveArtifact, step } from "stepwright";
export const save = step({ cache: "never" }, async () => {
  const first = await saveArtifact({ n: 1 }, "notes");
  const second = await saveArtifact({ n: 2 }, "notes", { tags: ["good"], metadata: { rows: 2 } });
  const named = await saveArtifact({ n: 3 }, "notes", { version: "final" });
  const third = await saveArtifact({ n: 4 }, "notes");
  const together = await Promise.all([5, 6, 7].map((n) => saveArtifact({ n }, "notes")));
  assert.deepEqual(await second.load(), { n: 2 });
  assert.deepEqual(await loadArtifact("notes", "final"), { n: 3 });
  assert.deepEqual(await loadArtifact("notes", "1"), { n: 1 });
  return [first, second, named, third].map(({ version }) => version).concat(together.map(({ version }) => version).sort());
});
export const failWith = step({ cache: "never" }, async ({ how }: { how: string }) => {
  if (how === "twice") await saveArtifact(1, "notes", { version: "final" });
  if (how === "digits") await saveArtifact(1, "notes", { version: "12" });
  if (how === "name") await saveArtifact(1, "");
  if (how === "function") await saveArtifact(() => 1, "a function");
  if (how === "missing") await loadArtifact("nots");
  if (how === "version") await loadArtifact("notes", "99");
});
export const whole = step((note: { n: number }) => note.n * 2);
export const saving = pipeline(() => save());
export const failing = pipeline(({ how }: { how: string }) => { failWith({ how }); });
export const reading = pipeline(() => {
  const latest = whole.withOptions({ id: "latest" })(client.getArtifactVersion("notes"));
  const second = whole.withOptions({ id: "second" })(client.getArtifactVersion("notes", "2"));
  return { latest, second };
});
export const unknown = pipeline(() => { whole(client.getArtifactVersion("nots")); });
export const big = step({ cache: "never" }, () => "x".repeat(3_000_000));
export const small = step({ cache: "never" }, () => 1);
export const bigArray = step({ cache: "never" }, () => new Float64Array(1_000_000).fill(0.1));
export const filling = pipeline(() => { small(); big(); bigArray(); });
`;

describe("the store", () => {
  let here: Workspace;
  let store: string;
  before(async () => {
    here = await workspace({ "values.ts": values, "versions.ts": versions });
    store = path.join(here.path, ".stepwright");
  });
  after(() => here[Symbol.asyncDispose]());

  const run = async (file: string, ...words: string[]): Promise<RunRecord> => {
    const ended = await here.stepwright("run", file, ...words, "--json");
    assert.equal(ended.status, 0, ended.stdout + ended.stderr);
    return finishedRun(ended);
  };
  const shown = async (name: string): Promise<Record<string, unknown>> => {
    const ended = await here.stepwright("artifact", "show", name, "--json");
    assert.equal(ended.status, 0, ended.stdout);
    return ended.json()[0] as Record<string, unknown>;
  };
  const valueOf = async (record: RunRecord, output = "output"): Promise<unknown> => {
    const { artifact, version } = record.outputs[output] ?? assert.fail(`There is no output ${output}.`);
    return (await shown(`${artifact}@${version}`))["value"];
  };
  const materializerOf = async (name: string): Promise<unknown> => (await shown(name))["materializer"];

  it("carries every kind of value from step to step, in files that other tools open", async () => {
    const record = await run("values.ts", "everything");
    assert.equal(await valueOf(record, "predicted"), 6);
    assert.deepEqual(await valueOf(record, "data"), [3]);
    assert.equal(await valueOf(record, "older"), 8);
    assert.equal(await valueOf(record, "custom"), 10);
    assert.equal(await valueOf(record, "models"), 9);
    assert.equal(await valueOf(record, "file"), "the content");
    assert.equal(await valueOf(record, "sum"), 6.5);
    assert.deepEqual(await valueOf(record, "described"), ["everything::makeArrays::output_0", "1", "npy", "Float64Array", true]);
    const ends = async (name: string): Promise<string[]> => ((await shown(name))["files"] as string[]).map((file) => path.extname(file));
    assert.deepEqual(await ends("everything::makeArrays::output_0"), [".npy"]);
    assert.deepEqual(await ends("everything::page::output"), [".html"]);
    assert.deepEqual(await ends("everything::note::output"), [".md"]);
    assert.deepEqual(await ends("everything::table::output"), [".csv"]);
    assert.deepEqual(await ends("everything::makeFile::output"), [".txt"]);
    assert.deepEqual(await ends("custom model"), [".model"]);
    assert.equal(await materializerOf("everything::makeModel::output"), "class");
  });

  it("numbers versions, takes names, and refuses what is taken", async () => {
    assert.deepEqual(await valueOf(await run("versions.ts", "saving")), ["1", "2", "final", "3", "4", "5", "6"]);
    const second = await shown("notes@2");
    assert.deepEqual([second["value"], second["tags"], (second["metadata"] as { rows?: number }).rows], [{ n: 2 }, ["good"], 2]);
    const reading = await run("versions.ts", "reading");
    assert.equal(await valueOf(reading, "second"), 4);
    assert.deepEqual(reading.steps["second"]?.inputs, { note: { artifact: "notes", version: "2" } });
    const failures: readonly (readonly [how: string, code: string, says: RegExp])[] = [
      ["twice", "SW1028", /final/],
      ["digits", "SW1022", /12/],
      ["name", "SW1022", /name/],
      ["function", "SW3006", /function/],
      ["missing", "SW4003", /nots/],
      ["version", "SW4003", /99/],
    ];
    for (const [how, code, says] of failures) {
      const ended = await here.stepwright("run", "versions.ts", "failing", "--param", `how=${how}`, "--json");
      const error = finishedRun(ended).steps["failWith"]?.error;
      assert.equal(error?.code, code, JSON.stringify(error));
      assert.match(error.message, says);
      assert.match(error.at?.file ?? "", /versions\.ts$/);
    }
    const unknown = await here.stepwright("run", "versions.ts", "unknown", "--json");
    assert.equal(unknown.status, 1);
    assert.equal(refusal(unknown).code, "SW4003");
  });

  it("says the same after the database is gone or damaged", async () => {
    const ask = async (): Promise<unknown> => [
      (await here.stepwright("runs", "--json")).json(),
      (await here.stepwright("artifacts", "--json")).json(),
    ];
    await here.stepwright("db", "sync");
    const known = await ask();
    const database = path.join(store, "stepwright.db");
    assert.ok((await stat(database)).size > 0);
    await rm(database);
    assert.deepEqual(await ask(), known);
    await writeFile(database, "this is no database");
    assert.deepEqual(await ask(), known);
    await here.stepwright("db", "sync");
    await truncate(database, 5_000);
    assert.deepEqual(await ask(), known);
    await rm(database);
  });

  it("drops the half-written last line of a journal", async () => {
    const ended = await here.stepwright("run", "versions.ts", "reading", "--json");
    const record = finishedRun(ended);
    // As the run would have left things if it had died in the middle of its last line.
    const [file] = await recordFiles(store, (text) => text.includes(`"id":"${record.id}"`));
    assert.ok(file);
    await rm(file);
    await rm(path.join(store, "stepwright.db"), { force: true });
    const events = ended.stdout.split("\n").slice(0, -2);
    await mkdir(path.join(store, "journal"), { recursive: true });
    await writeFile(path.join(store, "journal", `${record.id}.jsonl`), `${events.join("\n")}\n{"event":"run.comp`);
    const [interrupted] = (await here.stepwright("run", "show", record.id, "--json")).json() as [RunRecord];
    assert.equal(interrupted.status, "interrupted");
    assert.deepEqual(statusLines(interrupted), statusLines(record));
  });

  it("says what is damaged, and shows the rest", async () => {
    const first = await run("versions.ts", "reading");
    const second = await run("versions.ts", "reading");
    const [file] = await recordFiles(store, (text) => text.includes(`"id":"${first.id}"`));
    assert.ok(file);
    await rm(path.join(store, "journal", `${first.id}.jsonl`), { force: true });
    await rm(path.join(store, "stepwright.db"), { force: true });
    await writeFile(file, (await readFile(file, "utf8")).slice(0, 100));
    const listed = await here.stepwright("runs", "--json");
    const ids = (listed.json()[0] as { id: string }[]).map(({ id }) => id);
    assert.ok(ids.includes(second.id) && !ids.includes(first.id), listed.stdout);
    assert.equal(refusal(await here.stepwright("run", "show", first.id, "--json")).code, "SW4005");

    const [manifest] = await manifestFiles(store, (text) => text.includes('"artifact":"notes"') && text.includes('"version":"2"'));
    assert.ok(manifest);
    await writeFile(manifest, "{");
    const damaged = await here.stepwright("run", "versions.ts", "reading", "--json");
    assert.equal(refusal(damaged).code, "SW4005");
    const [content] = await contentFiles(store, (text) => text === '{"n":1}');
    assert.ok(content);
    await writeFile(content, '{"n":9}');
    const one = await here.stepwright("artifact", "show", "notes@1", "--json");
    assert.match(one.stderr, /SW4005/);
    assert.ok(!("value" in (one.json()[0] as object)), "a damaged value is not shown");
    for (const { stdout, stderr } of [listed, damaged, one]) assert.doesNotMatch(stdout + stderr, /\/dist\/|src\/runner/);
  });

  it("says that the disk is full or cannot be written", async (context) => {
    await using there = await workspace({ "versions.ts": versions });
    const folder = path.join(there.path, ".stepwright");
    await mkdir(folder);
    if (!mount(context, folder)) return;
    try {
      const full = await there.stepwright("run", "versions.ts", "filling", "--json");
      assert.equal(full.status, 1);
      const record = finishedRun(full);
      assert.deepEqual(statusLines(record), ["small completed", "big failed SW4002", "bigArray failed SW4002"]);
      for (const id of ["big", "bigArray"]) assert.match(record.steps[id]?.error?.help ?? "", /space/i);
      assert.equal(((await there.stepwright("runs", "--json")).json()[0] as unknown[]).length, 1);

      execFileSync("mount", ["-o", "remount,ro", folder]);
      const readOnly = await there.stepwright("run", "versions.ts", "saving", "--json");
      assert.equal(readOnly.status, 1);
      assert.equal(refusal(readOnly).code, "SW4001");
      assert.equal(((await there.stepwright("runs", "--json")).json()[0] as unknown[]).length, 1, "reading goes on");
      for (const { stdout, stderr } of [full, readOnly]) assert.doesNotMatch(stdout + stderr, /\/dist\/|src\/runner/);
    } finally {
      execFileSync("umount", [folder]);
    }
  });
});

/** Gives a folder a file system of one megabyte. Where that is not allowed the test is skipped: permission bits do not stop everyone. */
function mount(context: TestContext, folder: string): boolean {
  try {
    execFileSync("mount", ["-t", "tmpfs", "-o", "size=1m", "tmpfs", folder], { stdio: "ignore" });
    return true;
  } catch {
    context.skip("this machine does not let the test mount a small file system");
    return false;
  }
}
