import assert from "node:assert/strict";
import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { describe, it } from "node:test";
import type { FromService } from "../../src/runner/model/service.ts";
import { Puppets, puppetFile } from "./support/puppets.ts";
import { openFolder, runIn, startService, type MessageOf, type StartedService } from "./support/service.ts";
import { contentFiles } from "./support/store-files.ts";
import { workspace } from "./support/workspace.ts";

const pipelines = `import { pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";
export const first = step((): Promise<number> => puppet("first"));
export const second = step((value: number): Promise<number> => puppet("second"));
export const both = pipeline(() => {
  const one = first();
  return second(one);
});
`;
const quick = `import { pipeline, step } from "stepwright";
const one = step(() => 1);
export const quick = pipeline(() => one());
`;

describe("the service, with bad input", () => {
  it("says which files still define something when all is read anew, also of a folder that is gone", async () => {
    await using folder = await workspace({ "one.ts": quick, "two.ts": quick });
    await using service = startService(folder.env);
    assert.deepEqual((await openFolder(service, folder.path)).files, ["one.ts", "two.ts"]);
    const readAnew = async (): Promise<readonly string[]> => {
      const before = service.said.length;
      service.send({ type: "refresh" });
      return (await service.next((message): message is MessageOf<"discovered"> => message.type === "discovered", before)).files;
    };
    await rm(path.join(folder.path, "one.ts"));
    assert.deepEqual(await readAnew(), ["two.ts"]);
    await rm(folder.path, { recursive: true, force: true, maxRetries: 5 });
    assert.deepEqual(await readAnew(), []);
  });

  it("says what is missing or damaged of a value and moves nothing of it; a hover needs no value, and a run mends it", async () => {
    await using folder = await workspace({
      "made.ts": `import { pipeline, step } from "stepwright";
export const facts = step(() => ({ north: { sold: 51 } }));
export const large = step((found: { north: { sold: number } }) => new Float64Array(200_000).fill(found.north.sold));
export const made = pipeline(() => {
  const found = facts();
  return large(found);
});
`,
    });
    assert.equal((await folder.stepwright("run", "made.ts")).status, 0);
    const store = path.join(folder.path, ".stepwright");
    const files = (await contentFiles(store)).sort();
    const json = files.find((file) => file.endsWith(".json")) ?? assert.fail("no value");
    const array = files.find((file) => file.endsWith(".npy")) ?? assert.fail("no array");
    await using service = startService(folder.env);
    await openFolder(service, folder.path);
    const artifact = (name: string) => service.ask("artifact", { folder: folder.path, artifact: `made::${name}::output`, version: "1" });
    const hover = async (line: number, column: number) =>
      (await service.ask("value", { folder: folder.path, file: "made.ts", line, column }))?.outputs[0]?.preview;
    const step = async () => {
      const [run] = await service.ask("latestRuns", { folder: folder.path });
      const inputs = await service.ask("stepInputs", { folder: folder.path, run: run?.view.id ?? "", step: "large" });
      return inputs.map(({ text }) => text);
    };
    assert.deepEqual([(await artifact("facts")).problem, (await artifact("large")).problem], [undefined, undefined]);
    assert.deepEqual(await step(), ['{"north":{"sold":51}}']);

    await writeFile(json, '{"north":{"sold":15}}');
    await truncate(array, 1000);
    for (const name of ["facts", "large"]) {
      const { text, problem, version } = await artifact(name);
      assert.deepEqual([text, problem?.code, version.version], [undefined, "SW4005", "1"]);
    }
    assert.deepEqual(await step(), [undefined], "what is not what it was is not offered as what it was");
    const [shown] = (await folder.stepwright("artifact", "show", "made::facts::output", "--json")).json() as [{ value?: unknown }];
    assert.equal(shown.value, undefined);
    assert.deepEqual((await contentFiles(store)).sort(), files);
    assert.equal(await readFile(json, "utf8"), '{"north":{"sold":15}}');

    await rm(path.join(store, "artifacts", "objects"), { recursive: true });
    for (const name of ["facts", "large"]) assert.equal((await artifact(name)).problem?.code, "SW4005");
    // On the variable, on the call, and on the definition.
    const preview = { kind: "json", value: { north: { sold: 51 } }, truncated: false };
    for (const [line, column] of [
      [5, 10],
      [5, 18],
      [2, 15],
    ] as const)
      assert.deepEqual(await hover(line, column), preview);
    assert.equal((await folder.stepwright("run", "made.ts")).status, 0);
    assert.deepEqual((await contentFiles(store)).sort(), files);
  });

  it("keeps the definitions of a file that does not parse while it is typed, where their lines are now", async () => {
    await using folder = await workspace({ "pipelines.ts": pipelines, "puppet.ts": puppetFile });
    await using service = startService(folder.env);
    await openFolder(service, folder.path);
    const names = ["first", "second", "both"];
    const file = path.join(folder.path, "pipelines.ts");
    // Each is a text that somebody has in front of them while they type.
    const typed = [
      pipelines.replace("export const second", "\nexport const half = step((\n\nexport const second"),
      pipelines.replace("export const second", "const text = `never ended\nexport const second"),
      pipelines.replace("step((): Promise", "step((: Promise {"),
      pipelines.replace("const one = first();", "const one = first(;\n if ("),
    ];
    for (const text of typed) {
      service.send({ type: "closed", file });
      await answered(service, folder.path);
      const before = service.said.length;
      service.send({ type: "edited", file, text });
      const { findings } = await service.next(
        (message): message is MessageOf<"findings"> => message.type === "findings" && message.findings.length > 0,
        before,
      );
      const [finding] = findings;
      assert.equal(finding?.code, "SW2001", text);
      const now = definitionsOf(service, "pipelines.ts").filter(({ name }) => names.includes(name));
      const lines = text.split("\n");
      assert.deepEqual(
        now.map(({ name, line }) => `${name}: ${lines[line - 1] ?? ""}`),
        names.map((name) => `${name}: ${lines.find((line) => line.startsWith(`export const ${name} `)) ?? ""}`),
        text,
      );
    }
    service.send({ type: "edited", file, text: pipelines.replace("export const second", "export const renamed") });
    await service.next(
      (message): message is MessageOf<"definitions"> =>
        message.type === "definitions" && message.definitions.some(({ name }) => name === "renamed"),
    );
    assert.deepEqual(
      definitionsOf(service, "pipelines.ts").map(({ name }) => name),
      ["first", "renamed", "both"],
    );
  });

  it("tells a run to its end whose pipeline is renamed meanwhile", async () => {
    await using puppets = await Puppets.start();
    await using folder = await workspace({ "pipelines.ts": pipelines, "puppet.ts": puppetFile }, { env: puppets.env });
    await using service = startService(folder.env);
    await openFolder(service, folder.path);
    folder.start("run", "pipelines.ts");
    const first = await puppets.next("first");
    await runIn(service, "running", "first", "running");
    await folder.write({ "pipelines.ts": pipelines.replace("const both", "const renamed") });
    service.send({ type: "changed", files: [path.join(folder.path, "pipelines.ts")] });
    await service.next(
      (message): message is MessageOf<"definitions"> =>
        message.type === "definitions" && message.definitions.some(({ name }) => name === "renamed"),
    );
    await first.tell({ do: "return", value: 1 });
    await (await puppets.next("second")).tell({ do: "return", value: 2 });
    await runIn(service, "completed", "second", "completed");
    const [run] = await service.ask("runs", { folder: folder.path, limit: 5 });
    assert.deepEqual([run?.pipeline, run?.status], ["both", "completed"]);
    const graph = await service.ask("runGraph", { folder: folder.path, run: run?.id ?? "" });
    assert.deepEqual(
      graph.steps.map(({ id }) => id),
      ["first", "second"],
    );
  });

  it("goes on with a database that is deleted, damaged, or of a newer version while it is open, and says what is wrong once", async () => {
    await using folder = await workspace({ "quick.ts": quick });
    assert.equal((await folder.stepwright("run", "quick.ts")).status, 0);
    await using service = startService(folder.env);
    await openFolder(service, folder.path);
    const database = path.join(folder.path, ".stepwright", "stepwright.db");
    const newer = await readFile(database);
    const listed = async (): Promise<string[]> =>
      (await service.ask("runs", { folder: folder.path, limit: 10 })).map(({ pipeline, status }) => `${pipeline} ${status}`);
    const historyAfter = async (change: () => Promise<unknown>): Promise<string[]> => {
      const before = service.said.length;
      await change();
      await service.next((message): message is MessageOf<"history"> => message.type === "history", before);
      return listed();
    };
    assert.deepEqual(await listed(), ["quick completed"]);
    assert.deepEqual(await historyAfter(() => rm(database)), ["quick completed"]);
    assert.deepEqual(await historyAfter(() => folder.write({ ".stepwright/stepwright.db": "not a database" })), ["quick completed"]);
    assert.equal(service.said.filter(({ type }) => type === "trouble").length, 0);

    newer.writeUInt32BE(9_999, 60);
    assert.deepEqual(await historyAfter(() => writeFile(database, newer)), ["quick completed"]);
    await service.ask("artifacts", { folder: folder.path });
    assert.deepEqual(await historyAfter(() => folder.stepwright("run", "quick.ts")), ["quick completed", "quick completed"]);
    const told = service.said.flatMap((message) => (message.type === "trouble" ? [message.failure.code] : []));
    assert.deepEqual(told, ["SW4006"]);
  });

  it("answers for a value of 500 MB from what is stored of it, and does not open the value", async () => {
    const source = `import { pipeline, step } from "stepwright";
export const heavy = step((): Uint8Array => new Uint8Array(500 * 1024 * 1024));
export const large = pipeline(() => {
  const bytes = heavy();
  return bytes;
});
`;
    await using folder = await workspace({ "large.ts": source });
    assert.equal((await folder.stepwright("run", "large.ts")).status, 0);
    await using service = startService(folder.env);
    await openFolder(service, folder.path);
    // What is not there cannot be read.
    await rm(path.join(folder.path, ".stepwright", "artifacts", "objects"), { recursive: true });
    const about = { folder: folder.path };
    const [run] = await service.ask("latestRuns", about);
    const value = await service.ask("value", { ...about, file: "large.ts", line: 4, column: 10 });
    assert.ok(value?.outputs[0] !== undefined && value.outputs[0].bytes >= 500 * 1024 * 1024);
    const details = await service.ask("details", { ...about, identity: "large.ts#large", run: run?.view.id ?? "", step: "heavy" });
    assert.deepEqual(details.outputs[0]?.preview, value.outputs[0].preview);
    const [artifact] = await service.ask("artifacts", about);
    const [version] = await service.ask("versions", { ...about, artifact: artifact?.name ?? "" });
    assert.equal(version?.content.bytes, value.outputs[0].bytes);
  });

  it("finds nothing in a folder without TypeScript, and leaves it as it is", async () => {
    const root = await mkdtemp(path.join(tmpdir(), "stepwright-"));
    try {
      await writeFile(path.join(root, "train.py"), "import stepwright\n");
      await using service = startService({});
      await openFolder(service, root);
      assert.equal(service.said.filter(({ type }) => type === "definitions" || type === "findings").length, 0);
      assert.deepEqual(await service.ask("runs", { folder: root, limit: 5 }), []);
      assert.deepEqual(await service.ask("artifacts", { folder: root }), []);
      assert.deepEqual(await readdir(root), ["train.py"]);
    } finally {
      await rm(root, { recursive: true });
    }
  });

  it("shows one run in two windows on one folder, and tells each whom to ask to stop it", async () => {
    await using puppets = await Puppets.start();
    await using folder = await workspace(
      { "pipelines.ts": pipelines, "puppet.ts": puppetFile },
      { env: { ...puppets.env, STEPWRIGHT_GRACE: "0.2" } },
    );
    await using here = startService(folder.env);
    await using there = startService(folder.env);
    await openFolder(here, folder.path);
    await openFolder(there, folder.path);
    for (const stopper of [here, there]) {
      const seen = [here, there].map(({ said }) => said.length);
      const command = folder.start("run", "pipelines.ts");
      const first = await puppets.next("first");
      const views = await Promise.all([here, there].map((window, at) => runIn(window, "running", "first", "running", seen[at])));
      const [run] = await stopper.ask("runs", { folder: folder.path, limit: 1 });
      const record = await stopper.ask("run", { folder: folder.path, run: run?.id ?? "" });
      process.kill(record.owner.pid, "SIGINT");
      await first.gone;
      assert.equal((await command.ended).status, 130);
      await Promise.all([here, there].map((window, at) => runIn(window, "cancelled", "first", "cancelled", seen[at])));
      assert.equal(views.length, 2);
    }
  });
});

/** What was sent before this question has been taken in when it is answered. */
const answered = async (service: StartedService, folder: string): Promise<void> => {
  await service.ask("cursor", { folder, file: "pipelines.ts", line: 1, column: 1 });
};

const definitionsOf = (service: { readonly said: readonly FromService[] }, file: string) =>
  service.said.findLast((message): message is MessageOf<"definitions"> => message.type === "definitions" && message.file === file)
    ?.definitions ?? [];
