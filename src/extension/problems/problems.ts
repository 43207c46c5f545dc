import { isAbsolute, join, sep } from "node:path";
import * as vscode from "vscode";
import type { Finding, Fix } from "../../runner/model/finding.ts";
import { Disposables, type Ending } from "../disposables.ts";
import { languages } from "../ids.ts";
import type { ServiceClient } from "../service/service-client.ts";

/** What the analyzer has to say of the sources, in the Problems panel, with what mends it. */
export class Problems implements vscode.CodeActionProvider, vscode.Disposable {
  readonly #extension: vscode.Uri;
  readonly #collection = vscode.languages.createDiagnosticCollection("stepwright");
  readonly #disposables = new Disposables();
  /** What mends a problem, by the problem as the editor hands it back. */
  readonly #fixes = new Map<string, { readonly folder: string; readonly fixes: readonly Fix[] }[]>();

  constructor(extension: vscode.Uri, client: ServiceClient) {
    this.#extension = extension;
    const add = (item: Ending): unknown => this.#disposables.add(item);
    add(this.#collection);
    add(client.onDidStart(() => this.#clear()));
    add(
      client.onMessage((message) => {
        if (message.type === "findings") this.#show(message.folder, message.file, message.findings);
        // All that there is to say of the folder is said anew after it.
        else if (message.type === "discovered") this.#forget(message.folder);
      }),
    );
    add(
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const { uri } of removed) this.#forget(uri.fsPath);
      }),
    );
    add(
      vscode.languages.registerCodeActionsProvider(
        languages.map((language) => ({ language, scheme: "file" })),
        this,
        { providedCodeActionKinds: [vscode.CodeActionKind.QuickFix] },
      ),
    );
  }

  provideCodeActions(document: vscode.TextDocument, _range: vscode.Range, { diagnostics }: vscode.CodeActionContext): vscode.CodeAction[] {
    return diagnostics.flatMap((diagnostic) => {
      const found = this.#fixes.get(keyOf(document.uri, diagnostic)) ?? [];
      return found.flatMap(({ folder, fixes }) =>
        fixes.map((fix, index) => actionOf(folder, fix, diagnostic, index === 0 && fixes.length === 1)),
      );
    });
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #clear(): void {
    this.#collection.clear();
    this.#fixes.clear();
  }

  #forget(folder: string): void {
    const stale: vscode.Uri[] = [];
    this.#collection.forEach((uri, diagnostics) => {
      if (!uri.fsPath.startsWith(`${folder}${sep}`)) return;
      for (const diagnostic of diagnostics) this.#fixes.delete(keyOf(uri, diagnostic));
      stale.push(uri);
    });
    // At once: each call is a message to the window.
    this.#collection.set(stale.map((uri) => [uri, undefined]));
  }

  #show(folder: string, file: string, findings: readonly Finding[]): void {
    const uri = vscode.Uri.file(join(folder, file));
    for (const diagnostic of this.#collection.get(uri) ?? []) this.#fixes.delete(keyOf(uri, diagnostic));
    // What does not parse is said by the editor itself.
    const shown = findings.filter(({ code }) => code !== "SW2001");
    const diagnostics = shown.map((finding) => this.#diagnosticOf(folder, finding));
    for (const [index, { fixes = [] }] of shown.entries()) {
      const diagnostic = diagnostics[index];
      if (diagnostic === undefined || fixes.length === 0) continue;
      const key = keyOf(uri, diagnostic);
      this.#fixes.set(key, [...(this.#fixes.get(key) ?? []), { folder, fixes }]);
    }
    this.#collection.set(uri, diagnostics.length > 0 ? diagnostics : undefined);
  }

  #diagnosticOf(folder: string, { code, message, help, related, severity, range }: Finding): vscode.Diagnostic {
    const diagnostic = new vscode.Diagnostic(rangeOf(range), `${message} ${help}`, severityOf(severity));
    diagnostic.source = "stepwright";
    // The page of the extension as it is installed: it is the one of this version.
    const page = vscode.Uri.joinPath(this.#extension, "docs", "errors.md").with({ fragment: code.toLowerCase() });
    diagnostic.code = { value: code, target: page };
    diagnostic.relatedInformation = (related ?? []).map(({ at, message: text }) => {
      const path = isAbsolute(at.file) ? at.file : join(folder, at.file);
      const place = new vscode.Position(at.line - 1, at.column - 1);
      return new vscode.DiagnosticRelatedInformation(new vscode.Location(vscode.Uri.file(path), place), text);
    });
    return diagnostic;
  }
}

const severityOf = (severity: Finding["severity"]): vscode.DiagnosticSeverity => {
  switch (severity) {
    case "error":
      return vscode.DiagnosticSeverity.Error;
    case "warning":
      return vscode.DiagnosticSeverity.Warning;
    case "hint":
      return vscode.DiagnosticSeverity.Hint;
    default:
      return severity satisfies never;
  }
};

const actionOf = (folder: string, fix: Fix, diagnostic: vscode.Diagnostic, preferred: boolean): vscode.CodeAction => {
  const action = new vscode.CodeAction(fix.title, vscode.CodeActionKind.QuickFix);
  const edit = new vscode.WorkspaceEdit();
  for (const { file, range, text } of fix.edits) edit.replace(vscode.Uri.file(join(folder, file)), rangeOf(range), text);
  action.edit = edit;
  action.diagnostics = [diagnostic];
  action.isPreferred = preferred;
  return action;
};

const rangeOf = ({ start, end }: Finding["range"]): vscode.Range =>
  new vscode.Range(start.line - 1, start.column - 1, end.line - 1, end.column - 1);

const keyOf = (uri: vscode.Uri, { range, message }: vscode.Diagnostic): string =>
  JSON.stringify([uri.toString(), range.start.line, range.start.character, range.end.line, range.end.character, message]);
