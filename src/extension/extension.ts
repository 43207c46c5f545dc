import * as vscode from "vscode";

/** VS Code calls this once, when the extension is first needed. */
export function activate(context: vscode.ExtensionContext): void {
  const log = vscode.window.createOutputChannel("Stepwright", { log: true });
  context.subscriptions.push(log);
  log.info("Stepwright is active.");
}
