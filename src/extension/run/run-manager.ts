import { hostname } from "node:os";
import { join } from "node:path";
import * as vscode from "vscode";
import type { Failure } from "../../runner/model/failure.ts";
import type { Json } from "../../runner/model/json.ts";
import type { RunRequest } from "../../runner/model/protocol.ts";
import type { Binding } from "../../runner/model/spec.ts";
import type { RunRecord } from "../../runner/model/record.ts";
import { section, settings } from "../ids.ts";
import type { ServiceClient } from "../service/service-client.ts";
import type { FolderDefinition } from "../workspace/definitions.ts";
import { goesOn, type Runs } from "../workspace/runs.ts";
import { runEnvironment } from "./run-environment.ts";
import { RunnerProcess } from "./runner-process.ts";
import { findUserNode } from "./user-node.ts";

/** How a run that was started here came out. */
export type RunEnd =
  | { readonly kind: "finished"; readonly run: RunRecord }
  /** It could not begin. */
  | { readonly kind: "refused"; readonly error: Failure }
  /** The runner is gone, and has not said how the run ended: it was killed. `asked`: from here. */
  | { readonly kind: "ended"; readonly asked: boolean; readonly how: string };

/** A run that was started here. */
export interface StartedRun {
  readonly target: FolderDefinition;
  /** Known once the run has been recorded. */
  runId: string | undefined;
  /** What was printed outside of steps. */
  output: string;
  readonly startedAt: number;
  readonly end: Promise<RunEnd>;
  /** It was asked to end, and its steps have their time of grace. */
  stopping: boolean;
  stop(): void;
}

export interface RunInputs {
  readonly parameters?: Readonly<Record<string, Json>>;
  readonly textParameters?: Readonly<Record<string, string>>;
  /** Stored inputs of a step that is run alone. */
  readonly inputs?: Readonly<Record<string, Binding>>;
  /** All of what is asked of the runner, in place of what the target and the rest say: how to go on from an earlier run. */
  readonly request?: RunRequest;
}

/** Starts runs and stops them, whoever started them. */
export class RunManager implements vscode.Disposable {
  readonly #entry: string;
  readonly #client: ServiceClient;
  readonly #runs: Runs;
  readonly #log: vscode.LogOutputChannel;
  readonly #started = new Set<StartedRun>();
  readonly #processes = new Set<RunnerProcess>();
  readonly #onDidChange = new vscode.EventEmitter<void>();
  readonly #onDidStart = new vscode.EventEmitter<StartedRun>();
  readonly #onDidEnd = new vscode.EventEmitter<{ readonly run: StartedRun; readonly end: RunEnd }>();
  readonly #onDidPrint = new vscode.EventEmitter<{ readonly run: StartedRun; readonly text: string }>();

  /** A run was started here, was recorded, or ended. */
  readonly onDidChange = this.#onDidChange.event;
  readonly onDidStart = this.#onDidStart.event;
  readonly onDidEnd = this.#onDidEnd.event;
  readonly onDidPrint = this.#onDidPrint.event;

  constructor(dist: string, client: ServiceClient, runs: Runs, log: vscode.LogOutputChannel) {
    this.#entry = join(dist, "main.js");
    this.#client = client;
    this.#runs = runs;
    this.#log = log;
  }

  /** Runs that were started here and go on. Its process lives a moment longer than a run, to put away what people may ask of it later. */
  get started(): readonly StartedRun[] {
    return [...this.#started].filter(({ target: { folder }, runId }) => {
      const told = runId === undefined ? undefined : this.#runs.find(folder, runId);
      return told === undefined || goesOn(told.view);
    });
  }

  /** The run of this definition that was started here and goes on. */
  startedOf(folder: string, identity: string): StartedRun | undefined {
    return this.started.find(({ target }) => target.folder === folder && target.identity === identity);
  }

  /** Whether a pipeline runs, or a step alone: wherever it was started, and from the moment on that it is started here. */
  isRunning({ folder, identity }: FolderDefinition): boolean {
    return this.#runs.goingOf(folder, identity) !== undefined || this.startedOf(folder, identity) !== undefined;
  }

  /** Whether anything runs. */
  get isBusy(): boolean {
    return this.#runs.going().length > 0 || this.started.length > 0;
  }

  /**
   * Starts a run of a pipeline, or of one step.
   * @returns undefined where it could not be started: the person was told why
   */
  async start(target: FolderDefinition, { request: given, ...inputs }: RunInputs = {}): Promise<StartedRun | undefined> {
    // A command can be called even where it is not offered.
    if (!vscode.workspace.isTrusted) {
      void this.#askForTrust();
      return undefined;
    }
    const folder = vscode.Uri.file(target.folder);
    const configuration = vscode.workspace.getConfiguration(section, folder);
    if (configuration.get<boolean>(settings.saveBeforeRun, true)) await vscode.workspace.saveAll(false);
    const node = await findUserNode(folder);
    if ("problem" in node) {
      void this.#showNodeProblem(node.problem);
      return undefined;
    }
    this.#log.info(`Run ${target.identity} on Node ${node.version} (${node.from}: ${node.path})`);
    this.#client.start();
    const request: RunRequest = given ?? {
      file: join(target.folder, target.file),
      workspace: target.folder,
      target: { name: target.identity },
      ...inputs,
    };
    let said: RunEnd | undefined;
    const { promise, resolve } = withResolvers<RunEnd>();
    const runner = new RunnerProcess(
      request,
      { entry: this.#entry, node, cwd: target.folder, environment: runEnvironment(configuration) },
      {
        onMessage: (message) => {
          if (message.type === "event") {
            if (started.runId === undefined && message.event.event === "run.started") {
              started.runId = message.event.runId;
              this.#onDidChange.fire();
            }
            return;
          }
          said = message.type === "finished" ? { kind: "finished", run: message.run } : { kind: "refused", error: message.error };
          if (this.#started.delete(started)) this.#onDidChange.fire();
        },
        onOutput: (text) => {
          started.output += text;
          this.#onDidPrint.fire({ run: started, text });
        },
        onEnd: (asked, how) => {
          const end = said ?? { kind: "ended", asked, how };
          this.#started.delete(started);
          this.#processes.delete(runner);
          resolve(end);
          this.#onDidEnd.fire({ run: started, end });
          this.#onDidChange.fire();
        },
      },
    );
    const stop = (): void => {
      runner.stop();
      started.stopping = true;
      this.#onDidChange.fire();
    };
    const started: StartedRun = { target, runId: undefined, output: "", startedAt: Date.now(), end: promise, stopping: false, stop };
    this.#started.add(started);
    this.#processes.add(runner);
    this.#onDidStart.fire(started);
    this.#onDidChange.fire();
    return started;
  }

  /** Stops a run, wherever it was started. The identity is of its pipeline or step; without one, all runs are meant that go on. */
  async stop(folder: string | undefined, identity: string | undefined): Promise<void> {
    const here = this.started.filter(
      ({ target }) => (folder ?? target.folder) === target.folder && (identity ?? target.identity) === target.identity,
    );
    for (const run of here) run.stop();
    const known = new Set(here.flatMap(({ runId }) => runId ?? []));
    for (const { folder: of, run } of this.#runs.going()) {
      const meant = (folder ?? of) === of && (identity ?? run.identity) === run.identity;
      if (meant && !known.has(run.view.id)) await this.stopRun(of, run.view.id);
    }
  }

  /** Stops one run by its id. */
  async stopRun(folder: string, runId: string): Promise<void> {
    const here = this.started.find((run) => run.runId === runId);
    if (here !== undefined) {
      here.stop();
      return;
    }
    const record = await this.#client.ask("run", { folder, run: runId });
    if (!record.ok || !goesOn(record.value)) return;
    const { host, pid } = record.value.owner;
    if (host !== hostname()) {
      void vscode.window.showWarningMessage(vscode.l10n.t("The run {0} goes on at {1}. Stop it there.", record.value.name, host));
      return;
    }
    try {
      // As its terminal would: it stops its steps and keeps what is finished.
      process.kill(pid, "SIGINT");
    } catch (error) {
      this.#log.warn(`The run ${runId} cannot be stopped: ${String(error)}`);
    }
  }

  /** Ends all that was started here. */
  dispose(): void {
    for (const runner of this.#processes) runner.kill();
    for (const emitter of [this.#onDidChange, this.#onDidStart, this.#onDidEnd, this.#onDidPrint]) emitter.dispose();
  }

  async #askForTrust(): Promise<void> {
    const manage = vscode.l10n.t("Manage Workspace Trust");
    const chosen = await vscode.window.showWarningMessage(vscode.l10n.t("In Restricted Mode nothing of this folder is run."), manage);
    if (chosen === manage) await vscode.commands.executeCommand("workbench.trust.manage");
  }

  async #showNodeProblem(problem: string): Promise<void> {
    const open = vscode.l10n.t("Open Settings");
    const chosen = await vscode.window.showErrorMessage(problem, open);
    if (chosen === open) await vscode.commands.executeCommand("workbench.action.openSettings", `${section}.${settings.nodePath}`);
  }
}

/** `Promise.withResolvers`, which the Node of the oldest VS Code does not have. */
const withResolvers = <T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } => {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((settle) => (resolve = settle));
  return { promise, resolve };
};
