import assert from "node:assert/strict";
import * as vscode from "vscode";
import { open, until, uriOf } from "./support.ts";

const ours = (file: string): vscode.Diagnostic[] =>
  vscode.languages.getDiagnostics(uriOf(file)).filter(({ source }) => source === "stepwright");

describe("problems", () => {
  it("stand there while something is typed, with a code, a page and what mends them", async () => {
    const editor = await open("src/small.ts");
    const text = editor.document.getText();
    const wrong = text.replace(
      "=> double(value));",
      '=> {\n  const one = double(value);\n  double.withOptions({ after: ["doubel"] })(one);\n});',
    );
    await editor.edit((edit) => edit.replace(new vscode.Range(0, 0, editor.document.lineCount, 0), wrong));
    const [problem] = await until(
      () => ours("src/small.ts"),
      (found) => found.length > 0,
    );
    assert.ok(problem);
    assert.equal(typeof problem.code === "object" ? problem.code.value : undefined, "SW1008");
    const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
      "vscode.executeCodeActionProvider",
      uriOf("src/small.ts"),
      problem.range,
    );
    const fix = actions.find(({ title, edit }) => title.includes("double") && edit !== undefined);
    assert.ok(fix?.edit, `There are only: ${actions.map(({ title }) => title).join(", ")}`);
    await vscode.workspace.applyEdit(fix.edit);
    await until(
      () => ours("src/small.ts"),
      (found) => found.length === 0,
    );
    await vscode.commands.executeCommand("workbench.action.files.revert");
  });
});
