import * as vscode from "vscode";
import { commands, languages } from "../ids.ts";
import { samplePipeline } from "./sample.ts";
import { addTypes, exists, hasTypes } from "./types-file.ts";

/** What helps in the first minutes: a sample, and types where the package is not installed. */
export const registerStart = (extension: vscode.Uri): vscode.Disposable =>
  vscode.Disposable.from(
    vscode.commands.registerCommand(commands.createSample, () => createSample(extension)),
    vscode.commands.registerCommand(commands.addTypes, async () => {
      const folder = await chooseFolder();
      if (folder === undefined) return;
      await addTypes(extension, folder);
      // The editor's compiler keeps a file that is open in the project that it found it in, and does not look for the module again.
      await vscode.commands.executeCommand("typescript.restartTsServer").then(undefined, () => undefined);
    }),
    vscode.languages.registerCodeActionsProvider(
      languages.map((language) => ({ language, scheme: "file" })),
      { provideCodeActions: (_document, _range, { diagnostics }) => addTypesFix(diagnostics) },
      { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
    ),
  );

/** Writes a pipeline that runs, under a name that is free, and opens it. */
const createSample = async (extension: vscode.Uri): Promise<void> => {
  const folder = await chooseFolder();
  if (folder === undefined) return;
  const file = await freeName(folder, "pipeline", ".ts");
  await vscode.workspace.fs.writeFile(file, Buffer.from(samplePipeline));
  if (!(await hasTypes(folder))) await addTypes(extension, folder);
  // It is the person's file now, and stays open when they look at another.
  const editor = await vscode.window.showTextDocument(file, { preview: false });
  // What runs it stands above the pipeline, which is at the end.
  const at = editor.document.positionAt(samplePipeline.indexOf("export const salesReport"));
  editor.selection = new vscode.Selection(at, at);
  editor.revealRange(new vscode.Range(at, at), vscode.TextEditorRevealType.InCenter);
};

/** Offered where the compiler does not find the package. */
const addTypesFix = (diagnostics: readonly vscode.Diagnostic[]): vscode.CodeAction[] => {
  const unresolved = diagnostics.filter(
    ({ source, message }) => source === "ts" && /^Cannot find module '"?stepwright"?'/.test(message.replaceAll("‘", "'")),
  );
  if (unresolved.length === 0) return [];
  const action = new vscode.CodeAction(vscode.l10n.t("Add Stepwright types"), vscode.CodeActionKind.QuickFix);
  action.command = { title: action.title, command: commands.addTypes };
  action.diagnostics = unresolved;
  action.isPreferred = true;
  return [action];
};

const chooseFolder = async (): Promise<vscode.Uri | undefined> => {
  const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file");
  const active = vscode.window.activeTextEditor && vscode.workspace.getWorkspaceFolder(vscode.window.activeTextEditor.document.uri);
  if (folders.length < 2) {
    if (folders.length === 0) await offerFolder();
    return folders[0]?.uri;
  }
  return active?.uri ?? (await vscode.window.showWorkspaceFolderPick())?.uri;
};

const offerFolder = async (): Promise<void> => {
  const open = vscode.l10n.t("Open Folder");
  const chosen = await vscode.window.showInformationMessage(vscode.l10n.t("A pipeline needs a folder to be in."), open);
  if (chosen === open) await vscode.commands.executeCommand("vscode.openFolder");
};

const freeName = async (folder: vscode.Uri, stem: string, ending: string): Promise<vscode.Uri> => {
  for (let number = 1; ; number++) {
    const uri = vscode.Uri.joinPath(folder, number === 1 ? `${stem}${ending}` : `${stem}-${String(number)}${ending}`);
    if (!(await exists(uri))) return uri;
  }
};
