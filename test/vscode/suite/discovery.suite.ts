import assert from "node:assert/strict";
import * as vscode from "vscode";
import { lensLines, open, symbolsNamed, until, uriOf } from "./support.ts";

describe("discovery", () => {
  it("finds pipelines and steps of the folder, as symbols and as lenses", async () => {
    await open("src/small.ts");
    assert.deepEqual(
      await until(
        () => lensLines("src/small.ts"),
        (lines) => lines.length === 2,
      ),
      ["3: not run yet | Run step | Debug with last inputs", "8: Run | Debug | Run with… | Graph"],
    );
    await until(
      () => symbolsNamed("salesReport"),
      (names) => names.join() === "salesReport",
    );
  });

  it("follows text that is not saved", async () => {
    const editor = await open("src/small.ts");
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), "export const extra = step(() => 1);\n"));
    await until(
      () => symbolsNamed("extra"),
      (names) => names.includes("extra"),
    );
    await vscode.commands.executeCommand("workbench.action.files.revert");
    await until(
      () => symbolsNamed("extra"),
      (names) => names.length === 0,
    );
  });

  it("keeps what a file defined while its text does not parse", async () => {
    const editor = await open("src/small.ts");
    await editor.edit((edit) => edit.insert(new vscode.Position(1, 0), "export const extra = step(() => 1);\n"));
    const lenses = await until(
      () => lensLines("src/small.ts"),
      (lines) => lines.some((line) => line.startsWith("2: ")),
    );
    await editor.edit((edit) => edit.insert(new vscode.Position(2, 0), "const half = (\n"));
    // What is asked later is answered later: by then the text has been read.
    const make = new vscode.WorkspaceEdit();
    make.createFile(uriOf("later.ts"), {
      contents: Buffer.from('import { step } from "stepwright";\nexport const later = step(() => 1);\n'),
    });
    await vscode.workspace.applyEdit(make);
    await until(
      () => symbolsNamed("later"),
      (names) => names.length === 1,
    );
    assert.deepEqual(await symbolsNamed("extra"), ["extra"]);
    assert.equal((await lensLines("src/small.ts")).length, lenses.length);
    // What is reverted is the editor in front; a debugger that was here before may have brought another one there.
    await open("src/small.ts");
    await vscode.commands.executeCommand("workbench.action.files.revert");
    const remove = new vscode.WorkspaceEdit();
    remove.deleteFile(uriOf("later.ts"));
    await vscode.workspace.applyEdit(remove);
    await until(
      async () => [...(await symbolsNamed("extra")), ...(await symbolsNamed("later"))],
      (names) => names.length === 0,
    );
  });

  it("follows a file that is made, renamed and removed", async () => {
    const source = 'import { step } from "stepwright";\nexport const fresh = step(() => 1);\n';
    const make = new vscode.WorkspaceEdit();
    make.createFile(uriOf("fresh.ts"), { contents: Buffer.from(source) });
    await vscode.workspace.applyEdit(make);
    await until(
      () => symbolsNamed("fresh"),
      (names) => names.length === 1,
    );
    const rename = new vscode.WorkspaceEdit();
    rename.renameFile(uriOf("fresh.ts"), uriOf("src/renamed.ts"));
    await vscode.workspace.applyEdit(rename);
    await until(
      async () => {
        const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>("vscode.executeWorkspaceSymbolProvider", "fresh");
        return found.map(({ containerName }) => containerName).filter((container) => container.startsWith("step in"));
      },
      (containers) => containers.join() === "step in src/renamed.ts",
    );
    const remove = new vscode.WorkspaceEdit();
    remove.deleteFile(uriOf("src/renamed.ts"));
    await vscode.workspace.applyEdit(remove);
    await until(
      () => symbolsNamed("fresh"),
      (names) => names.length === 0,
    );
  });
});
