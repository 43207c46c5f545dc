import * as vscode from "vscode";
import { contextKeys } from "./ids.ts";
import type { RunManager } from "./run/run-manager.ts";
import type { ServiceClient } from "./service/service-client.ts";
import type { Definitions } from "./workspace/definitions.ts";
import type { Runs } from "./workspace/runs.ts";

/**
 * Tells the editor whether anything runs, whether the file that is looked at has pipelines, and whether one of them runs; and starts the
 * service for the first file that mentions the package. A run that was just started and is not recorded yet counts: it can be stopped.
 */
export const watchEditor = (client: ServiceClient, definitions: Definitions, runs: Runs, manager: RunManager): vscode.Disposable => {
  const told = new Map<string, boolean>();
  const tell = (key: string, value: boolean): void => {
    if (told.get(key) === value) return;
    told.set(key, value);
    void vscode.commands.executeCommand("setContext", key, value);
  };
  const lookAtRuns = (): void => {
    const editor = vscode.window.activeTextEditor;
    const here = editor === undefined ? [] : definitions.of(editor.document.uri);
    tell(
      contextKeys.fileRuns,
      here.some((definition) => definition.kind === "pipeline" && manager.isRunning(definition)),
    );
    tell(contextKeys.running, manager.isBusy);
  };
  const look = (editor: vscode.TextEditor | undefined): void => {
    const has = editor !== undefined && definitions.of(editor.document.uri).some(({ kind }) => kind === "pipeline");
    tell(contextKeys.fileHasPipelines, has);
    lookAtRuns();
    if (editor !== undefined && mentions(editor.document)) client.start();
  };
  const subscriptions = [
    vscode.window.onDidChangeActiveTextEditor(look),
    vscode.workspace.onDidOpenTextDocument((document) => mentions(document) && client.start()),
    vscode.workspace.onDidChangeTextDocument(({ document }) => client.state === "idle" && mentions(document) && client.start()),
    runs.onDidUpdate(lookAtRuns),
    runs.onDidChangeHistory(lookAtRuns),
    manager.onDidChange(lookAtRuns),
    definitions.onDidChange(() => look(vscode.window.activeTextEditor)),
  ];
  // Starting a process holds the host up for some milliseconds, and so did starting us: others have their turn in between.
  const first = setImmediate(() => {
    look(vscode.window.activeTextEditor);
    for (const document of vscode.workspace.textDocuments) if (mentions(document)) client.start();
  });
  return vscode.Disposable.from(...subscriptions, { dispose: () => clearImmediate(first) });
};

const mentions = (document: vscode.TextDocument): boolean =>
  /^(type|java)script(react)?$/.test(document.languageId) && document.uri.scheme === "file" && document.getText().includes("stepwright");
