import assert from "node:assert/strict";
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

  it("answer a hover at once", async () => {
    const line = await lineOf("sample.ts", "const sums = sumByRegion");
    const times: number[] = [];
    for (let round = 0; round < 15; round++) {
      const start = performance.now();
      await hoverAt("sample.ts", line, "sums");
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
