import { loadingSince } from "./loading.ts";
import { join } from "node:path";
import * as vscode from "vscode";
import { registerPanelCommands } from "./dag/panel-commands.ts";
import { PanelState } from "./dag/panel-state.ts";
import { Panels } from "./dag/panels.ts";
import { RecordedGraphs } from "./dag/recorded-graphs.ts";
import { debugRun } from "./debug/debug-run.ts";
import type { Ending } from "./disposables.ts";
import { watchEditor } from "./editor-context.ts";
import { HoverProvider } from "./hover/hover-provider.ts";
import { commands } from "./ids.ts";
import { LensProvider } from "./lenses/lens-provider.ts";
import { RunTerminals } from "./logs/run-terminal.ts";
import { StoredDocuments } from "./logs/stored-documents.ts";
import { ArtifactPages } from "./pages/artifact-pages.ts";
import { Problems } from "./problems/problems.ts";
import { registerRunCommands } from "./run/commands.ts";
import { tellEnd } from "./run/messages.ts";
import { ParameterForm } from "./run/parameter-form.ts";
import { RunManager } from "./run/run-manager.ts";
import { RunStatusBar } from "./run/status-bar.ts";
import { ServiceClient } from "./service/service-client.ts";
import { tellTrouble } from "./service/tell-trouble.ts";
import { registerStart } from "./start/start-commands.ts";
import { registerSymbols } from "./symbols/symbol-providers.ts";
import { TaskProvider } from "./tasks/task-provider.ts";
import { ArtifactsTree } from "./trees/artifacts-tree.ts";
import { PipelinesTree } from "./trees/pipelines-tree.ts";
import { RunsTree } from "./trees/runs-tree.ts";
import { Definitions } from "./workspace/definitions.ts";
import { FolderSync } from "./workspace/folder-sync.ts";
import { Runs } from "./workspace/runs.ts";

/** How long our modules took to load, in milliseconds. */
const loaded = performance.now() - loadingSince;

let client: ServiceClient | undefined;

/** VS Code calls this once, when the extension is first needed. Nothing is read or started here but what the person looks at. */
export function activate(context: vscode.ExtensionContext): void {
  const start = performance.now();
  const own = <T extends Ending>(item: T): T => {
    context.subscriptions.push(item);
    return item;
  };
  const log = own(vscode.window.createOutputChannel("Stepwright", { log: true }));
  const dist = join(context.extensionPath, "dist");

  client = own(new ServiceClient(join(dist, "service.js"), log));
  const definitions = own(new Definitions(client));
  const runs = own(new Runs(client));
  own(new FolderSync(client));
  const manager = own(new RunManager(dist, client, runs, log));
  const recorded = own(new RecordedGraphs(dist));
  const state = new PanelState(client, definitions, runs, manager, recorded);
  const panels = own(new Panels({ extension: context.extensionUri, client, definitions, runs, manager, state, recorded, log }));
  own(new LensProvider(definitions, runs, manager));
  own(new RunStatusBar(runs, manager));
  own(new PipelinesTree(definitions, runs, manager, client));
  const runsTree = own(new RunsTree(runs, client));
  own(new ArtifactsTree(runs, client));
  own(new HoverProvider(client, definitions));
  own(new Problems(context.extensionUri, client));
  own(registerSymbols(definitions, client));
  own(new TaskProvider(definitions, client, manager));
  const terminals = own(new RunTerminals(client, runs, manager));
  const documents = own(new StoredDocuments(client));
  own(new ArtifactPages(client));
  const form = new ParameterForm(client, context.workspaceState);
  const debug = async (...[target, inputs]: [Parameters<typeof debugRun>[0], object?]): Promise<boolean> =>
    vscode.workspace.isTrusted && (await debugRun(target, inputs ?? {}, dist));
  own(registerRunCommands({ client, definitions, runs, manager, form, panels, terminals, documents, runsTree, debug }));
  own(registerPanelCommands(panels));
  own(registerStart(context.extensionUri));
  own(vscode.commands.registerCommand(commands.showOutput, () => log.show(true)));
  own(manager.onDidEnd(({ run, end }) => void tellEnd(run, end)));
  own(tellTrouble(client, log));
  own(watchEditor(client, definitions, runs, manager));
  const ms = (time: number): string => `${time.toFixed(1)} ms`;
  log.info(`Active after ${ms(performance.now() - start)}, loaded in ${ms(loaded)}.`);
}

/** VS Code waits for this when the extension ends. */
export async function deactivate(): Promise<void> {
  await client?.stop();
}
