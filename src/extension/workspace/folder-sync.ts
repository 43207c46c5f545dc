import * as vscode from "vscode";
import type { ServiceFolder } from "../../runner/model/service.ts";
import { Disposables, type Ending } from "../disposables.ts";
import { languages, section, settings } from "../ids.ts";
import type { ServiceClient } from "../service/service-client.ts";

/** Changes on disk are told at most this often, in milliseconds: a checkout changes thousands of files at once. */
const batch = 100;
/** A text is told when nobody has typed for so long, in milliseconds. */
const pause = 120;

const sourceFile = /\.[cm]?[jt]sx?$/;
const watched = "**/{*.ts,*.tsx,*.mts,*.cts,*.js,*.jsx,*.mjs,*.cjs,.gitignore,tsconfig*.json,package.json}";

/** Tells the service which folders are open, what editors hold, and what changes on disk. */
export class FolderSync implements vscode.Disposable {
  readonly #client: ServiceClient;
  readonly #disposables = new Disposables();
  readonly #changed = new Set<string>();
  readonly #typing = new Map<string, NodeJS.Timeout>();
  #watcher: vscode.FileSystemWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;

  constructor(client: ServiceClient) {
    this.#client = client;
    const add = (item: Ending): unknown => this.#disposables.add(item);
    add(client.onDidStart(() => this.#tellAll()));
    add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#tellFolders()));
    add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#tellFolders()));
    add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(section)) this.#tellFolders();
      }),
    );
    add(vscode.workspace.onDidChangeTextDocument(({ document, contentChanges }) => contentChanges.length > 0 && this.#typed(document)));
    add(vscode.workspace.onDidCloseTextDocument((document) => this.#closed(document)));
    add(vscode.workspace.onDidSaveTextDocument((document) => this.#closed(document)));
  }

  dispose(): void {
    clearTimeout(this.#timer);
    for (const timer of this.#typing.values()) clearTimeout(timer);
    this.#watcher?.dispose();
    this.#disposables.dispose();
  }

  #tellAll(): void {
    this.#tellFolders();
    for (const document of vscode.workspace.textDocuments) if (document.isDirty) this.#typed(document);
    // Only a service that runs has an interest in what changes on disk.
    if (this.#watcher !== undefined) return;
    this.#watcher = vscode.workspace.createFileSystemWatcher(watched);
    this.#watcher.onDidCreate((uri) => this.#onDisk(uri));
    this.#watcher.onDidChange((uri) => this.#onDisk(uri));
    this.#watcher.onDidDelete((uri) => this.#onDisk(uri));
  }

  #tellFolders(): void {
    const folders = (vscode.workspace.workspaceFolders ?? []).filter(({ uri }) => uri.scheme === "file").map(({ uri }) => optionsOf(uri));
    this.#client.send({ type: "folders", folders });
  }

  #typed(document: vscode.TextDocument): void {
    if (!isSource(document)) return;
    const file = document.uri.fsPath;
    clearTimeout(this.#typing.get(file));
    this.#typing.set(
      file,
      setTimeout(() => {
        this.#typing.delete(file);
        if (document.isClosed) return;
        // A change that is taken back leaves the text of the disk.
        if (document.isDirty) this.#client.send({ type: "edited", file, text: document.getText() });
        else this.#client.send({ type: "closed", file });
      }, pause),
    );
  }

  #closed(document: vscode.TextDocument): void {
    if (!isSource(document)) return;
    const file = document.uri.fsPath;
    clearTimeout(this.#typing.get(file));
    this.#typing.delete(file);
    this.#client.send({ type: "closed", file });
  }

  #onDisk(uri: vscode.Uri): void {
    if (uri.scheme !== "file" || /[\\/](node_modules|\.stepwright)[\\/]/.test(uri.fsPath)) return;
    this.#changed.add(uri.fsPath);
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#client.send({ type: "changed", files: [...this.#changed] });
      this.#changed.clear();
    }, batch);
  }
}

const isSource = (document: vscode.TextDocument): boolean =>
  document.uri.scheme === "file" && (languages.includes(document.languageId) || sourceFile.test(document.uri.fsPath));

const optionsOf = (uri: vscode.Uri): ServiceFolder => {
  const configuration = vscode.workspace.getConfiguration(section, uri);
  return {
    path: uri.fsPath,
    exclude: configuration.get<readonly string[]>(settings.exclude, []),
    trusted: vscode.workspace.isTrusted,
    enforceTypeAnnotations: configuration.get<boolean>(settings.enforceTypeAnnotations, false),
  };
};
