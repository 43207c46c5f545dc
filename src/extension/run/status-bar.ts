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
    const text = this.#text();
    if (text === undefined) {
      clearInterval(this.#ticking);
      this.#ticking = undefined;
      this.#item?.dispose();
      this.#item = undefined;
      return;
    }
    this.#ticking ??= setInterval(() => this.#show(), tick);
    const item = (this.#item ??= makeItem());
    item.text = `$(sync~spin) ${text}`;
    item.accessibilityInformation = { label: vscode.l10n.t("Stepwright runs {0}", text), role: "button" };
    item.show();
  }

  /** Undefined where nothing goes on. */
  #text(): string | undefined {
    const going = this.#runs.going();
    const begun = new Set(going.map(({ run }) => run.view.id));
    const waiting = this.#manager.started.filter(({ runId }) => runId === undefined || !begun.has(runId));
    if (going.length + waiting.length > 1) return vscode.l10n.t("{0} runs", going.length + waiting.length);
    const [run] = going;
    if (run !== undefined) return `${run.run.pipeline} ${progressText(run.run.view, undefined)}`;
    const [started] = waiting;
    return started && `${started.target.name} ${progressText(undefined, started.startedAt)}`;
  }
}

const makeItem = (): vscode.StatusBarItem => {
  const item = vscode.window.createStatusBarItem("stepwright.runs", vscode.StatusBarAlignment.Left, 10);
  item.name = vscode.l10n.t("Stepwright Runs");
  item.tooltip = vscode.l10n.t("Show the graph of what is running");
  item.command = commands.showGraph;
  return item;
};
