import * as vscode from "vscode";
import type { Failure } from "../../runner/model/failure.ts";
import type { StepView } from "../../runner/model/panel-view.ts";
import type { TrackedRun } from "../../runner/model/service.ts";
import type { StepStatus } from "../../runner/model/status.ts";
import { Disposables, type Ending } from "../disposables.ts";
import type { RunManager, StartedRun } from "../run/run-manager.ts";
import type { ServiceClient } from "../service/service-client.ts";
import { registerPlaceLinks } from "./place-links.ts";
import { duration, statusText } from "../texts.ts";
import type { Runs } from "../workspace/runs.ts";

/** Which run a terminal shows: one of the past or of another process by its id, or one that was started here and may have no id yet. */
export interface ShownRun {
  readonly folder: string;
  readonly title: string;
  readonly started?: StartedRun;
  readonly runId?: string;
}

const colour = { red: "31", green: "32", yellow: "33", blue: "34", grey: "90" } as const;
const paint = (code: string, text: string): string => `\u001b[${code}m${text}\u001b[0m`;

/** What a run does and prints, live, as a terminal: with its colours, and with places that can be clicked. */
class RunTerminal implements vscode.Pseudoterminal {
  readonly #shown: ShownRun;
  readonly #client: ServiceClient;
  readonly #runs: Runs;
  readonly #manager: RunManager;
  readonly #disposables = new Disposables();
  readonly #onDidWrite = new vscode.EventEmitter<string>();
  /** By step: what was last said of it. */
  readonly #said = new Map<string, StepStatus>();
  #runId: string | undefined;

  readonly onDidWrite = this.#onDidWrite.event;

  constructor(shown: ShownRun, client: ServiceClient, runs: Runs, manager: RunManager) {
    this.#shown = shown;
    this.#client = client;
    this.#runs = runs;
    this.#manager = manager;
  }

  open(): void {
    const { started, runId } = this.#shown;
    const add = (item: Ending): unknown => this.#disposables.add(item);
    if (started !== undefined) {
      this.#write(started.output);
      add(this.#manager.onDidPrint(({ run, text }) => run === started && this.#write(text)));
      add(this.#manager.onDidChange(() => this.#begin(started.runId)));
      add(
        this.#manager.onDidEnd(({ run, end }) => {
          if (run !== started) return;
          if (end.kind === "refused") this.#fail(end.error);
          if (end.kind === "ended") this.#line(paint(colour.red, vscode.l10n.t("The runner ended before the run did.")));
        }),
      );
    }
    this.#begin(runId ?? started?.runId);
  }

  close(): void {
    this.#disposables.dispose();
    this.#onDidWrite.dispose();
  }

  /** Shows a run from its beginning, once its id is known. */
  #begin(runId: string | undefined): void {
    if (runId === undefined || this.#runId !== undefined) return;
    this.#runId = runId;
    const { folder } = this.#shown;
    this.#disposables.add(
      this.#client.onMessage((message) => {
        if (message.type === "printed" && message.run === runId) this.#write(message.text);
      }),
    );
    this.#disposables.add(this.#runs.onDidUpdate(({ run }) => run.view.id === runId && this.#say(run)));
    void this.#catchUp(folder, runId);
  }

  async #catchUp(folder: string, runId: string): Promise<void> {
    const [run, printed] = await Promise.all([
      this.#client.ask("trackedRun", { folder, run: runId }),
      this.#client.ask("follow", { folder, run: runId }),
    ]);
    if (!run.ok) {
      this.#fail(run.error);
      return;
    }
    this.#line(paint("1", run.value.view.name));
    if (printed.ok) this.#write(printed.value.text);
    this.#say(run.value);
  }

  #say({ pipeline, view: { steps, status, error, startedAt, endedAt } }: TrackedRun): void {
    for (const step of steps) {
      if (this.#said.get(step.id) === step.status || step.status === "pending") continue;
      this.#said.set(step.id, step.status);
      this.#line(stepLine(step));
      if (step.error !== undefined && step.status === "failed") this.#fail(step.error);
    }
    if (status === "initializing" || status === "running" || this.#said.get("") !== undefined) return;
    this.#said.set("", "completed");
    if (error !== undefined && error.code !== "SW3010") this.#fail(error);
    this.#line(endLine(pipeline, status, endedAt === undefined ? undefined : endedAt - startedAt));
  }

  #fail({ code, message, help, at, thrown }: Failure): void {
    this.#line(`${paint(colour.red, `${code}: ${message}`)}${at === undefined ? "" : ` ${this.#place(at)}`}`);
    this.#line(help);
    if (thrown?.stack !== undefined) this.#line(paint(colour.grey, thrown.stack));
  }

  /** As the terminal makes it a link. */
  #place({ file, line, column }: { file: string; line: number; column: number }): string {
    return paint(colour.blue, `${file}:${String(line)}:${String(column)}`);
  }

  #line(text: string): void {
    this.#write(`${text}\n`);
  }

  #write(text: string): void {
    // A terminal wants both; logs of programs have one.
    this.#onDidWrite.fire(text.replaceAll(/\r?\n/g, "\r\n"));
  }
}

const stepLine = ({ id, status, startedAt, endedAt, attempts }: StepView): string => {
  const took =
    startedAt !== undefined && endedAt !== undefined && status !== "cached" ? ` ${paint(colour.grey, duration(endedAt - startedAt))}` : "";
  const again = attempts.length > 1 ? ` ${paint(colour.grey, vscode.l10n.t("attempt {0}", attempts.length))}` : "";
  return `${mark(status)} ${id} ${paint(colour.grey, statusText(status))}${took}${again}`;
};

const endLine = (pipeline: string, status: StepStatus, took: number | undefined): string =>
  `${mark(status)} ${paint("1", pipeline)} ${statusText(status)}${took === undefined ? "" : ` ${paint(colour.grey, duration(took))}`}`;

const mark = (status: StepStatus): string => {
  switch (status) {
    case "completed":
    case "cached":
      return paint(colour.green, "✔");
    case "failed":
      return paint(colour.red, "✖");
    case "running":
    case "retrying":
      return paint(colour.blue, "▸");
    case "pending":
    case "skipped":
    case "cancelled":
    case "interrupted":
      return paint(colour.yellow, "○");
    default:
      return status satisfies never;
  }
};

/** Opens the log of runs as terminals, one a run. */
export class RunTerminals implements vscode.Disposable {
  readonly #client: ServiceClient;
  readonly #runs: Runs;
  readonly #manager: RunManager;
  readonly #open = new Map<string, vscode.Terminal>();
  readonly #byRun = new Map<StartedRun, vscode.Terminal>();
  /** The folder of the run that a terminal shows. */
  readonly #folders = new WeakMap<vscode.Terminal, string>();
  readonly #subscriptions: vscode.Disposable;

  constructor(client: ServiceClient, runs: Runs, manager: RunManager) {
    this.#client = client;
    this.#runs = runs;
    this.#manager = manager;
    const closing = vscode.window.onDidCloseTerminal((closed) => {
      for (const [key, terminal] of this.#open) if (terminal === closed) this.#open.delete(key);
      for (const [run, terminal] of this.#byRun) if (terminal === closed) this.#byRun.delete(run);
    });
    this.#subscriptions = vscode.Disposable.from(
      closing,
      registerPlaceLinks((terminal) => this.#folders.get(terminal)),
    );
  }

  show(shown: ShownRun): void {
    const known = (shown.started && this.#byRun.get(shown.started)) ?? this.#open.get(shown.runId ?? shown.started?.runId ?? "");
    if (known !== undefined) {
      known.show(true);
      return;
    }
    const pty = new RunTerminal(shown, this.#client, this.#runs, this.#manager);
    const terminal = vscode.window.createTerminal({ name: shown.title, pty, iconPath: new vscode.ThemeIcon("type-hierarchy") });
    this.#folders.set(terminal, shown.folder);
    if (shown.started !== undefined) this.#byRun.set(shown.started, terminal);
    const id = shown.runId ?? shown.started?.runId;
    if (id !== undefined) this.#open.set(id, terminal);
    terminal.show(true);
  }

  dispose(): void {
    this.#subscriptions.dispose();
  }
}
