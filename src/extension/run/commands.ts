import * as vscode from "vscode";
import type { RunStatus } from "../../runner/model/status.ts";
import { commands } from "../ids.ts";
import type { Panels } from "../dag/panels.ts";
import type { RunTerminals } from "../logs/run-terminal.ts";
import type { StepLogRef, StoredDocuments } from "../logs/stored-documents.ts";
import type { ServiceClient } from "../service/service-client.ts";
import { statusText, statusThemeIcon } from "../texts.ts";
import { moreRuns, type RunsNode, type RunsTree } from "../trees/runs-tree.ts";
import type { Definitions, FolderDefinition } from "../workspace/definitions.ts";
import type { Runs } from "../workspace/runs.ts";
import { definitionOf, placeOf, runOf, stepLogOf, type CommandArgument } from "./command-argument.ts";
import type { ParameterForm } from "./parameter-form.ts";
import type { RunManager, StartedRun } from "./run-manager.ts";
import { replayRun } from "./replay.ts";
import { showPlace } from "./show-place.ts";
import { askStepInputs } from "./step-inputs.ts";

/** What the commands act on. */
export interface CommandServices {
  readonly client: ServiceClient;
  readonly definitions: Definitions;
  readonly runs: Runs;
  readonly manager: RunManager;
  readonly form: ParameterForm;
  readonly panels: Panels;
  readonly terminals: RunTerminals;
  readonly documents: StoredDocuments;
  readonly runsTree: RunsTree;
  readonly debug: (target: FolderDefinition, inputs?: object) => Promise<boolean>;
}

/** Commands that run things, stop them, and show them. */
export const registerRunCommands = (services: CommandServices): vscode.Disposable => {
  const { client, manager, form, panels, documents, definitions, runs, runsTree, terminals } = services;
  const pipeline = (argument: CommandArgument): Promise<FolderDefinition | undefined> => choosePipeline(services, argument);
  const handlers: Readonly<Record<string, (argument: CommandArgument) => unknown>> = {
    [commands.run]: async (argument) => {
      const target = await pipeline(argument);
      if (target !== undefined) await startShown(services, target);
    },
    [commands.runWith]: async (argument) => {
      const target = await pipeline(argument);
      const texts = target && (await form.ask(target));
      if (target !== undefined && texts !== undefined) await startShown(services, target, { textParameters: texts });
    },
    [commands.debug]: async (argument) => {
      const target = await pipeline(argument);
      if (target !== undefined) await services.debug(target);
    },
    [commands.runStep]: async (argument) => {
      const found = await stepWithInputs(services, argument);
      if (found !== undefined) await startShown(services, found.step, { inputs: found.inputs });
    },
    [commands.debugStep]: async (argument) => {
      const found = await stepWithInputs(services, argument);
      if (found !== undefined) await services.debug(found.step, { inputs: found.inputs });
    },
    [commands.stop]: async (argument) => {
      const run = runOf(argument);
      if (run !== undefined) await manager.stopRun(run.folder, run.run);
      else if (argument instanceof vscode.Uri) {
        for (const { kind, folder, identity } of definitions.of(argument)) if (kind === "pipeline") await manager.stop(folder, identity);
      } else {
        const target = definitionOf(argument);
        await manager.stop(target?.folder, target?.identity);
      }
    },
    [commands.resume]: async (argument) => {
      const run = runOf(argument) ?? (await latestRun(services, argument));
      if (run !== undefined) await replayRun(services, run, { kind: "resume" });
    },
    [commands.runFrom]: async (argument) => {
      const step = stepLogOf(argument);
      if (step !== undefined) await replayRun(services, step, { kind: "from", step: step.step });
    },
    [commands.runOnly]: async (argument) => {
      const step = stepLogOf(argument);
      if (step !== undefined) await replayRun(services, step, { kind: "only", step: step.step });
    },
    [commands.runOnlyWith]: async (argument) => {
      const step = stepLogOf(argument);
      const replay = step && (await askStepInputs(client, step));
      if (step !== undefined && replay !== undefined) await replayRun(services, step, replay);
    },
    [commands.showGraph]: async (argument) => {
      const target = definitionOf(argument);
      if (target?.kind === "step") {
        const last = runs.lastOfStep(target.folder, target.identity);
        await panels.reveal(last && definitions.find(target.folder, last.run.identity));
      } else await panels.reveal(target ?? goingPipeline(services));
    },
    [commands.openGraph]: (argument) => panels.openTab(definitionOf(argument)),
    [commands.goToCode]: async (argument) => {
      const place = placeOf(argument, definitions);
      if (place !== undefined) await showPlace(place.file, place.line, place.column);
    },
    [commands.showRun]: async (argument) => {
      const asked = runOf(argument);
      const run = asked && (runs.find(asked.folder, asked.run) ?? (await trackedRun(services, asked.folder, asked.run)));
      const target = asked && run && definitions.find(asked.folder, run.identity);
      if (asked !== undefined && target !== undefined) await panels.reveal(target, { id: asked.run });
      else
        void vscode.window.showWarningMessage(
          vscode.l10n.t("The pipeline of this run is no longer in the sources, so its graph cannot be shown."),
        );
    },
    [commands.showLog]: async (argument) => {
      const shown = await chooseLog(services, argument);
      if (shown !== undefined) terminals.show(shown);
    },
    [commands.showStepLog]: async (argument) => {
      const log = stepLogOf(argument);
      if (log !== undefined) await documents.showLog(log satisfies StepLogRef);
    },
    [commands.showWhy]: async (argument) => {
      const step = stepLogOf(argument);
      if (step !== undefined) await documents.showWhy(step);
    },
    [commands.showArtifact]: async (argument) => {
      const version = artifactOf(argument);
      if (version !== undefined) await documents.showArtifact(version);
    },
    [commands.compareArtifact]: async (argument) => {
      const version = artifactOf(argument);
      if (version !== undefined) await documents.compareArtifact(version);
    },
    [commands.showPage]: async (argument) => {
      const version = artifactOf(argument);
      if (version !== undefined) await documents.showPage(version);
    },
    [commands.filterRuns]: async () => {
      const all: readonly RunStatus[] = ["running", "completed", "failed", "cancelled", "interrupted"];
      const items = all.map((status) => ({ label: statusText(status), iconPath: statusThemeIcon(status), status }));
      const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t("Show only runs that are …") });
      if (chosen !== undefined) runsTree.filter(chosen.status);
    },
    [commands.clearRunFilter]: () => runsTree.filter(undefined),
    [commands.refresh]: () => {
      client.start();
      client.send({ type: "refresh" });
    },
    [commands.restartService]: () => client.restart(),
    [moreRuns]: (node) => isMore(node) && runsTree.showMore(node),
  };
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([command, handle]) =>
      vscode.commands.registerCommand(command, (argument: CommandArgument) => handle(argument)),
    ),
  );
};

/** The newest run of the pipeline that is meant. */
const latestRun = async (services: CommandServices, argument: CommandArgument): Promise<{ folder: string; run: string } | undefined> => {
  const target = await choosePipeline(services, argument);
  const latest = target && services.runs.latestOf(target.folder, target.identity);
  if (target !== undefined && latest === undefined)
    void vscode.window.showInformationMessage(vscode.l10n.t("{0} has not run yet.", target.name));
  return target && latest && { folder: target.folder, run: latest.view.id };
};

const isMore = (argument: CommandArgument): argument is Extract<RunsNode, { kind: "more" }> =>
  argument !== undefined && "kind" in argument && argument.kind === "more";

const artifactOf = (argument: CommandArgument): { folder: string; artifact: string; version: string } | undefined => {
  if (argument === undefined) return undefined;
  if (!("version" in argument)) return undefined;
  if (typeof argument.version === "string") return "artifact" in argument ? { ...argument, version: argument.version } : undefined;
  const { artifact, version } = argument.version;
  return { folder: argument.folder, artifact, version };
};

/** Starts a run, and shows its graph where there is one to look at already. */
const startShown = async ({ manager, panels }: CommandServices, target: FolderDefinition, inputs: object = {}): Promise<void> => {
  const started = await manager.start(target, inputs);
  if (started !== undefined && target.kind === "pipeline") panels.showIfOpen(target);
};

/** The pipeline that is meant: the one of the argument, of the editor, the only one, or the one that the person chooses. */
const choosePipeline = async (services: CommandServices, argument: CommandArgument): Promise<FolderDefinition | undefined> => {
  const given = definitionOf(argument);
  if (given !== undefined) return given;
  services.client.start();
  const { definitions } = services;
  await definitions.ready();
  const editor = vscode.window.activeTextEditor;
  const here = (editor === undefined ? [] : definitions.of(editor.document.uri)).filter(({ kind }) => kind === "pipeline");
  const all = here.length > 0 ? here : definitions.pipelines();
  if (all.length < 2) {
    if (all.length === 0)
      void vscode.window.showInformationMessage(
        vscode.l10n.t("There is no pipeline in this folder. Create one with Stepwright: Create Sample Pipeline."),
      );
    return all[0];
  }
  const items = all.map((each) => ({ label: each.name, description: `${each.file}:${String(each.line)}`, each }));
  const chosen = await vscode.window.showQuickPick(items, { placeHolder: vscode.l10n.t("Choose a pipeline"), matchOnDescription: true });
  return chosen?.each;
};

const stepWithInputs = async (
  { client }: CommandServices,
  argument: CommandArgument,
): Promise<{ step: FolderDefinition; inputs: object } | undefined> => {
  const step = definitionOf(argument);
  if (step === undefined) return undefined;
  const last = await client.ask("lastInputs", { folder: step.folder, identity: step.identity });
  if (last.ok && last.value !== undefined) return { step, inputs: last.value.inputs };
  // A step without inputs needs none.
  if (last.ok && (await takesNothing(client, step))) return { step, inputs: {} };
  void vscode.window.showInformationMessage(
    vscode.l10n.t("{0} has not run yet, so there are no inputs to run it with. Run its pipeline first.", step.name),
  );
  return undefined;
};

const takesNothing = async (client: ServiceClient, { folder, identity }: FolderDefinition): Promise<boolean> => {
  const parameters = await client.ask("parameters", { folder, identity });
  return parameters.ok && parameters.value.inputs.every((input) => input.optional || input.default !== undefined);
};

const goingPipeline = ({ runs, definitions }: CommandServices): FolderDefinition | undefined => {
  const [going] = runs.going();
  return going && definitions.find(going.folder, going.run.identity);
};

const trackedRun = async ({ client, runs }: CommandServices, folder: string, run: string) => {
  const found = await client.ask("trackedRun", { folder, run });
  if (!found.ok) return undefined;
  runs.add(folder, found.value);
  return found.value;
};

/** The run whose log is meant: the one of the argument, what goes on, or the latest. */
const chooseLog = async (services: CommandServices, argument: CommandArgument) => {
  const { runs, manager } = services;
  const started: StartedRun | undefined = isStarted(argument) ? argument : undefined;
  if (started !== undefined) return { folder: started.target.folder, title: started.target.name, started };
  const asked = runOf(argument);
  if (asked !== undefined) {
    const run = runs.find(asked.folder, asked.run) ?? (await trackedRun(services, asked.folder, asked.run));
    return run && { folder: asked.folder, title: run.view.name, runId: asked.run };
  }
  const target = await choosePipeline(services, argument);
  if (target === undefined) return undefined;
  const here = manager.startedOf(target.folder, target.identity);
  if (here !== undefined) return { folder: target.folder, title: target.name, started: here };
  const latest = runs.goingOf(target.folder, target.identity) ?? runs.latestOf(target.folder, target.identity);
  if (latest === undefined) {
    void vscode.window.showInformationMessage(vscode.l10n.t("{0} has not run yet.", target.name));
    return undefined;
  }
  return { folder: target.folder, title: latest.view.name, runId: latest.view.id };
};

const isStarted = (argument: CommandArgument): argument is StartedRun => argument !== undefined && "target" in argument;
