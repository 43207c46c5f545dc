import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { readdir, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import { Puppets, puppetFile } from "./support/puppets.ts";
import { openFolder, runIn, startService, type MessageOf } from "./support/service.ts";
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

describe("the service", () => {
  it("tells what files define, unsaved text included, and writes nothing", async () => {
    await using folder = await workspace({ "pipelines.ts": pipelines, "puppet.ts": puppetFile, "left-out/more.ts": pipelines });
    await using service = startService(folder.env);
    await openFolder(service, folder.path);
    const files = service.said.flatMap((message) => (message.type === "definitions" ? [message.file] : []));
    assert.deepEqual(files, ["pipelines.ts"]);
    const file = path.join(folder.path, "pipelines.ts");
    // As after a checkout.
    const plain = ["a.ts", "b.ts"].map((name) => path.join(folder.path, name));
    for (const each of plain) await writeFile(each, "export const plain = 1;\n");
    service.send({ type: "changed", files: plain });
    service.send({ type: "edited", file, text: `${pipelines}export const third = step(() => 3);\n` });
    await service.next(
      (message): message is MessageOf<"definitions"> =>
        message.type === "definitions" && message.definitions.some(({ name }) => name === "third"),
    );
    const graph = await service.ask("graph", { folder: folder.path, identity: "pipelines.ts#both" });
    assert.deepEqual(
      graph.steps.map(({ id }) => id),
      ["first", "second"],
    );
    // What is marked in the graph for a place: a variable, a call and its arguments, a definition, and the beginning of a line.
    const marked = async (line: number, column: number) =>
      (await service.ask("cursor", { folder: folder.path, file: "pipelines.ts", line, column })).invocations;
    assert.deepEqual([await marked(6, 10), await marked(7, 14), await marked(7, 18)], [["first"], ["second"], ["second"]]);
    assert.deepEqual([await marked(4, 15), await marked(7, 1), await marked(2, 1), await marked(8, 1)], [["second"], ["second"], [], []]);
    const blamed = service.said.flatMap((message) => (message.type === "findings" ? [message.file] : []));
    assert.deepEqual(
      blamed.filter((each) => each !== "pipelines.ts"),
      [],
      "Nothing is wrong with the others, and nothing was.",
    );
    assert.deepEqual((await readdir(folder.path)).sort(), ["a.ts", "b.ts", "left-out", "package.json", "pipelines.ts", "puppet.ts"]);
  });

  it("finds what only the types show, in unsaved text and in what it imports, and forgets it when it is mended", async () => {
    const split = `import { pipeline, step } from "stepwright";
import type { Measured } from "./measured.ts";
export const load = step((): Measured => [1, 2]);
export const both = pipeline(() => {
  const [low, high] = load();
  return low;
});
`;
    await using folder = await workspace({ "split.ts": split, "measured.ts": "export type Measured = number[];\n" });
    await using service = startService(folder.env);
    const codes = (wanted: string, from: number) =>
      service.next(
        (message): message is MessageOf<"findings"> =>
          message.type === "findings" &&
          service.said.indexOf(message) >= from &&
          message.file === "split.ts" &&
          message.findings.map(({ code, range }) => `${code}:${String(range.start.line)}`).join() === wanted,
      );
    await openFolder(service, folder.path);
    const found = await codes("SW1009:5", 0);
    assert.match(found.findings[0]?.message ?? "", /load/);

    // The mistake lies in a file that defines nothing, and is mended there without being saved.
    const measured = path.join(folder.path, "measured.ts");
    let from = service.said.length;
    service.send({ type: "edited", file: measured, text: "export type Measured = [number, number];\n" });
    await codes("", from);
    // The disk counts again.
    from = service.said.length;
    service.send({ type: "closed", file: measured });
    await codes("SW1009:5", from);

    // What is typed in the file itself.
    const file = path.join(folder.path, "split.ts");
    from = service.said.length;
    service.send({ type: "edited", file, text: split.replace("const [low, high]", "const low") });
    await codes("", from);
    assert.deepEqual((await readdir(folder.path)).sort(), ["measured.ts", "package.json", "split.ts"]);
  });

  it("gives the parameters of a pipeline as it is typed", async () => {
    const text = (type: string): string =>
      `import { pipeline, step } from "stepwright";\nconst one = step(() => 1);\nexport const sized = pipeline(({ size }: { size: ${type} }) => one());\n`;
    await using folder = await workspace({ "sized.ts": text("number") });
    await using service = startService(folder.env);
    await openFolder(service, folder.path);
    service.send({ type: "edited", file: path.join(folder.path, "sized.ts"), text: text('"small" | "large"') });
    const about = { folder: folder.path, identity: "sized.ts#sized" };
    const { inputs } = await service.ask("parameters", about);
    assert.deepEqual(
      inputs.map(({ name, type }) => `${name}: ${type}`),
      ['size: "small" | "large"'],
    );
    await assert.rejects(service.ask("parameter", { ...about, name: "size", text: "huge" }), /SW5002/);
  });

  it("sees a run of the command line live, and says that it is interrupted when its process is killed", async () => {
    await using puppets = await Puppets.start();
    await using folder = await workspace({ "pipelines.ts": pipelines, "puppet.ts": puppetFile }, { env: puppets.env });
    await using service = startService(folder.env);
    await openFolder(service, folder.path);
    const command = folder.start("run", "pipelines.ts");
    const first = await puppets.next("first");
    await runIn(service, "running", "first", "running");
    await first.tell({ do: "log", text: "the first speaks" });
    await first.tell({ do: "return", value: 7 });
    await puppets.next("second");
    await runIn(service, "running", "second", "running");
    // The name of the variable stands for what it held.
    const value = await service.ask("value", { folder: folder.path, file: "pipelines.ts", line: 6, column: 10 });
    assert.deepEqual(value?.outputs[0]?.preview, { kind: "scalar", text: "7" });
    const [run] = await service.ask("latestRuns", { folder: folder.path });
    const details = await service.ask("details", {
      folder: folder.path,
      identity: "pipelines.ts#both",
      run: run?.view.id ?? "",
      step: "first",
    });
    assert.match(details.log?.text ?? "", /the first speaks/);
    command.kill();
    await runIn(service, "interrupted", "second", "interrupted");
    const [after] = await service.ask("runs", { folder: folder.path, limit: 1 });
    assert.equal(after?.status, "interrupted");
  });

  it("goes on when the folder is removed, and answers what it can", async () => {
    await using folder = await workspace({ "pipelines.ts": pipelines, "puppet.ts": puppetFile });
    await using service = startService(folder.env);
    await openFolder(service, folder.path);
    await rm(folder.path, { recursive: true });
    service.send({ type: "changed", files: [path.join(folder.path, "pipelines.ts")] });
    await service.next(
      (message): message is MessageOf<"definitions"> => message.type === "definitions" && message.definitions.length === 0,
    );
    assert.deepEqual(await service.ask("runs", { folder: folder.path, limit: 10 }), []);
  });

  it("reads a store whose database is damaged", async () => {
    await using folder = await workspace({
      "quick.ts": `import { pipeline, step } from "stepwright";\nconst one = step(() => 1);\nexport const quick = pipeline(() => one());\n`,
    });
    assert.equal((await folder.stepwright("run", "quick.ts")).status, 0);
    await folder.write({ ".stepwright/stepwright.db": "not a database" });
    await using service = startService(folder.env);
    await openFolder(service, folder.path);
    const runs = await service.ask("runs", { folder: folder.path, limit: 10 });
    assert.deepEqual(
      runs.map(({ pipeline, status }) => `${pipeline} ${status}`),
      ["quick completed"],
    );
  });

  const quick = `import { pipeline, step } from "stepwright";\nconst one = step(() => 1);\nexport const quick = pipeline(() => one());\n`;
  /** A folder with a run that waits for the database: the first of all makes it, the second does not. */
  const waiting = async () => {
    const folder = await workspace({ "quick.ts": quick });
    for (let run = 0; run < 2; run++) assert.equal((await folder.stepwright("run", "quick.ts")).status, 0);
    const journals = (): string[] => readdirSync(path.join(folder.path, ".stepwright", "journal"));
    assert.equal(journals().length, 1);
    return { folder, journals };
  };

  it("brings the database up to date when nothing goes on, and loses no run", async () => {
    const { folder, journals } = await waiting();
    await using _ = folder;
    await using service = startService(folder.env);
    await openFolder(service, folder.path, true);
    await service.next((message): message is MessageOf<"history"> => message.type === "history" && journals().length === 0);
    assert.equal((await service.ask("runs", { folder: folder.path, limit: 10 })).length, 2);
  });

  it("does so when it ends", async () => {
    const { folder, journals } = await waiting();
    await using _ = folder;
    await using service = startService(folder.env);
    await openFolder(service, folder.path, true);
    service.send({ type: "stop" });
    assert.equal(await service.ended, 0);
    assert.deepEqual(journals(), []);
  });

  it("writes nothing into a folder that is not trusted", async () => {
    const { folder, journals } = await waiting();
    await using _ = folder;
    await using service = startService(folder.env);
    await openFolder(service, folder.path);
    service.send({ type: "stop" });
    assert.equal(await service.ended, 0);
    assert.equal(journals().length, 1);
  });

  it("ends when the process that forked it is gone", async () => {
    await using service = startService({});
    await service.next((message): message is MessageOf<"ready"> => message.type === "ready");
    service.leave();
    assert.equal(await service.ended, 0);
  });
});
