import * as vscode from "vscode";
import type { Failure } from "../../runner/model/failure.ts";
import type { Graph } from "../../runner/model/graph.ts";
import type { PanelAction, PanelSnapshot } from "../../runner/model/panel.ts";
import type { GraphDirection, PanelContent, PanelRun, PanelSettings, RunView } from "../../runner/model/panel-view.ts";
import type { RunSummary } from "../../runner/model/record.ts";
import type { TrackedRun } from "../../runner/model/service.ts";
import { section, settings } from "../ids.ts";
import type { RunManager } from "../run/run-manager.ts";
import type { ServiceClient } from "../service/service-client.ts";
import type { Definitions, FolderDefinition } from "../workspace/definitions.ts";
import { goesOn, type Runs } from "../workspace/runs.ts";
import type { RecordedGraphs } from "./recorded-graphs.ts";

/** The run whose states a panel shows. */
export type ShownRun = { readonly id: string } | "newest" | "none";

/** What a panel shows. */
export interface Shown {
  readonly pipeline: FolderDefinition | undefined;
  readonly run: ShownRun;
}

/** Runs that can be chosen in the panel. */
const mostRuns = 30;

/** Makes what a panel draws out of what is known. */
export class PanelState {
  readonly #client: ServiceClient;
  readonly #definitions: Definitions;
  readonly #runs: Runs;
  readonly #manager: RunManager;
  readonly #recorded: RecordedGraphs;

  constructor(client: ServiceClient, definitions: Definitions, runs: Runs, manager: RunManager, recorded: RecordedGraphs) {
    this.#client = client;
    this.#definitions = definitions;
    this.#runs = runs;
    this.#manager = manager;
    this.#recorded = recorded;
  }

  /** The run whose states are drawn now. */
  runOf({ pipeline, run }: Shown): TrackedRun | undefined {
    if (pipeline === undefined || run === "none") return undefined;
    const { folder, identity } = pipeline;
    return run === "newest"
      ? (this.#runs.goingOf(folder, identity) ?? this.#runs.latestOf(folder, identity))
      : this.#runs.find(folder, run.id);
  }

  async snapshot(shown: Shown): Promise<PanelSnapshot> {
    const { pipeline } = shown;
    const runs = pipeline && (await this.#client.ask("runs", { folder: pipeline.folder, pipeline: pipeline.name, limit: mostRuns }));
    const graph = pipeline && (await this.#graph(pipeline, shown));
    // From here on nothing is waited for: the run is as it is when this is sent.
    const drawn = this.runOf(shown)?.view;
    const listed = runs?.ok === true ? runs.value.map(panelRun) : [];
    // The list may have been read before the run that is drawn had begun.
    const all = drawn === undefined || listed.some(({ id }) => id === drawn.id) ? listed : [chosen(drawn), ...listed];
    const pipelines = this.#definitions.pipelines();
    // One that was renamed while it is shown is still what is shown.
    const named = pipeline === undefined || pipelines.some((each) => idOf(each) === idOf(pipeline)) ? pipelines : [pipeline, ...pipelines];
    return {
      pipelines: named.map((each) => ({ id: idOf(each), name: each.name, file: each.file })),
      ...(pipeline && { pipeline: idOf(pipeline) }),
      runs: all,
      content: graph === undefined ? this.#nothing() : this.#content(shown, graph),
      trusted: vscode.workspace.isTrusted,
      actions: this.#actions(pipeline, drawn),
      settings: settingsOf(pipeline),
      now: Date.now(),
    };
  }

  #nothing(): PanelContent {
    const folders = vscode.workspace.workspaceFolders ?? [];
    if (folders.length === 0) return { kind: "empty", reason: "noFolder" };
    switch (this.#definitions.state) {
      case "loading":
        return { kind: "loading" };
      case "failed":
        return { kind: "problem", failure: analysisEnded() };
      case "ready":
        return { kind: "empty", reason: "noPipeline" };
      default:
        return this.#definitions.state satisfies never;
    }
  }

  #content(shown: Shown, { graph, source, stale }: Drawn | { graph?: undefined; source?: undefined; stale: Failure }): PanelContent {
    if (graph === undefined) return { kind: "problem", failure: stale };
    const run = this.runOf(shown);
    return { kind: "graph", graph, source, ...(run && { run: run.view }), ...(stale && { stale }) };
  }

  /** The graph of a run that was chosen or goes on is what that run recorded; else it is what the source says. */
  async #graph(pipeline: FolderDefinition, shown: Shown): Promise<Drawn | { stale: Failure }> {
    const { folder, identity } = pipeline;
    const run = this.runOf(shown) ?? (await this.#foreign(pipeline, shown.run));
    if (run !== undefined && (shown.run !== "newest" || goesOn(run.view))) {
      const recorded = await this.#client.ask("runGraph", { folder, run: run.view.id });
      return recorded.ok ? { graph: recorded.value, source: "run" } : { stale: recorded.error };
    }
    const recorded = this.#recorded.of(pipeline);
    // The function of a dynamic pipeline is not called before it runs: nothing is recorded of it.
    if (recorded !== undefined && recorded.dynamic !== true) return { graph: recorded, source: "recorded" };
    const graph = await this.#client.ask("graph", { folder, identity });
    if (graph.ok && (graph.value.dynamic !== true || run === undefined)) return { graph: graph.value, source: "static" };
    // What a dynamic pipeline has called is known of its run, and guessed of its source.
    const last = run && (await this.#client.ask("runGraph", { folder, run: run.view.id }));
    if (graph.ok) return last?.ok === true ? { graph: last.value, source: "run" } : { graph: graph.value, source: "static" };
    return last?.ok === true ? { graph: last.value, source: "run", stale: graph.error } : { stale: graph.error };
  }

  /** A run of the past that was chosen: it is read once, and then known. */
  async #foreign({ folder }: FolderDefinition, run: Shown["run"]): Promise<TrackedRun | undefined> {
    if (run === "newest" || run === "none") return undefined;
    const found = await this.#client.ask("trackedRun", { folder, run: run.id });
    if (!found.ok) return undefined;
    this.#runs.add(folder, found.value);
    return found.value;
  }

  #actions(pipeline: FolderDefinition | undefined, drawn: RunView | undefined): PanelAction[] {
    if (!vscode.workspace.isTrusted) return ["manageTrust"];
    if ((vscode.workspace.workspaceFolders ?? []).length === 0) return ["openFolder"];
    if (pipeline === undefined) return ["createSample"];
    if (this.#manager.isRunning(pipeline)) return ["stop", "debugStep"];
    const always: PanelAction[] = ["run", "runWith", "debug", "debugStep", "plan"];
    if (drawn === undefined || goesOn(drawn)) return [...always, "runStep"];
    return [...always, "runFrom", "runOnly", "runOnlyWith", ...(drawn.status === "completed" ? [] : ["resume" as const])];
  }
}

interface Drawn {
  readonly graph: Graph;
  readonly source: "static" | "recorded" | "run";
  readonly stale?: Failure;
}

/** A pipeline as the panel names it. */
export const idOf = ({ folder, identity }: Pick<FolderDefinition, "folder" | "identity">): string => `${folder}#${identity}`;

const panelRun = ({ id, name, status, startedAt, endedAt }: RunSummary): PanelRun => ({
  id,
  name,
  status,
  startedAt: Date.parse(startedAt),
  ...(endedAt !== undefined && { endedAt: Date.parse(endedAt) }),
});

const chosen = ({ id, name, status, startedAt, endedAt }: PanelRun): PanelRun => ({
  id,
  name,
  status,
  startedAt,
  ...(endedAt !== undefined && { endedAt }),
});

const settingsOf = (pipeline: FolderDefinition | undefined): PanelSettings => {
  const configuration = vscode.workspace.getConfiguration(section, pipeline && vscode.Uri.file(pipeline.folder));
  return {
    direction: configuration.get<GraphDirection>(settings.graphDirection, "auto"),
    showArtifacts: configuration.get<boolean>(settings.graphShowArtifacts, false),
    neighbourhoodAbove: configuration.get(settings.graphNeighbourhoodAbove, 60),
  };
};

const analysisEnded = (): Failure => ({
  code: "SW9001",
  message: vscode.l10n.t("The analysis of the sources has ended and could not be started again."),
  help: vscode.l10n.t("Run the command Stepwright: Restart Analysis. The output of Stepwright says why it ended."),
});
