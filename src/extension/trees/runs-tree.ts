import * as vscode from "vscode";
import type { RunSummary } from "../../runner/model/record.ts";
import { runTitle } from "../../runner/model/run-title.ts";
import type { RunStatus } from "../../runner/model/status.ts";
import type { TrackedRun } from "../../runner/model/service.ts";
import type { StepView } from "../../runner/model/panel-view.ts";
import { Disposables, type Ending } from "../disposables.ts";
import { contextKeys, commands, views } from "../ids.ts";
import { countText } from "../lenses/lens-provider.ts";
import type { ServiceClient } from "../service/service-client.ts";
import { LateRefresh } from "./late-refresh.ts";
import { age, duration, folderName, statusText, statusThemeIcon } from "../texts.ts";
import { goesOn, type Runs } from "../workspace/runs.ts";

/** A row of the tree. */
export type RunsNode =
  | { readonly kind: "pipeline"; readonly folder: string; readonly pipeline: string }
  | { readonly kind: "run"; readonly folder: string; readonly run: RunSummary }
  | { readonly kind: "runStep"; readonly folder: string; readonly run: TrackedRun; readonly step: StepView }
  | { readonly kind: "more"; readonly folder: string; readonly pipeline: string; readonly limit: number };

/** So many runs of a pipeline are listed at first, and more when asked for. */
const page = 50;

/** Pipeline → runs, newest first → steps. The pipeline that ran last comes first. */
export class RunsTree implements vscode.TreeDataProvider<RunsNode>, vscode.Disposable {
  readonly #runs: Runs;
  readonly #client: ServiceClient;
  readonly #disposables = new Disposables();
  readonly #onDidChange = new vscode.EventEmitter<RunsNode | undefined>();
  readonly #limits = new Map<string, number>();
  readonly #refresh = new LateRefresh(250, () => this.#onDidChange.fire(undefined));
  #filter: RunStatus | undefined;

  readonly onDidChangeTreeData = this.#onDidChange.event;
  readonly #view: vscode.TreeView<RunsNode>;

  constructor(runs: Runs, client: ServiceClient) {
    this.#runs = runs;
    this.#client = client;
    this.#view = vscode.window.createTreeView<RunsNode>(views.runs, { treeDataProvider: this, showCollapseAll: true });
    const add = (item: Ending): unknown => this.#disposables.add(item);
    add(this.#view);
    add(this.#onDidChange);
    add(this.#refresh);
    add(runs.onDidUpdate(() => this.#refresh.soon()));
    add(runs.onDidChangeHistory(() => this.#refresh.soon()));
  }

  /** Only runs of this status are listed; all where it is left out. */
  filter(status: RunStatus | undefined): void {
    this.#filter = status;
    this.#view.description = status === undefined ? "" : statusText(status);
    void vscode.commands.executeCommand("setContext", contextKeys.runsFiltered, status !== undefined);
    this.#onDidChange.fire(undefined);
  }

  /** Lists more runs of a pipeline. */
  showMore(node: Extract<RunsNode, { kind: "more" }>): void {
    this.#limits.set(`${node.folder}#${node.pipeline}`, node.limit + page);
    this.#onDidChange.fire(undefined);
  }

  async getChildren(node?: RunsNode): Promise<RunsNode[]> {
    if (node === undefined) return this.#pipelines();
    switch (node.kind) {
      case "pipeline":
        return this.#runsOf(node.folder, node.pipeline);
      case "run": {
        const run = this.#runs.find(node.folder, node.run.id) ?? (await this.#tracked(node));
        return run === undefined ? [] : run.view.steps.map((step) => ({ kind: "runStep", folder: node.folder, run, step }));
      }
      case "runStep":
      case "more":
        return [];
      default:
        return node satisfies never;
    }
  }

  getTreeItem(node: RunsNode): vscode.TreeItem {
    switch (node.kind) {
      case "pipeline": {
        const item = new vscode.TreeItem(node.pipeline, vscode.TreeItemCollapsibleState.Expanded);
        item.id = `${node.folder}#${node.pipeline}`;
        item.iconPath = new vscode.ThemeIcon("type-hierarchy");
        item.description = folderName(node.folder) ?? "";
        item.contextValue = "runsOf";
        return item;
      }
      case "run":
        return this.#runItem(node);
      case "runStep":
        return stepItem(node);
      case "more": {
        const item = new vscode.TreeItem(vscode.l10n.t("Older runs …"));
        item.command = { title: vscode.l10n.t("Older runs …"), command: moreRuns, arguments: [node] };
        return item;
      }
      default:
        return node satisfies never;
    }
  }

  dispose(): void {
    this.#disposables.dispose();
  }

  async #pipelines(): Promise<RunsNode[]> {
    const found: { readonly node: Extract<RunsNode, { kind: "pipeline" }>; readonly at: number }[] = [];
    for (const { uri } of vscode.workspace.workspaceFolders ?? []) {
      if (uri.scheme !== "file") continue;
      const folder = uri.fsPath;
      const latest = await this.#client.ask("latestRuns", { folder });
      if (latest.ok)
        found.push(
          ...latest.value.map(({ pipeline, view }) => ({ node: { kind: "pipeline" as const, folder, pipeline }, at: view.startedAt })),
        );
    }
    const nodes = found.sort((a, b) => b.at - a.at).map(({ node }) => node);
    if (this.#filter === undefined) return nodes;
    // A pipeline of which no run is shown would be an empty row.
    const shown = await Promise.all(nodes.map(async ({ folder, pipeline }) => (await this.#runsOf(folder, pipeline)).length > 0));
    return nodes.filter((_, index) => shown[index]);
  }

  async #runsOf(folder: string, pipeline: string): Promise<RunsNode[]> {
    const limit = this.#limits.get(`${folder}#${pipeline}`) ?? page;
    const runs = await this.#client.ask("runs", { folder, pipeline, limit });
    if (!runs.ok) return [];
    const shown = runs.value.filter(({ status }) => this.#filter === undefined || status === this.#filter);
    const nodes = shown.map((run): RunsNode => ({ kind: "run", folder, run }));
    return runs.value.length < limit ? nodes : [...nodes, { kind: "more", folder, pipeline, limit }];
  }

  async #tracked({ folder, run }: Extract<RunsNode, { kind: "run" }>): Promise<TrackedRun | undefined> {
    const found = await this.#client.ask("trackedRun", { folder, run: run.id });
    return found.ok ? found.value : undefined;
  }

  #runItem({ folder, run }: Extract<RunsNode, { kind: "run" }>): vscode.TreeItem {
    const live = this.#runs.find(folder, run.id);
    const status = live?.view.status ?? run.status;
    const item = new vscode.TreeItem(runTitle(run, run.pipeline, vscode.env.language), vscode.TreeItemCollapsibleState.Collapsed);
    // As the panel counts it.
    const startedAt = live?.view.startedAt ?? Date.parse(run.startedAt);
    const endedAt = live?.view.endedAt ?? (run.endedAt === undefined ? undefined : Date.parse(run.endedAt));
    item.id = `${folder}#${run.id}`;
    item.iconPath = statusThemeIcon(status);
    item.contextValue = goesOn({ status }) ? "run.running" : status === "completed" ? "run.ended" : "run.ended.unfinished";
    item.description = goesOn({ status })
      ? countText(live?.view)
      : [endedAt === undefined ? undefined : duration(endedAt - startedAt), age(startedAt)].filter(Boolean).join(" · ");
    item.tooltip = `${run.name}\n${statusText(status)}, ${new Date(startedAt).toLocaleString(vscode.env.language)}`;
    item.accessibilityInformation = {
      label: vscode.l10n.t("Run {0}, {1}, {2}", run.name, statusText(status), age(startedAt)),
      role: "treeitem",
    };
    return item;
  }
}

/** Not offered anywhere else, so the manifest does not know it. */
export const moreRuns = "stepwright.internal.moreRuns";

const stepItem = ({ folder, run, step }: Extract<RunsNode, { kind: "runStep" }>): vscode.TreeItem => {
  const item = new vscode.TreeItem(step.id, vscode.TreeItemCollapsibleState.None);
  item.id = `${folder}#${run.view.id}#${step.id}`;
  item.iconPath = statusThemeIcon(step.status);
  item.contextValue = goesOn(run.view) ? "runStep.running" : "runStep.ended";
  const attempts = step.attempts.length > 1 ? vscode.l10n.t("{0} attempts", step.attempts.length) : undefined;
  const took =
    step.startedAt !== undefined && step.endedAt !== undefined && step.status !== "cached"
      ? duration(step.endedAt - step.startedAt)
      : undefined;
  const fraction =
    step.status === "running" && step.progress?.fraction !== undefined
      ? `${String(Math.round(step.progress.fraction * 100))} %`
      : undefined;
  item.description = [step.status === "completed" ? undefined : statusText(step.status), took, fraction, attempts]
    .filter(Boolean)
    .join(" · ");
  item.tooltip = step.error?.message ?? `${step.id}: ${statusText(step.status)}`;
  item.command = {
    title: vscode.l10n.t("Show Step Log"),
    command: commands.showStepLog,
    arguments: [{ kind: "runStep", folder, run, step }],
  };
  item.accessibilityInformation = { label: vscode.l10n.t("Step {0}, {1}", step.id, statusText(step.status)), role: "treeitem" };
  return item;
};
