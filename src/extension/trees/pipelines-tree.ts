import { basename, dirname } from "node:path";
import * as vscode from "vscode";
import type { GraphStep } from "../../runner/model/graph.ts";
import { Disposables, type Ending } from "../disposables.ts";
import { commands, views } from "../ids.ts";
import { countText } from "../lenses/lens-provider.ts";
import type { RunManager } from "../run/run-manager.ts";
import type { ServiceClient } from "../service/service-client.ts";
import { LateRefresh } from "./late-refresh.ts";
import { age, duration, statusText, statusThemeIcon } from "../texts.ts";
import type { Definitions, FolderDefinition } from "../workspace/definitions.ts";
import type { Runs } from "../workspace/runs.ts";

/** A row of the tree. */
export type PipelinesNode =
  | { readonly kind: "folder"; readonly folder: string }
  | { readonly kind: "file"; readonly folder: string; readonly file: string }
  | { readonly kind: "pipeline"; readonly definition: FolderDefinition }
  | {
      readonly kind: "step";
      readonly pipeline: FolderDefinition;
      readonly step: GraphStep;
      readonly definition: FolderDefinition | undefined;
    };

/** Folder → file → pipeline → steps. Levels with one row only are left out. */
export class PipelinesTree implements vscode.TreeDataProvider<PipelinesNode>, vscode.Disposable {
  readonly #definitions: Definitions;
  readonly #runs: Runs;
  readonly #manager: RunManager;
  readonly #client: ServiceClient;
  readonly #disposables = new Disposables();
  readonly #onDidChange = new vscode.EventEmitter<PipelinesNode | undefined>();
  readonly #refresh = new LateRefresh(100, () => this.#onDidChange.fire(undefined));

  readonly onDidChangeTreeData = this.#onDidChange.event;

  constructor(definitions: Definitions, runs: Runs, manager: RunManager, client: ServiceClient) {
    this.#definitions = definitions;
    this.#runs = runs;
    this.#manager = manager;
    this.#client = client;
    const view = vscode.window.createTreeView(views.pipelines, { treeDataProvider: this, showCollapseAll: true });
    const add = (item: Ending): unknown => this.#disposables.add(item);
    add(view);
    add(this.#onDidChange);
    add(this.#refresh);
    add(view.onDidChangeVisibility(({ visible }) => visible && client.start()));
    add(definitions.onDidChange(() => this.#refresh.soon()));
    add(runs.onDidUpdate(() => this.#refresh.soon()));
    add(runs.onDidChangeHistory(() => this.#refresh.soon()));
    add(manager.onDidChange(() => this.#refresh.soon()));
  }

  async getChildren(node?: PipelinesNode): Promise<PipelinesNode[]> {
    if (node === undefined) {
      this.#client.start();
      const folders = [...new Set(this.#definitions.pipelines().map(({ folder }) => folder))];
      const [only] = folders;
      if (folders.length === 1 && only !== undefined) return this.#files(only);
      return folders.map((folder): PipelinesNode => ({ kind: "folder", folder }));
    }
    switch (node.kind) {
      case "folder":
        return this.#files(node.folder);
      case "file":
        return this.#pipelines(node.folder, node.file);
      case "pipeline":
        return this.#steps(node.definition);
      case "step":
        return [];
      default:
        return node satisfies never;
    }
  }

  getTreeItem(node: PipelinesNode): vscode.TreeItem {
    switch (node.kind) {
      case "folder": {
        const item = new vscode.TreeItem(basename(node.folder), vscode.TreeItemCollapsibleState.Expanded);
        item.id = node.folder;
        item.iconPath = vscode.ThemeIcon.Folder;
        item.contextValue = "folder";
        return item;
      }
      case "file": {
        // As the editor does in its own lists: the name first, which a narrow view keeps.
        const item = new vscode.TreeItem(basename(node.file), vscode.TreeItemCollapsibleState.Expanded);
        item.id = `${node.folder}#${node.file}`;
        item.description = node.file.includes("/") ? dirname(node.file) : "";
        item.iconPath = vscode.ThemeIcon.File;
        item.resourceUri = vscode.Uri.joinPath(vscode.Uri.file(node.folder), node.file);
        item.contextValue = "file";
        return item;
      }
      case "pipeline":
        return this.#pipelineItem(node.definition);
      case "step":
        return this.#stepItem(node);
      default:
        return node satisfies never;
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  #files(folder: string): PipelinesNode[] {
    const files = [...new Set(this.#definitions.pipelines().flatMap((each) => (each.folder === folder ? [each.file] : [])))];
    return files.map((file) => ({ kind: "file", folder, file }));
  }

  #pipelines(folder: string, file: string): PipelinesNode[] {
    const here = this.#definitions.pipelines().filter((each) => each.folder === folder && each.file === file);
    return here.map((definition) => ({ kind: "pipeline", definition }));
  }

  async #steps(pipeline: FolderDefinition): Promise<PipelinesNode[]> {
    const { folder, identity } = pipeline;
    const graph = await this.#client.ask("graph", { folder, identity });
    const run = this.#runs.latestOf(folder, identity);
    return (graph.ok ? graph.value.steps : []).map((step) => {
      const code = run?.invocations[step.id]?.identity;
      const named = this.#definitions.all().find((each) => each.kind === "step" && each.name === step.step && each.file === pipeline.file);
      const definition = code === undefined ? named : this.#definitions.find(folder, code);
      return { kind: "step", pipeline, step, definition };
    });
  }

  #pipelineItem(definition: FolderDefinition): vscode.TreeItem {
    const { folder, identity, name, line } = definition;
    const item = new vscode.TreeItem(name, vscode.TreeItemCollapsibleState.Collapsed);
    const going = this.#runs.goingOf(folder, identity);
    const latest = this.#runs.latestOf(folder, identity);
    const running = this.#manager.isRunning(definition);
    item.id = `${folder}#${identity}`;
    item.contextValue = running ? "pipeline.running" : "pipeline.idle";
    item.iconPath = running
      ? statusThemeIcon("running")
      : latest === undefined
        ? new vscode.ThemeIcon("type-hierarchy")
        : statusThemeIcon(latest.view.status);
    item.description = running ? countText(going?.view) : latest && age(latest.view.endedAt ?? latest.view.startedAt);
    item.tooltip = definition.doc ?? `${name} (${definition.file}:${String(line)})`;
    item.command = { title: vscode.l10n.t("Go to Code"), command: commands.goToCode, arguments: [definition] };
    const state = running ? vscode.l10n.t("running") : latest === undefined ? vscode.l10n.t("not run yet") : statusText(latest.view.status);
    item.accessibilityInformation = { label: vscode.l10n.t("Pipeline {0}, {1}", name, state), role: "treeitem" };
    return item;
  }

  #stepItem({ pipeline, step, definition }: Extract<PipelinesNode, { kind: "step" }>): vscode.TreeItem {
    const item = new vscode.TreeItem(step.id, vscode.TreeItemCollapsibleState.None);
    const last = this.#runs.latestOf(pipeline.folder, pipeline.identity)?.view.steps.find(({ id }) => id === step.id);
    item.id = `${pipeline.folder}#${pipeline.identity}#${step.id}`;
    item.contextValue = definition === undefined ? "unknownStep" : this.#manager.isRunning(definition) ? "step.running" : "step.idle";
    item.iconPath = last === undefined ? new vscode.ThemeIcon("circle-outline") : statusThemeIcon(last.status);
    const took =
      last?.startedAt !== undefined && last.endedAt !== undefined && last.status !== "cached"
        ? duration(last.endedAt - last.startedAt)
        : undefined;
    item.description =
      last === undefined || last.status === "completed" ? took : [statusText(last.status), took].filter(Boolean).join(" · ");
    const place = step.line === undefined ? definition : { folder: pipeline.folder, file: pipeline.file, line: step.line };
    if (place !== undefined) item.command = { title: vscode.l10n.t("Go to Code"), command: commands.goToCode, arguments: [place] };
    const state = last === undefined ? vscode.l10n.t("not run yet") : statusText(last.status);
    item.accessibilityInformation = { label: vscode.l10n.t("Step {0}, {1}", step.id, state), role: "treeitem" };
    return item;
  }
}
