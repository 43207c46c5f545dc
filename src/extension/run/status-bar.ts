import * as vscode from "vscode";
import { Disposables } from "../disposables.ts";
import { commands } from "../ids.ts";
import { progressText } from "../lenses/lens-provider.ts";
import type { Runs } from "../workspace/runs.ts";
import type { RunManager } from "./run-manager.ts";

/** How often the time is written anew, in milliseconds. */
const tick = 1000;

/** What goes on, in the status bar, while something does. */
export class RunStatusBar implements vscode.Disposable {
  readonly #runs: Runs;
  readonly #manager: RunManager;
  readonly #disposables = new Disposables();
  #item: vscode.StatusBarItem | undefined;
  #ticking: NodeJS.Timeout | undefined;
  #stop: string | undefined;

  constructor(runs: Runs, manager: RunManager) {
    this.#runs = runs;
    this.#manager = manager;
    this.#disposables.add(runs.onDidUpdate(() => this.#show()));
    this.#disposables.add(runs.onDidChangeHistory(() => this.#show()));
    this.#disposables.add(manager.onDidChange(() => this.#show()));
  }

  dispose(): void {
    clearInterval(this.#ticking);
    this.#item?.dispose();
    this.#disposables.dispose();
  }

  #show(): void {
    const shown = this.#now();
    if (shown === undefined) {
      clearInterval(this.#ticking);
      this.#ticking = undefined;
      this.#item?.dispose();
      this.#item = undefined;
      this.#stop = undefined;
      return;
    }
    this.#ticking ??= setInterval(() => this.#show(), tick);
    const item = (this.#item ??= makeItem());
    item.text = `$(sync~spin) ${shown.text}`;
    item.accessibilityInformation = { label: vscode.l10n.t("Stepwright runs {0}", shown.text), role: "button" };
    const stop = shown.isOne ? vscode.l10n.t("Stop") : vscode.l10n.t("Stop all");
    // What is open would close when it is set anew.
    if (this.#stop !== stop) item.tooltip = tooltipWith(stop);
    this.#stop = stop;
    item.show();
  }

  /** Undefined where nothing goes on. */
  #now(): { readonly text: string; readonly isOne: boolean } | undefined {
    const going = this.#runs.going();
    const begun = new Set(going.map(({ run }) => run.view.id));
    const waiting = this.#manager.started.filter(({ runId }) => runId === undefined || !begun.has(runId));
    const count = going.length + waiting.length;
    if (count > 1) return { text: vscode.l10n.t("{0} runs", count), isOne: false };
    const [run] = going;
    if (run !== undefined) {
      const here = this.#manager.started.find(({ runId }) => runId === run.run.view.id);
      return { text: `${run.run.pipeline} ${progressText(run.run.view, here)}`, isOne: true };
    }
    const [started] = waiting;
    return started && { text: `${started.target.name} ${progressText(undefined, started)}`, isOne: true };
  }
}

const makeItem = (): vscode.StatusBarItem => {
  const item = vscode.window.createStatusBarItem("stepwright.runs", vscode.StatusBarAlignment.Left, 10);
  item.name = vscode.l10n.t("Stepwright Runs");
  item.command = commands.showGraph;
  return item;
};

/** What a click does, and what stops it. */
const tooltipWith = (stop: string): vscode.MarkdownString => {
  const tooltip = new vscode.MarkdownString(undefined, true);
  tooltip.isTrusted = { enabledCommands: [commands.stop] };
  tooltip.appendMarkdown(`${vscode.l10n.t("Show the graph of what is running")} · [$(debug-stop) ${stop}](command:${commands.stop})`);
  return tooltip;
};
