import { randomBytes } from "node:crypto";
import * as vscode from "vscode";
import { textsElement } from "./page-texts.ts";

/** Hash of the empty style, which the controls of the panel set; it allows nothing else. */
const emptyStyle = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";

/** Where the panel's own files lie, and nothing else that it may read. */
export const panelRoot = (extension: vscode.Uri): vscode.Uri => vscode.Uri.joinPath(extension, "dist", "webview");

/** The page of the panel. It is set once; from then on there are messages. */
export const pageOf = (webview: vscode.Webview, extension: vscode.Uri): string => {
  const root = panelRoot(extension);
  const style = webview.asWebviewUri(vscode.Uri.joinPath(root, "dag.css")).toString();
  const script = webview.asWebviewUri(vscode.Uri.joinPath(root, "dag.js")).toString();
  const nonce = randomBytes(16).toString("base64");
  const policy = [
    "default-src 'none'",
    "img-src data:",
    `style-src ${webview.cspSource} ${emptyStyle}`,
    `font-src ${webview.cspSource}`,
    `script-src 'nonce-${nonce}'`,
    // The thread that lays out large graphs: its script is part of the page's own.
    "worker-src blob:",
  ].join("; ");
  return `<!DOCTYPE html>
<html lang="${vscode.env.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${vscode.l10n.t("Pipeline graph")}</title>
<link rel="stylesheet" href="${style}">
</head>
<body>${textsElement(vscode.l10n.bundle)}<script nonce="${nonce}" src="${script}"></script></body>
</html>`;
};
