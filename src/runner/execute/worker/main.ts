import { protocolVersion } from "../../model/formats.ts";
import type { StepTask, ToWorker } from "../../model/protocol.ts";
import { err, type Result } from "../../model/result.ts";
import type { Invocation } from "../../model/spec.ts";
import type { SavedOutput } from "../../model/protocol.ts";
import { setStepStore } from "../../sdk/artifacts.ts";
import type { StepDefinition } from "../../sdk/definition.ts";
import { placeOfCall, setProcessKind } from "../../sdk/state.ts";
import type { Store } from "../../store/store.ts";
import { makerGone } from "../death.ts";
import { forgetHugePages } from "../huge-pages.ts";
import { isInline } from "../is-inline.ts";
import { runAttempt, type Workbench } from "./attempt.ts";
import { leave, listen, tell } from "./channel.ts";
import { loadModule } from "./load.ts";
import { Recording } from "./recording-session.ts";
import { RunningAttempts } from "./running.ts";
import { captureOutput } from "./step-log.ts";
import { storeAccess } from "./stored-inputs.ts";
import { failureOf } from "./thrown-failure.ts";
import { TraceWatch } from "./traces.ts";
import { ValueChecks } from "./value-checks.ts";

/**
 * A worker: loads the author's module, records a pipeline when asked, and runs steps. It ends when the coordinator says so or is gone.
 */
class Worker {
  #bench: Workbench | undefined;
  /** Resolves when there is a module to run steps of: a task may arrive before. */
  readonly #loaded = Promise.withResolvers<Workbench>();
  #traces: TraceWatch | undefined;
  #recording: Recording | undefined;
  /** A step or the pipeline function left traces: no isolated step is to run here any more. */
  #dirty = false;
  readonly #checks = new ValueChecks();
  readonly running = new RunningAttempts();
  /** A step may have removed what listens to the coordinator. */
  listenAgain: (() => void) | undefined;

  handle(message: ToWorker): void {
    switch (message.type) {
      case "load":
        void this.#load(message);
        break;
      case "schemas":
        this.#checks.describe(message.steps);
        break;
      case "record":
        void this.#record(message);
        break;
      case "start":
        this.#recording?.start();
        break;
      case "settled":
        this.#recording?.live.settle(message);
        break;
      case "run":
        void this.#run(message.task);
        break;
      case "abort":
        this.running.abort(message);
        break;
      case "abandon":
        this.running.abandon(message.invocation, message.error);
        break;
      case "ping":
        tell({ type: "pong" });
        break;
      case "stop":
        leave(0);
        break;
      default:
        message satisfies never;
    }
  }

  async #load({ bundle, workspace, store: root }: Extract<ToWorker, { type: "load" }>): Promise<void> {
    const store: Store = { root, workspace };
    // Steps find their files where the workspace is, wherever the command was typed.
    process.chdir(workspace);
    const loaded = await loadModule(bundle);
    if (!loaded.ok) {
      tell({ type: "loadFailed", error: loaded.error });
      return;
    }
    const bench = { store, module: loaded.value, checks: this.#checks };
    this.#bench = bench;
    this.#recording = new Recording(bench, bundle);
    setProcessKind("worker");
    setStepStore(
      storeAccess(store, {
        onSaved: (version) => {
          const place = placeOfCall();
          if (place.kind === "step")
            tell({ type: "saved", invocation: place.context.step.id, attempt: place.context.step.attempt, version });
        },
      }),
    );
    this.#traces = new TraceWatch();
    tell({ type: "loaded", registered: loaded.value.registered(), materializers: loaded.value.materializers() });
    this.#loaded.resolve(bench);
  }

  async #record(message: Extract<ToWorker, { type: "record" }>): Promise<void> {
    if (this.#recording === undefined) throw new Error("A worker was asked to record before it had loaded a module.");
    const recorded = await this.#recording.record(message);
    if (recorded.ok) tell({ type: "recorded", spec: recorded.value });
    else tell({ type: "recordFailed", error: recorded.error });
    this.#lookForTraces(false);
  }

  async #run(task: StepTask): Promise<void> {
    const { id, options } = task.invocation;
    if (this.#dirty && !isInline(task.invocation)) {
      tell({ type: "refused", invocation: id });
      return;
    }
    const running = this.running.begin(id, task.attempt);
    const bench = this.#bench ?? (await this.#loaded.promise);
    let restore: (() => void) | undefined;
    let result: Result<SavedOutput[]>;
    try {
      restore = this.#traces?.withEnvironment(options.environment ?? {});
      const definition = this.#definitionOf(task.invocation, bench);
      result = definition === undefined ? err(makerGone(task.invocation)) : await runAttempt(bench, task, definition, running);
    } catch (error) {
      result = err(failureOf(error));
    } finally {
      restore?.();
      this.running.end(id);
    }
    tell(
      result.ok ? { type: "completed", invocation: id, outputs: result.value } : { type: "failed", invocation: id, error: result.error },
    );
    this.#lookForTraces(running.wasStopped);
    this.listenAgain?.();
  }

  /** After the answer and not before: what waits for it need not wait for this. A task that comes in between is refused. */
  #lookForTraces(leftBehind: boolean): void {
    if (this.#dirty || !(leftBehind || this.#traces?.hasTraces() === true)) return;
    this.#dirty = true;
    tell({ type: "dirty" });
  }

  /** Undefined where only the process that recorded the invocation knew it. */
  #definitionOf(invocation: Invocation, { module }: Workbench): StepDefinition | undefined {
    if (invocation.local === true || invocation.identity === undefined) return this.#recording?.definitionOf(invocation);
    const definition = module.step(invocation.identity);
    if (definition === undefined) throw new Error(`The step ${invocation.identity} is not in the loaded module.`);
    return definition;
  }
}

/** Starts serving the coordinator that forked this process. */
export const startWorker = (): void => {
  forgetHugePages();
  captureOutput();
  const worker = new Worker();
  process.on("uncaughtException", (error) => {
    worker.running.uncaught(error);
  });
  process.on("unhandledRejection", (error) => {
    worker.running.uncaught(error);
  });
  process.exit = (code) => {
    worker.running.exit(Number(code ?? process.exitCode ?? 0));
    return leave(code);
  };
  // Ctrl-C reaches the whole terminal group; the coordinator decides what ends, and when.
  process.on("SIGINT", () => undefined);
  worker.listenAgain = listen((message) => {
    worker.handle(message);
  });
  tell({ type: "ready", protocol: protocolVersion, pid: process.pid });
};
