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
    // The problem is told again when the types are known, and for a moment there is none.
    const edit = await until(
      async () => {
        const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(
          "vscode.executeCodeActionProvider",
          uriOf("src/small.ts"),
          problem.range,
        );
        return actions.find(({ title, edit: change }) => title.includes("double") && change !== undefined)?.edit;
      },
      (change) => change !== undefined,
    );
    assert.ok(edit);
    await vscode.workspace.applyEdit(edit);
    await until(
      () => ours("src/small.ts"),
      (found) => found.length === 0,
    );
    await vscode.commands.executeCommand("workbench.action.files.revert");
  });

  it("tell what only the types show, and go when it is mended while it is typed", async () => {
    const editor = await open("src/small.ts");
    const write = (text: string): Thenable<boolean> =>
      editor.edit((edit) => edit.replace(new vscode.Range(0, 0, editor.document.lineCount, 0), text));
    const splitting = (type: string): string => `import { pipeline, step } from "stepwright";
type Measured = ${type};
const measure = step((): Measured[0] => [1, 2]);
export const small = pipeline(() => {
  const [low, high] = measure();
  return low;
});
`;
    const codes = (): string[] => ours("src/small.ts").map(({ code }) => (typeof code === "object" ? String(code.value) : ""));
    await write(splitting("[number[]]"));
    await until(codes, (found) => found.join() === "SW1009");
    await write(splitting("[[number, number]]"));
    await until(codes, (found) => found.length === 0);
    await vscode.commands.executeCommand("workbench.action.files.revert");
  });

  it("tell a missing annotation where annotations are asked for, and add the one that the checker infers", async () => {
    const configuration = vscode.workspace.getConfiguration("stepwright");
    await configuration.update("enforceTypeAnnotations", true, vscode.ConfigurationTarget.Global);
    try {
      const editor = await open("src/traced.ts");
      const problems = await until(
        () => ours("src/traced.ts"),
        (found) => found.length > 0,
      );
      assert.deepEqual(
        problems.map(({ code, range }) => [typeof code === "object" ? code.value : code, range.start.line + 1]),
        [["SW1032", 3]],
      );
      // The fix needs the type, which the checker finds out after the problem itself was told.
      const fixes = await until(
        () =>
          vscode.commands.executeCommand<vscode.CodeAction[]>("vscode.executeCodeActionProvider", editor.document.uri, problems[0]?.range),
        (actions) => actions.some(({ title }) => title === "Annotate the return type as `number`"),
      );
      const fix = fixes.find(({ title }) => title === "Annotate the return type as `number`");
      assert.ok(fix?.edit);
      await vscode.workspace.applyEdit(fix.edit);
      await until(
        () => ours("src/traced.ts"),
        (found) => found.length === 0,
      );
      assert.match(editor.document.lineAt(2).text, /step\(\(value: number\): number => \{/);
    } finally {
      await vscode.commands.executeCommand("workbench.action.files.revert");
      await configuration.update("enforceTypeAnnotations", undefined, vscode.ConfigurationTarget.Global);
    }
  });
});
