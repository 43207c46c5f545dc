import * as vscode from "vscode";

/** Opens a file with the cursor at a place; lines and columns from 1. */
export const showPlace = async (file: vscode.Uri, line: number, column = 1): Promise<void> => {
  const position = new vscode.Position(Math.max(0, line - 1), Math.max(0, column - 1));
  const range = new vscode.Range(position, position);
  const document = await vscode.workspace.openTextDocument(file);
  // Beside a graph the code belongs in the editor that has code already.
  const open = vscode.window.visibleTextEditors.find((editor) => editor.document.uri.toString() === file.toString());
  await vscode.window.showTextDocument(document, {
    selection: range,
    ...(open?.viewColumn !== undefined && { viewColumn: open.viewColumn }),
  });
};
