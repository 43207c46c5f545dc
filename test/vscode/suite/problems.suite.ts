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
    assert.ok(typeof problem.code === "object");
    assert.equal(problem.code.value, "SW1008");
    // The link of the code opens what is written about it.
    assert.equal(problem.code.target.fragment, "sw1008");
    const page = await vscode.workspace.openTextDocument(problem.code.target.with({ fragment: "" }));
    assert.match(page.getText(), /^#+ SW1008/m);
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

  const fixes: readonly { readonly title: string; readonly code: string; readonly wrong: string; readonly right: string }[] = [
    {
      title: "Return an array literal",
      code: "SW1012",
      wrong:
        "const measure = step((full: boolean): [number, string] => {\n  const pair: [number, string] = [1, 'a'];\n  if (full) return [2, 'b'];\n  return pair;\n});",
      right: "return [pair[0], pair[1]];",
    },
    {
      title: "Return outputs by name",
      code: "SW1041",
      wrong: "const fit = step((size: number) => {\n  const [model, score] = [size, 1];\n  return [model, score];\n});",
      right: "return outputs({ model, score });",
    },
    {
      title: 'Rename the id to "first_2"',
      code: "SW1002",
      wrong:
        "const load = step(() => 1);\nexport const small = pipeline(() => {\n  load.withOptions({ id: 'first' })();\n  load.withOptions({ id: 'first' })();\n});",
      right: 'load.withOptions({ id: "first_2" })();',
    },
    {
      title: "Pass it as an artifact",
      code: "SW1006",
      wrong:
        "const count = step((values: Map<string, number>) => values.size);\nexport const small = pipeline(() => count(new Map([['a', 1]])));",
      right: "count(externalArtifact(new Map([['a', 1]])))",
    },
  ];
  for (const { title, code, wrong, right } of fixes) {
    it(`of ${code} are mended by "${title}"`, async () => {
      const editor = await open("src/small.ts");
      const all = new vscode.Range(0, 0, editor.document.lineCount, 0);
      await editor.edit((edit) => edit.replace(all, `import { pipeline, step } from "stepwright";\n${wrong}\n`));
      const problem = (): vscode.Diagnostic | undefined =>
        ours("src/small.ts").find((each) => typeof each.code === "object" && each.code.value === code);
      // The problem is told again when the types are known, and for a moment there is none.
      const mend = await until(
        async () => {
          const at = problem();
          if (at === undefined) return undefined;
          const provider = "vscode.executeCodeActionProvider";
          const actions = await vscode.commands.executeCommand<vscode.CodeAction[]>(provider, editor.document.uri, at.range);
          return actions.find((action) => action.title === title)?.edit;
        },
        (edit) => edit !== undefined,
      );
      assert.ok(mend);
      await vscode.workspace.applyEdit(mend);
      await until(problem, (found) => found === undefined);
      assert.ok(editor.document.getText().includes(right), editor.document.getText());
      await vscode.commands.executeCommand("workbench.action.files.revert");
    });
  }

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
