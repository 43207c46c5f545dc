import * as vscode from "vscode";
import type { PanelCommand, PanelMemory } from "../../runner/model/panel.ts";
import { Disposables, type Ending } from "../disposables.ts";
import { graphTab, views } from "../ids.ts";
import type { FolderDefinition } from "../workspace/definitions.ts";
import { panelRoot } from "./page.ts";
import { PanelHost, type PanelServices } from "./panel-host.ts";
import { idOf, type Shown, type ShownRun } from "./panel-state.ts";

/** The cursor is looked at when it has rested for so long, in milliseconds. */
const rest = 100;

/** The graph in our view, which follows the editor, and in editor tabs, which stay with their pipeline. */
export class Panels implements vscode.Disposable {
  readonly #services: PanelServices;
  readonly #disposables = new Disposables();
  readonly #tabs = new Map<PanelHost, vscode.WebviewPanel>();
  #view: { readonly host: PanelHost; readonly view: vscode.WebviewView } | undefined;
  #wanted: Shown = { pipeline: undefined, run: "newest" };
  #resting: NodeJS.Timeout | undefined;

  constructor(services: PanelServices) {
    this.#services = services;
    const add = (item: Ending): unknown => this.#disposables.add(item);
    add(vscode.window.registerWebviewViewProvider(views.graph, { resolveWebviewView: (view) => this.#resolveView(view) }));
    add(
      vscode.window.registerWebviewPanelSerializer(graphTab, {
        deserializeWebviewPanel: (panel, state: PanelMemory | undefined) => {
          this.#adopt(panel, state?.pipeline);
          return Promise.resolve();
        },
      }),
    );
    add(vscode.window.onDidChangeActiveTextEditor(() => this.#follow()));
    add(vscode.window.onDidChangeTextEditorSelection(() => this.#follow()));
    add(services.definitions.onDidChange(() => this.#follow()));
  }

  /** Shows a pipeline in the view. Without one: what the editor has. */
  async reveal(pipeline: FolderDefinition | undefined, run: ShownRun = "newest"): Promise<void> {
    if (pipeline !== undefined) this.#wanted = { pipeline, run };
    if (this.#view === undefined) await vscode.commands.executeCommand(`${views.graph}.focus`, { preserveFocus: true });
    else this.#view.view.show(true);
    if (pipeline !== undefined) this.#view?.host.show(pipeline, run);
  }

  /** Shows the newest run of a pipeline in the view, where it is open. */
  showIfOpen(pipeline: FolderDefinition): void {
    this.#wanted = { pipeline, run: "newest" };
    this.#view?.host.show(pipeline);
  }

  /** Opens a pipeline in an editor tab; the one that the view shows where none is named. */
  async openTab(pipeline: FolderDefinition | undefined): Promise<void> {
    const { client, definitions } = this.#services;
    client.start();
    // Before the sources are read there is none to choose.
    if (pipeline === undefined) await definitions.ready();
    const shown = pipeline ?? this.#view?.host.shown.pipeline ?? this.#nearest();
    for (const [host, panel] of this.#tabs) {
      const open = host.shown.pipeline;
      if (shown !== undefined && open !== undefined && idOf(open) === idOf(shown)) {
        panel.reveal();
        return;
      }
    }
    const panel = vscode.window.createWebviewPanel(graphTab, titleOf(shown), vscode.ViewColumn.Beside, {
      enableScripts: true,
      localResourceRoots: [panelRoot(this.#services.extension)],
    });
    this.#attach(panel).show(shown);
  }

  /** The first pipeline of the file in the editor, or else of all. */
  #nearest(): FolderDefinition | undefined {
    const { definitions } = this.#services;
    const editor = vscode.window.activeTextEditor;
    const here = editor && definitions.of(editor.document.uri).find(({ kind }) => kind === "pipeline");
    return here ?? definitions.pipelines()[0];
  }

  /** Makes sure that there is a panel to see. */
  async revealAny(): Promise<void> {
    if (![...this.#tabs.values()].some(({ active }) => active)) await this.reveal(undefined);
  }

  /** Hands a command to the panel that has the person's attention. */
  perform(command: PanelCommand): void {
    const active = [...this.#tabs].find(([, panel]) => panel.active)?.[0];
    (active ?? this.#view?.host)?.perform(command);
  }

  dispose(): void {
    clearTimeout(this.#resting);
    this.#view?.host.dispose();
    for (const [host, panel] of this.#tabs) {
      host.dispose();
      panel.dispose();
    }
    this.#disposables.dispose();
  }

  #resolveView(view: vscode.WebviewView): void {
    const host = new PanelHost(this.#services, view.webview, () => view.visible);
    this.#view = { host, view };
    // What was sent while it was hidden is lost.
    view.onDidChangeVisibility(() => host.refresh());
    view.onDidDispose(() => {
      host.dispose();
      this.#view = undefined;
    });
    host.show(this.#wanted.pipeline, this.#wanted.run);
    this.#follow();
  }

  /** A tab from before a reload. Its pipeline is known when the sources have been read. */
  #adopt(panel: vscode.WebviewPanel, id: string | undefined): void {
    const { definitions } = this.#services;
    const host = this.#attach(panel);
    const find = (): FolderDefinition | undefined => definitions.pipelines().find((pipeline) => idOf(pipeline) === id);
    host.show(find());
    if (find() !== undefined) return;
    const waiting = definitions.onDidChange(() => {
      if (find() === undefined && definitions.state === "loading") return;
      waiting.dispose();
      // One that is gone, or that nothing is known of: any pipeline says more than none.
      if (host.shown.pipeline === undefined) host.show(find() ?? this.#nearest());
    });
    panel.onDidDispose(() => {
      waiting.dispose();
    });
  }

  #attach(panel: vscode.WebviewPanel): PanelHost {
    const host = new PanelHost(this.#services, panel.webview, () => panel.visible);
    this.#tabs.set(host, panel);
    host.onDidShow((pipeline) => {
      panel.title = titleOf(pipeline);
    });
    panel.iconPath = vscode.Uri.joinPath(this.#services.extension, "media", "icon.svg");
    panel.onDidChangeViewState(() => host.refresh());
    panel.onDidDispose(() => {
      host.dispose();
      this.#tabs.delete(host);
    });
    return host;
  }

  #follow(): void {
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => void this.#followNow(), rest);
  }

  /** The view shows the pipeline of the editor, and the panels mark the step under the cursor. */
  async #followNow(): Promise<void> {
    const editor = vscode.window.activeTextEditor;
    const panels = [...(this.#view === undefined ? [] : [this.#view.host]), ...this.#tabs.keys()];
    if (editor === undefined || panels.length === 0) {
      if (this.#view?.host.shown.pipeline === undefined) this.#showAny();
      return;
    }
    const { definitions, client } = this.#services;
    const pipelines = definitions.of(editor.document.uri).filter(({ kind }) => kind === "pipeline");
    const folder = vscode.workspace.getWorkspaceFolder(editor.document.uri)?.uri.fsPath;
    if (folder === undefined || definitions.of(editor.document.uri).length === 0) {
      this.#showAny();
      return;
    }
    const { line, character } = editor.selection.active;
    const file = vscode.workspace.asRelativePath(editor.document.uri, false);
    const cursor = await client.ask("cursor", { folder, file, line: line + 1, column: character + 1 });
    if (!cursor.ok) return;
    const around = pipelines.find(({ identity }) => identity === cursor.value.pipeline);
    const shown = this.#view?.host.shown.pipeline;
    const stays = shown !== undefined && pipelines.some((pipeline) => idOf(pipeline) === idOf(shown));
    const next = this.#isRunningUnnamed(shown) ? undefined : (around ?? (stays ? undefined : pipelines[0]));
    if (next !== undefined && (shown === undefined || idOf(shown) !== idOf(next))) this.#view?.host.show(next);
    for (const host of panels) {
      const { pipeline } = host.shown;
      const same = pipeline !== undefined && pipeline.identity === cursor.value.pipeline;
      host.highlight(same ? cursor.value.invocations[0] : undefined);
    }
  }

  /** A pipeline that was renamed while it runs is shown until it has ended: under its new name there is nothing to see. */
  #isRunningUnnamed(shown: FolderDefinition | undefined): boolean {
    if (shown === undefined) return false;
    const { definitions, runs } = this.#services;
    const { folder, identity } = shown;
    return definitions.find(folder, identity) === undefined && runs.goingOf(folder, identity) !== undefined;
  }

  /** An empty view says less than any pipeline. */
  #showAny(): void {
    const [first] = this.#services.definitions.pipelines();
    if (first !== undefined && this.#view !== undefined && this.#view.host.shown.pipeline === undefined) this.#view.host.show(first);
  }
}

const titleOf = (pipeline: FolderDefinition | undefined): string => pipeline?.name ?? vscode.l10n.t("Graph");
