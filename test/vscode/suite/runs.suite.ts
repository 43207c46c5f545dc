import assert from "node:assert/strict";
import { readFile, rename } from "node:fs/promises";
import * as vscode from "vscode";
import { lensLines, note, open, runTask, until, uriOf } from "./support.ts";

const textOf = (hovers: readonly vscode.Hover[]): string =>
  hovers
    .flatMap(({ contents }) => contents)
    .map((content) => (content instanceof vscode.MarkdownString ? content.value : JSON.stringify(content)))
    .join("\n");

const hoverAt = async (file: string, line: number, word: string): Promise<string> => {
  const document = await vscode.workspace.openTextDocument(uriOf(file));
  const column = document.lineAt(line - 1).text.indexOf(word);
  assert.ok(column >= 0, `Line ${String(line)} has no ${word}.`);
  const position = new vscode.Position(line - 1, column + 1);
  return textOf(await vscode.commands.executeCommand<vscode.Hover[]>("vscode.executeHoverProvider", document.uri, position));
};

const lineOf = async (file: string, text: string): Promise<number> => {
  const document = await vscode.workspace.openTextDocument(uriOf(file));
  const at = document.getText().indexOf(text);
  assert.ok(at >= 0);
  return document.positionAt(at).line + 1;
};

describe("runs", () => {
  it("run as a task, and their lenses stay as many", async () => {
    await open("sample.ts");
    const before = await until(
      () => lensLines("sample.ts"),
      (lines) => lines.length === 5,
    );
    const said: string[] = [];
    const watching = setInterval(() => void lensLines("sample.ts").then((lines) => said.push(lines.join("\n"))), 20);
    try {
      assert.equal(await runTask("salesReport"), 0);
    } finally {
      clearInterval(watching);
    }
    const tasks = (await vscode.tasks.fetchTasks({ type: "stepwright" })).map(({ source, name }) => `${source}: ${name}`);
    assert.deepEqual(
      tasks.sort(),
      ["noted", "salesReport", "small", "traced"].map((name) => `stepwright: ${name}`),
    );
    // The process of a run lives longer than the run.
    assert.deepEqual(
      said.filter((lines) => lines.includes("starting") && lines.includes("completed")),
      [],
    );
    const after = await until(
      () => lensLines("sample.ts"),
      (lines) => lines.filter((line) => line.includes("completed")).length === 4,
    );
    const count = (lines: readonly string[]): number[] => lines.map((line) => line.split(" | ").length);
    assert.deepEqual(count(after), count(before));
  });

  it("show the last value of a variable, a call and a definition", async () => {
    const line = await lineOf("sample.ts", "const sums = sumByRegion");
    const declared = await until(
      () => hoverAt("sample.ts", line, "sums"),
      (text) => text.includes("North"),
    );
    assert.match(declared, /\*\*sumByRegion\\?\.output\*\*/);
    assert.match(declared, /"North": 51/);
    const called = await hoverAt("sample.ts", await lineOf("sample.ts", "const peak = best"), "best");
    assert.match(called, /\*\*best\*\*/);
    const defined = await hoverAt("sample.ts", await lineOf("sample.ts", "export const loadSales"), "loadSales");
    assert.match(defined, /\| month \| region \| sold \|/);
    assert.match(defined, /data:image\/svg\+xml;base64,/);
    assert.match(defined, /command:stepwright\.showArtifact/);
  });

  it("answer a hover at once, from what is stored with the run: the value may be gone, and no code is loaded", async () => {
    assert.equal(await runTask("noted"), 0);
    const loads = async (): Promise<string> => readFile(uriOf("loaded.log").fsPath, "utf8");
    const loaded = await loads();
    const [values, elsewhere] = [uriOf(".stepwright/artifacts/objects").fsPath, uriOf("elsewhere").fsPath];
    await rename(values, elsewhere);
    // One that has seen the run go by might remember its values.
    await vscode.commands.executeCommand("stepwright.restartService");
    const places = [
      ["const facts", "facts"],
      ["const facts = survey", "survey"],
      ["export const survey", "survey"],
    ] as const;
    for (const [text, word] of places) {
      const line = await lineOf("src/noted.ts", text);
      const said = await until(
        () => hoverAt("src/noted.ts", line, word),
        (hover) => hover.includes("sold"),
      );
      assert.match(said, /"north": \{\s+"sold": 51\s+\},\s+"south": \{\s+"sold": 52\s+\}/, word);
      for (const link of ["showArtifact", "showRun", "showStepLog", "showWhy"])
        assert.ok(said.includes(`command:stepwright.${link}?`), link);
    }
    // A name for what a loop has made tells the last value, and names all.
    const grown = await hoverAt("src/noted.ts", await lineOf("src/noted.ts", "const grown"), "grown");
    assert.match(grown, /```text\s+33\s/);
    assert.match(grown.replaceAll(/\]\([^)]*\)/g, "]"), /The last of 3: \[grow\S*\] · \[grow\\?_2\S*\] · \[grow\\?_3\S*\]/);
    assert.equal(await loads(), loaded);
    await rename(elsewhere, values);

    const line = await lineOf("src/noted.ts", "const facts = survey");
    const times: number[] = [];
    for (let round = 0; round < 15; round++) {
      const start = performance.now();
      await hoverAt("src/noted.ts", line, "survey");
      times.push(performance.now() - start);
    }
    const middle = times.sort((a, b) => a - b)[7] ?? 0;
    note(`A hover, with the one of TypeScript: ${middle.toFixed(1)} ms.`);
  });

  it("say that everything comes from the cache the second time", async () => {
    assert.equal(await runTask("salesReport"), 0);
    await until(
      () => lensLines("sample.ts"),
      (lines) => lines.filter((line) => line.includes("cached")).length === 4,
    );
  });
});
