import * as vscode from "vscode";
import type { RunEvent } from "../../runner/model/events.ts";
import type { RunView, StepView } from "../../runner/model/panel-view.ts";
import type { FromService, TrackedRun } from "../../runner/model/service.ts";
import type { ServiceClient } from "../service/service-client.ts";

/** A run that changed, and how. `events` is absent where it is told as a whole. */
export interface RunUpdate {
  readonly folder: string;
  readonly run: TrackedRun;
  readonly events?: readonly RunEvent[];
}

/** What is known of a step's last run, for a lens. */
export interface LastStep {
  readonly run: TrackedRun;
  readonly step: StepView;
}

/** Runs that go on, wherever they were started, and the newest of each pipeline. */
export class Runs implements vscode.Disposable {
  readonly #client: ServiceClient;
  /** Folder and run id → run; those that go on and the newest of each pipeline. */
  readonly #runs = new Map<string, Map<string, TrackedRun>>();
  readonly #onDidUpdate = new vscode.EventEmitter<RunUpdate>();
  readonly #onDidChangeHistory = new vscode.EventEmitter<string>();
  readonly #subscriptions: vscode.Disposable[];

  readonly onDidUpdate = this.#onDidUpdate.event;
  /** A run began or ended, or something was removed; with the folder. */
  readonly onDidChangeHistory = this.#onDidChangeHistory.event;

  constructor(client: ServiceClient) {
    this.#client = client;
    this.#subscriptions = [
      client.onMessage((message) => this.#receive(message)),
      client.onDidStart(() => {
        for (const { uri } of vscode.workspace.workspaceFolders ?? []) void this.#read(uri.fsPath);
      }),
    ];
  }

  /** Runs that go on. */
  going(): { readonly folder: string; readonly run: TrackedRun }[] {
    return [...this.#runs].flatMap(([folder, runs]) =>
      [...runs.values()].filter(({ view }) => goesOn(view)).map((run) => ({ folder, run })),
    );
  }

  /** The run of a pipeline that goes on, the newest where there are several. */
  goingOf(folder: string, identity: string): TrackedRun | undefined {
    return this.#of(folder, identity).find(({ view }) => goesOn(view));
  }

  /** The newest run of a pipeline. */
  latestOf(folder: string, identity: string): TrackedRun | undefined {
    return this.#of(folder, identity)[0];
  }

  find(folder: string, run: string): TrackedRun | undefined {
    return this.#runs.get(folder)?.get(run);
  }

  /** Remembers a run of the past, because somebody looks at it. */
  add(folder: string, run: TrackedRun): void {
    this.#folder(folder).set(run.view.id, run);
  }

  /** The newest run of a step, in whichever pipeline. */
  lastOfStep(folder: string, identity: string): LastStep | undefined {
    const runs = [...(this.#runs.get(folder)?.values() ?? [])].sort(newestFirst);
    for (const run of runs) {
      const ids = new Set(Object.entries(run.invocations).flatMap(([id, facts]) => (facts.identity === identity ? [id] : [])));
      const step =
        run.view.steps.findLast(({ id, status }) => ids.has(id) && status !== "pending") ?? run.view.steps.find(({ id }) => ids.has(id));
      if (step !== undefined) return { run, step };
    }
    return undefined;
  }

  dispose(): void {
    for (const subscription of this.#subscriptions) subscription.dispose();
    this.#onDidUpdate.dispose();
    this.#onDidChangeHistory.dispose();
  }

  #of(folder: string, identity: string): TrackedRun[] {
    return [...(this.#runs.get(folder)?.values() ?? [])].filter((run) => run.identity === identity).sort(newestFirst);
  }

  async #read(folder: string): Promise<void> {
    const latest = await this.#client.ask("latestRuns", { folder });
    if (!latest.ok) return;
    const runs = this.#folder(folder);
    const named = new Set(latest.value.map(({ view }) => view.id));
    // One that is not the newest any more, or was removed, is nobody's last run.
    for (const [id, { view }] of runs) if (!named.has(id) && !goesOn(view)) runs.delete(id);
    for (const run of latest.value) if (!runs.has(run.view.id) || !goesOn(run.view)) this.#keep(folder, run);
    this.#onDidChangeHistory.fire(folder);
  }

  #receive(message: FromService): void {
    if (message.type === "history") void this.#read(message.folder);
    if (message.type === "run") this.#keep(message.folder, message.run);
    if (message.type !== "runChanged") return;
    const { events, ...change } = message.change;
    const known = this.find(message.folder, change.id);
    if (known === undefined) return;
    const changed = new Map(change.steps.map((step) => [step.id, step]));
    const steps = known.view.steps.map((step) => changed.get(step.id) ?? step);
    this.#keep(message.folder, { ...known, view: { ...change, steps } }, events);
  }

  #keep(folder: string, run: TrackedRun, events?: readonly RunEvent[]): void {
    this.#folder(folder).set(run.view.id, run);
    this.#onDidUpdate.fire({ folder, run, ...(events && { events }) });
  }

  #folder(folder: string): Map<string, TrackedRun> {
    const runs = this.#runs.get(folder) ?? new Map<string, TrackedRun>();
    this.#runs.set(folder, runs);
    return runs;
  }
}

const newestFirst = (a: TrackedRun, b: TrackedRun): number => b.view.startedAt - a.view.startedAt;

/** Whether a run has not ended. */
export const goesOn = ({ status }: Pick<RunView, "status">): boolean => status === "initializing" || status === "running";

/** How many steps of a run have ended, and how many there are. */
export const countsOf = ({ steps }: Pick<RunView, "steps">): { readonly done: number; readonly all: number } => ({
  done: steps.filter(({ status }) => status !== "pending" && status !== "running" && status !== "retrying").length,
  all: steps.length,
});
