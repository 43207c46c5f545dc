import * as vscode from "vscode";
import { sampleTsconfig } from "./sample.ts";

/** The declaration file that stands for the package in a folder that has not installed it. */
const typesFileName = "stepwright-env.d.ts";

/**
 * Writes the types of the package into a folder, and a `tsconfig.json` where there is none that could include them. What is there already
 * is left as it is, except for an older version of the types.
 *
 * @param extension where the extension is installed
 */
export const addTypes = async (extension: vscode.Uri, folder: vscode.Uri): Promise<void> => {
  const types = vscode.Uri.joinPath(extension, "dist", "types", typesFileName);
  await vscode.workspace.fs.copy(types, vscode.Uri.joinPath(folder, typesFileName), { overwrite: true });
  const tsconfig = vscode.Uri.joinPath(folder, "tsconfig.json");
  if (!(await exists(tsconfig))) await vscode.workspace.fs.writeFile(tsconfig, Buffer.from(sampleTsconfig));
};

/** Whether a folder can import the package: by its types file, or because it is installed there or above. */
export const hasTypes = async (folder: vscode.Uri): Promise<boolean> => {
  if (await exists(vscode.Uri.joinPath(folder, typesFileName))) return true;
  for (let at = folder; ; at = vscode.Uri.joinPath(at, "..")) {
    if (await exists(vscode.Uri.joinPath(at, "node_modules", "stepwright"))) return true;
    if (vscode.Uri.joinPath(at, "..").path === at.path) return false;
  }
};

export const exists = async (uri: vscode.Uri): Promise<boolean> => {
  try {
    await vscode.workspace.fs.stat(uri);
    return true;
  } catch {
    return false;
  }
};
