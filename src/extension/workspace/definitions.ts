import { join } from "node:path";
import * as vscode from "vscode";
import type { PlacedDefinition } from "../../runner/model/discovered.ts";
import type { FromService } from "../../runner/model/service.ts";
import { contextKeys } from "../ids.ts";
import type { ServiceClient } from "../service/service-client.ts";

/** A step or pipeline, with the folder that it is of. */
export interface FolderDefinition extends PlacedDefinition {
  /** Absolute path of the workspace folder. */
  readonly folder: string;
}

/** The steps and pipelines of all open folders, as the service found them. */
export class Definitions implements vscode.Disposable {
  /** Folder → file → what it defines. */
  readonly #found = new Map<string, Map<string, readonly FolderDefinition[]>>();
  readonly #discovered = new Set<string>();
  readonly #onDidChange = new vscode.EventEmitter<void>();
  readonly #subscriptions: vscode.Disposable[];
  #state: "loading" | "ready" | "failed" = "loading";
  #pending = false;

  readonly onDidChange = this.#onDidChange.event;

  constructor(client: ServiceClient) {
    this.#subscriptions = [
      client.onMessage((message) => this.#receive(message)),
      client.onDidStart(() => {
        this.#discovered.clear();
        this.#become("loading");
      }),
      client.onDidChangeState((state) => state === "failed" && this.#become("failed")),
      vscode.workspace.onDidChangeWorkspaceFolders(({ removed }) => {
        for (const { uri } of removed) this.#found.delete(uri.fsPath);
        this.#changed();
      }),
    ];
    this.#become("loading");
  }

  get state(): "loading" | "ready" | "failed" {
    return this.#state;
  }

  /** Resolves when all sources have been read, or cannot be. */
  async ready(): Promise<void> {
    if (this.#state !== "loading") return;
    await new Promise<void>((resolve) => {
      const waiting = this.onDidChange(() => {
        if (this.#state === "loading") return;
        waiting.dispose();
        resolve();
      });
    });
  }

  /** By folder, file and line. */
  all(): FolderDefinition[] {
    return [...this.#found.values()].flatMap((files) => [...files.keys()].sort().flatMap((file) => files.get(file) ?? []));
  }

  pipelines(): FolderDefinition[] {
    return this.all().filter(({ kind }) => kind === "pipeline");
  }

  /** What a file defines. */
  of(uri: vscode.Uri): readonly FolderDefinition[] {
    const folder = vscode.workspace.getWorkspaceFolder(uri)?.uri.fsPath;
    if (folder === undefined) return [];
    return this.#found.get(folder)?.get(vscode.workspace.asRelativePath(uri, false)) ?? [];
  }

  find(folder: string, identity: string): FolderDefinition | undefined {
    const file = identity.slice(0, identity.lastIndexOf("#"));
    return this.#found
      .get(folder)
      ?.get(file)
      ?.find((definition) => definition.identity === identity);
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#onDidChange.dispose();
  }

  #receive(message: FromService): void {
    if (message.type === "discovered") {
      this.#discovered.add(message.folder);
      // A file that went while nobody looked is not told of by itself.
      const files = this.#found.get(message.folder) ?? new Map<string, readonly FolderDefinition[]>();
      const there = new Set(message.files);
      for (const file of files.keys()) if (!there.has(file)) files.delete(file);
      this.#changed();
      const open = vscode.workspace.workspaceFolders ?? [];
      if (open.every(({ uri }) => uri.scheme !== "file" || this.#discovered.has(uri.fsPath))) this.#become("ready");
    }
    if (message.type !== "definitions") return;
    const files = this.#found.get(message.folder) ?? new Map<string, readonly FolderDefinition[]>();
    this.#found.set(message.folder, files);
    if (message.definitions.length === 0) files.delete(message.file);
    else
      files.set(
        message.file,
        message.definitions.map((definition) => ({ ...definition, folder: message.folder })),
      );
    this.#changed();
  }

  #become(state: "loading" | "ready" | "failed"): void {
    this.#state = state;
    void vscode.commands.executeCommand("setContext", contextKeys.discovery, state);
    this.#changed();
  }

  /** Many files are told in one go: one event is enough. */
  #changed(): void {
    if (this.#pending) return;
    this.#pending = true;
    setImmediate(() => {
      this.#pending = false;
      void vscode.commands.executeCommand("setContext", contextKeys.hasPipelines, this.pipelines().length > 0);
      this.#onDidChange.fire();
    });
  }
}

/** The place of a definition's name. */
export const locationOf = ({ folder, file, line }: Pick<FolderDefinition, "folder" | "file" | "line">): vscode.Location =>
  new vscode.Location(vscode.Uri.file(join(folder, file)), new vscode.Position(line - 1, 0));
