import { join } from "node:path";
import * as vscode from "vscode";

/** The folder that is open. */
export const folder = (): string => {
  const open = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
  if (open === undefined) throw new Error("No folder is open.");
  return open;
};

export const uriOf = (file: string): vscode.Uri => vscode.Uri.file(join(folder(), file));

/** Opens a file of the folder in an editor. */
export const open = async (file: string): Promise<vscode.TextEditor> =>
  vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uriOf(file)));

/** Asks again and again until the answer will do; the error says what it was last. */
export const until = async <T>(ask: () => Thenable<T> | T, isGood: (answer: T) => boolean, patience = 60_000): Promise<T> => {
  for (const start = Date.now(); ;) {
    const answer = await ask();
    if (isGood(answer)) return answer;
    if (Date.now() - start > patience)
      throw new Error(`It did not come to be. The last answer: ${JSON.stringify([answer]).slice(0, 2000)}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
};

export const lensesOf = async (file: string): Promise<vscode.CodeLens[]> =>
  vscode.commands.executeCommand<vscode.CodeLens[]>("vscode.executeCodeLensProvider", uriOf(file), 1000);

/** Words of the lenses, a line of the file each: `4: Run | Debug`. */
export const lensLines = async (file: string): Promise<string[]> => {
  const lines = new Map<number, string[]>();
  for (const { range, command } of await lensesOf(file)) {
    const line = range.start.line + 1;
    lines.set(line, [...(lines.get(line) ?? []), (command?.title ?? "").replaceAll(/\$\([^)]*\)\s?/g, "")]);
  }
  return [...lines].sort(([a], [b]) => a - b).map(([line, words]) => `${String(line)}: ${words.join(" | ")}`);
};

/** Names of the pipelines and steps that the editor knows. */
export const symbolsNamed = async (query: string): Promise<string[]> => {
  const found = await vscode.commands.executeCommand<vscode.SymbolInformation[]>("vscode.executeWorkspaceSymbolProvider", query);
  return found.filter(({ containerName }) => /^(pipeline|step) in /.test(containerName)).map(({ name }) => name);
};

/** Runs a pipeline to its end, as a task. @returns its exit status */
export const runTask = async (pipeline: string): Promise<number | undefined> => {
  const tasks = await until(
    () => vscode.tasks.fetchTasks({ type: "stepwright" }),
    (found) => found.some(({ name }) => name === pipeline),
  );
  const task = tasks.find(({ name }) => name === pipeline);
  if (task === undefined) throw new Error(`There is no task ${pipeline}.`);
  const ended = new Promise<number | undefined>((resolve) => {
    const waiting = vscode.tasks.onDidEndTaskProcess(({ execution, exitCode }) => {
      if (execution.task.name !== pipeline) return;
      waiting.dispose();
      resolve(exitCode);
    });
  });
  await vscode.tasks.executeTask(task);
  return ended;
};

/** Something that was measured, for the report. */
export const note = (text: string): void => {
  const all: { notes?: string[] } = globalThis as { notes?: string[] };
  (all.notes ??= []).push(text);
};
