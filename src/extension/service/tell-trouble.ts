import * as vscode from "vscode";
import { boxText } from "../texts.ts";
import type { ServiceClient } from "./service-client.ts";

/** Tells what is wrong with the history of a folder, once as long as the editor is open, and writes it to the log each time. */
export const tellTrouble = (client: ServiceClient, log: vscode.LogOutputChannel): vscode.Disposable => {
  const told = new Set<string>();
  return client.onMessage((message) => {
    if (message.type !== "trouble") return;
    const { folder, failure } = message;
    log.warn(`${failure.code} ${failure.message} ${failure.help}`);
    const key = `${folder}#${failure.code}`;
    if (told.has(key)) return;
    told.add(key);
    void vscode.window.showWarningMessage(boxText(failure));
  });
};
