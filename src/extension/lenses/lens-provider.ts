import * as vscode from "vscode";
import { Disposables, type Ending } from "../disposables.ts";
import { commands, languages, section, settings } from "../ids.ts";
import { InsistentEvent } from "./insistent-event.ts";
import type { RunManager, StartedRun } from "../run/run-manager.ts";
import { age, duration, statusIcon, statusText } from "../texts.ts";
import type { Definitions, FolderDefinition } from "../workspace/definitions.ts";
import { countsOf, type Runs } from "../workspace/runs.ts";

/** How often the time of a run that goes on is written anew, in milliseconds. */
const tick = 1000;

/** Between an icon and its word. The editor swallows a space there, unless it is one that does not break. */
const gap = "\u00a0";

/** A word above the code, and what it does. */
interface Lens {
  readonly title: string;
  readonly command: string;
  readonly tooltip: string;
}

/**
 * The line above each pipeline and step. A definition has the same number of lenses whatever goes on, so that code does not jump.
 */
export class LensProvider implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #definitions: Definitions;
  readonly #runs: Runs;
  readonly #manager: RunManager;
  readonly #disposables = new Disposables();
  readonly #onDidChange = new InsistentEvent(() =>
    vscode.window.visibleTextEditors.some(({ document }) => this.#definitions.of(document.uri).length > 0),
  );
  #ticking: NodeJS.Timeout | undefined;

  readonly onDidChangeCodeLenses = this.#onDidChange.event;

  constructor(definitions: Definitions, runs: Runs, manager: RunManager) {
    this.#definitions = definitions;
    this.#runs = runs;
    this.#manager = manager;
    const add = (item: Ending): unknown => this.#disposables.add(item);
    add(this.#onDidChange);
    add(definitions.onDidChange(() => this.#onDidChange.fire()));
    add(runs.onDidUpdate(() => this.#changed()));
    add(runs.onDidChangeHistory(() => this.#changed()));
    add(manager.onDidChange(() => this.#changed()));
    add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#onDidChange.fire()));
    add(
      vscode.workspace.onDidChangeConfiguration((event) => {
        if (event.affectsConfiguration(`${section}.${settings.codeLens}`)) this.#onDidChange.fire();
      }),
    );
    add(
      vscode.languages.registerCodeLensProvider(
        languages.map((language) => ({ language, scheme: "file" })),
        this,
      ),
    );
  }

  provideCodeLenses(document: vscode.TextDocument): vscode.CodeLens[] {
    this.#onDidChange.heard();
    if (!vscode.workspace.getConfiguration(section, document).get<boolean>(settings.codeLens, true)) return [];
    return this.#definitions.of(document.uri).flatMap((definition) => {
      const line = Math.min(definition.nameRange.start.line, document.lineCount) - 1;
      const range = document.lineAt(line).range;
      const lenses = definition.kind === "pipeline" ? this.#pipeline(definition) : this.#step(definition);
      return lenses.map(({ title, command, tooltip }) => new vscode.CodeLens(range, { title, command, tooltip, arguments: [definition] }));
    });
  }

  dispose(): void {
    clearInterval(this.#ticking);
    this.#disposables.dispose();
  }

  #pipeline(definition: FolderDefinition): Lens[] {
    const { folder, identity, name } = definition;
    const going = this.#runs.goingOf(folder, identity);
    const started = this.#manager.startedOf(folder, identity);
    const graph = { title: vscode.l10n.t("Graph"), command: commands.showGraph, tooltip: vscode.l10n.t("Show the graph of {0}", name) };
    if (going === undefined && started === undefined) {
      const trusted = vscode.workspace.isTrusted;
      const why = vscode.l10n.t("In Restricted Mode nothing of this folder is run.");
      return [
        { title: `$(play)${gap}${vscode.l10n.t("Run")}`, command: commands.run, tooltip: trusted ? vscode.l10n.t("Run {0}", name) : why },
        {
          title: `$(debug-alt)${gap}${vscode.l10n.t("Debug")}`,
          command: commands.debug,
          tooltip: trusted ? vscode.l10n.t("Debug {0}", name) : why,
        },
        {
          title: vscode.l10n.t("Run with…"),
          command: commands.runWith,
          tooltip: trusted ? vscode.l10n.t("Ask for the parameters of {0} first", name) : why,
        },
        graph,
      ];
    }
    return [
      stopLens(name),
      {
        title: progressText(going?.view, started),
        command: commands.showGraph,
        tooltip: vscode.l10n.t("Steps that have ended, and the time so far"),
      },
      { title: vscode.l10n.t("Log"), command: commands.showLog, tooltip: vscode.l10n.t("Show what the run prints") },
      graph,
    ];
  }

  #step(definition: FolderDefinition): Lens[] {
    const { folder, identity, name } = definition;
    const last = this.#runs.lastOfStep(folder, identity);
    // A step alone is a run of its own, which is stopped where it was started.
    return [
      {
        title: last === undefined ? vscode.l10n.t("not run yet") : lastText(last.step, last.run.view.startedAt),
        command: commands.showGraph,
        tooltip: last?.step.error?.message ?? vscode.l10n.t("The last run of this step"),
      },
      this.#manager.isRunning(definition)
        ? stopLens(name)
        : {
            title: vscode.l10n.t("Run step"),
            command: commands.runStep,
            tooltip: vscode.l10n.t("Run it alone, with the inputs that it had last"),
          },
      {
        title: vscode.l10n.t("Debug with last inputs"),
        command: commands.debugStep,
        tooltip: vscode.l10n.t("Debug it alone, with the inputs that it had last"),
      },
    ];
  }

  #changed(): void {
    const going = this.#manager.isBusy;
    if (going) this.#ticking ??= setInterval(() => this.#onDidChange.fire(), tick);
    else {
      clearInterval(this.#ticking);
      this.#ticking = undefined;
    }
    this.#onDidChange.fire();
  }
}

const stopLens = (name: string): Lens => ({
  title: `$(debug-stop)${gap}${vscode.l10n.t("Stop")}`,
  command: commands.stop,
  tooltip: vscode.l10n.t("Stop {0}. A second time ends it at once.", name),
});

type RunView = Parameters<typeof countsOf>[0] & { readonly startedAt: number };

/** `3/7 · 12 s`; before there is a run, that it is made ready, and after it was asked to end, that it does. */
export const progressText = (view: RunView | undefined, started: Pick<StartedRun, "startedAt" | "stopping"> | undefined): string => {
  if (started?.stopping === true) return vscode.l10n.t("stopping · {0}", seconds(view?.startedAt ?? started.startedAt));
  if (view === undefined) return vscode.l10n.t("starting · {0}", seconds(started?.startedAt ?? Date.now()));
  return `${countText(view)} · ${seconds(view.startedAt)}`;
};

/** `3/7`, for what is not drawn anew every second; before there is a run, that it is made ready. */
export const countText = (view: Parameters<typeof countsOf>[0] | undefined): string => {
  if (view === undefined) return vscode.l10n.t("starting");
  const { done, all } = countsOf(view);
  return `${String(done)}/${String(all)}`;
};

const seconds = (since: number): string => {
  const ms = Date.now() - since;
  return ms < 60_000 ? `${String(Math.max(0, Math.floor(ms / 1000)))} s` : duration(ms);
};

const lastText = (step: { status: Parameters<typeof statusIcon>[0]; startedAt?: number; endedAt?: number }, runAt: number): string => {
  const icon = step.status === "running" ? "sync~spin" : statusIcon(step.status);
  const { startedAt, endedAt } = step;
  const took = startedAt !== undefined && endedAt !== undefined && step.status !== "cached" ? ` · ${duration(endedAt - startedAt)}` : "";
  return `$(${icon})${gap}${statusText(step.status)}${took} · ${age(endedAt ?? startedAt ?? runAt)}`;
};
