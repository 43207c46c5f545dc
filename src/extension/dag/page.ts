import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { panelDocument } from "./panel-document.ts";

/** Where the panel's own files lie, and nothing else that it may read. */
export const panelRoot = (extension: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extension, "dist", "webview");

/** The page of the panel. It is set once; from then on there are messages. */
export const pageOf = (webview: vscode.Webview, extension: vscode.Uri): string => {
  const address = (file: string): string => webview.asWebviewUri(vscode.Uri.joinPath(panelRoot(extension), file)).toString();
  return panelDocument({
    cspSource: webview.cspSource,
    style: address("dag.css"),
    script: address("dag.js"),
    nonce: randomBytes(16).toString("base64"),
    language: vscode.env.language,
    title: vscode.l10n.t("Pipeline graph"),
    texts: vscode.l10n.bundle,
  });
};
