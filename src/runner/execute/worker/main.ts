import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { protocolVersion } from "../../model/formats.ts";
import type { Failure } from "../../model/failure.ts";
import type { StepTask, ToWorker } from "../../model/protocol.ts";
import type { Result } from "../../model/result.ts";
import type { SavedOutput } from "../../model/protocol.ts";
import { setStepStore } from "../../sdk/artifacts.ts";
import type { StepDefinition } from "../../sdk/definition.ts";
import { StepwrightError } from "../../sdk/errors.ts";
import { placeOfCall, setProcessKind } from "../../sdk/state.ts";
import type { Store } from "../../store/store.ts";
import { runAttempt, type Workbench } from "./attempt.ts";
import { listen, tell } from "./channel.ts";
import { loadModule } from "./load.ts";
import { Recording } from "./recording-session.ts";
import { captureOutput } from "./step-log.ts";
import { storeAccess } from "./stored-inputs.ts";
import { describeThrown } from "./thrown.ts";
import { TraceWatch } from "./traces.ts";

/**
 * A worker: loads the author's module, records a pipeline when asked, and runs steps. It ends when the coordinator says so or is gone.
 */
class Worker {
  readonly #ours = dirname(fileURLToPath(import.meta.url));
  #bench: Workbench | undefined;
  /** Resolves when there is a module to run steps of: a task may arrive before. */
  readonly #loaded = Promise.withResolvers<Workbench>();
  #traces: TraceWatch | undefined;
  #recording: Recording | undefined;
  readonly #running = new Map<string, { readonly abort: AbortController; readonly stop: (error: unknown) => void }>();

  handle(message: ToWorker): void {
    switch (message.type) {
      case "load":
        void this.#load(message);
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
        this.#running.get(message.invocation)?.abort.abort(new DOMException("The step was stopped.", "AbortError"));
        break;
      case "stop":
        process.exit(0);
        break;
      default:
        message satisfies never;
    }
  }

  async #load({ bundle, workspace, store: root }: Extract<ToWorker, { type: "load" }>): Promise<void> {
    const store: Store = { root, workspace };
    const loaded = await loadModule(bundle, workspace, this.#ours);
    if (!loaded.ok) {
      tell({ type: "loadFailed", error: loaded.error });
      return;
    }
    const bench = { store, module: loaded.value, ours: this.#ours };
    this.#bench = bench;
    this.#recording = new Recording(bench, bundle);
    setProcessKind("worker");
    setStepStore(
      storeAccess(store, (version) => {
        const place = placeOfCall();
        if (place.kind === "step") tell({ type: "saved", invocation: place.context.step.id, version });
      }),
    );
    this.#traces = new TraceWatch();
    tell({ type: "loaded", registered: loaded.value.registered() });
    this.#loaded.resolve(bench);
  }

  async #record(message: Extract<ToWorker, { type: "record" }>): Promise<void> {
    if (this.#recording === undefined) throw new Error("A worker was asked to record before it had loaded a module.");
    const recorded = await this.#recording.record(message);
    if (recorded.ok) tell({ type: "recorded", spec: recorded.value, dirty: this.#traces?.hasTraces() === true });
    else tell({ type: "recordFailed", error: recorded.error });
  }

  async #run(task: StepTask): Promise<void> {
    const bench = this.#bench ?? (await this.#loaded.promise);
    const { id, identity, options } = task.invocation;
    const definition: StepDefinition | undefined =
      this.#recording?.definitionOf(task.invocation) ?? (identity === undefined ? undefined : bench.module.step(identity));
    if (definition === undefined) throw new Error(`The step ${identity ?? id} is not in the loaded module.`);
    const abort = new AbortController();
    const { promise: stopped, reject: stop } = Promise.withResolvers<never>();
    stopped.catch(() => undefined);
    this.#running.set(id, { abort, stop });
    const restore = this.#traces?.withEnvironment(options.environment ?? {});
    let result: Result<SavedOutput[]>;
    try {
      result = await runAttempt(bench, task, definition, abort.signal, stopped);
    } catch (error) {
      result = { ok: false, error: ourBug(error, this.#ours) };
    } finally {
      restore?.();
      this.#running.delete(id);
    }
    const dirty = this.#traces?.hasTraces() === true;
    tell(
      result.ok
        ? { type: "completed", invocation: id, outputs: result.value, dirty }
        : { type: "failed", invocation: id, error: result.error, dirty },
    );
  }

  /**
   * An error that nothing caught. It ends the attempts that are running here: which of several it belongs to cannot be told.
   * The process is in an unknown state afterwards; a timer or listener that goes on counts as a trace.
   */
  uncaught(error: unknown): void {
    for (const { stop } of this.#running.values()) stop(error);
    if (this.#running.size === 0) console.error(error);
  }
}

const ourBug = (error: unknown, ours: string): Failure =>
  StepwrightError.is(error)
    ? error.failure
    : {
        code: "SW9001",
        message: `The worker failed: ${error instanceof Error ? error.message : String(error)}`,
        help: "This is a bug in Stepwright. Please report it with the lines below.",
        thrown: describeThrown(error, ours),
      };

/** Starts serving the coordinator that forked this process. */
export const startWorker = (): void => {
  process.setSourceMapsEnabled(true);
  captureOutput();
  const worker = new Worker();
  process.on("uncaughtException", (error) => {
    worker.uncaught(error);
  });
  process.on("unhandledRejection", (error) => {
    worker.uncaught(error);
  });
  // Ctrl-C reaches the whole terminal group; the coordinator decides what ends, and when.
  process.on("SIGINT", () => undefined);
  listen((message) => {
    worker.handle(message);
  });
  tell({ type: "ready", protocol: protocolVersion, pid: process.pid });
};
