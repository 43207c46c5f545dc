import { fork, type ChildProcess } from "node:child_process";
import { protocolVersion } from "../model/formats.ts";
import type { Failure } from "../model/failure.ts";
import type { FromWorker, RunMessage, SavedOutput, StepTask, ToWorker } from "../model/protocol.ts";
import { fromWorker, type Envelope } from "./envelope.ts";
import type { Reaper } from "./reaper.ts";
import { deathOf, type Death } from "./death.ts";
import { workerEnvironment } from "./environment.ts";
import { killGroup } from "./kill-group.ts";

/** How an attempt ended: with outputs, with a failure, before it began, or with the process. */
export type AttemptEnd =
  | { readonly kind: "completed"; readonly outputs: readonly SavedOutput[] }
  /** `killed`: its process was ended for the sake of another attempt. */
  | { readonly kind: "failed"; readonly error: Failure; readonly killed?: true }
  | { readonly kind: "refused" }
  | { readonly kind: "died"; readonly death: Death };

export interface WorkerOptions {
  /** Absolute path of the worker's entry. */
  readonly entry: string;
  /** Megabytes of heap; as Node decides where absent. */
  readonly memory?: number;
  readonly reaper: Reaper;
  /** What the process itself wrote, outside of any step's own output, or by a child of a step. */
  readonly onOutput: (text: Buffer, running: readonly string[]) => void;
  /** Every message but the ends of attempts, loads and recordings. */
  readonly onMessage: (message: RunMessage) => void;
}

type State = "starting" | "started" | "stopping" | "stopped";
type Reply = Extract<FromWorker, { type: "loaded" | "loadFailed" | "recorded" | "recordFailed" }>;

/** One worker process. Whoever makes it stops it. */
export class WorkerProcess {
  readonly #child: ChildProcess;
  readonly #options: WorkerOptions;
  readonly #attempts = new Map<string, (end: AttemptEnd) => void>();
  readonly #ended = Promise.withResolvers<Death>();
  readonly #loaded = Promise.withResolvers<undefined>();
  /** Attempts that have heard that they are to end. */
  readonly #aborting = new Set<string>();
  #reply: PromiseWithResolvers<Reply | { readonly type: "died"; readonly death: Death }> | undefined;
  #state: State = "starting";
  /** Messages that were sent before the process was there to read them. */
  #waiting: ToWorker[] = [];
  #lastWords = "";
  /** True when it must not run another isolated step. */
  dirty = false;
  /** False while the last `ping` has no answer. */
  answered = true;

  constructor(options: WorkerOptions) {
    this.#options = options;
    this.#child = fork(options.entry, [], {
      env: workerEnvironment(),
      execArgv: options.memory === undefined ? [] : [`--max-old-space-size=${String(options.memory)}`],
      stdio: ["ignore", "pipe", "pipe", "ipc"],
      // Its own process group, so that it can be killed with all of its children, and so that Ctrl-C reaches only the coordinator.
      detached: process.platform !== "win32",
    });
    const { pid } = this.#child;
    if (pid !== undefined) options.reaper.watch(pid);
    this.#child.on("message", (value) => {
      const message = fromWorker(value);
      if (message !== undefined) this.#receive(message);
    });
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      stream?.on("data", (chunk: Buffer) => {
        this.#lastWords = (this.#lastWords + chunk.toString("utf8")).slice(-4_000);
        options.onOutput(chunk, [...this.#attempts.keys()]);
      });
    }
    this.#child.on("error", (error) => {
      if (this.#child.pid === undefined) this.#die({ kind: "not started", message: error.message });
    });
    this.#child.on("exit", (code, signal) => {
      // What it started must not outlive it.
      killGroup(this.#child);
      // A process that left the group can hold the streams open for as long as it likes.
      const late = setTimeout(() => {
        this.#die(deathOf(code, signal, this.#lastWords));
      }, 1_000);
      // `close` and not `exit`: what the process wrote last has been read by then.
      this.#child.on("close", () => {
        clearTimeout(late);
        this.#die(deathOf(code, signal, this.#lastWords));
      });
    });
  }

  get pid(): number {
    return this.#child.pid ?? 0;
  }

  /** How many attempts it runs now. */
  get load(): number {
    return this.#attempts.size;
  }

  get stopped(): boolean {
    return this.#state === "stopping" || this.#state === "stopped";
  }

  /** Resolves when the process is gone. */
  get ended(): Promise<Death> {
    return this.#ended.promise;
  }

  /** Resolves when it has loaded the author's module and can run attempts at once; never, where it ends before. */
  get loaded(): Promise<undefined> {
    return this.#loaded.promise;
  }

  /** Asks for something that has one answer. One question at a time. */
  async ask(message: Extract<ToWorker, { type: "load" | "record" }>): Promise<Reply | { readonly type: "died"; readonly death: Death }> {
    const reply = Promise.withResolvers<Reply | { readonly type: "died"; readonly death: Death }>();
    this.#reply = reply;
    if (this.#state === "stopped") return { type: "died", death: await this.ended };
    this.send(message);
    return reply.promise;
  }

  /** Runs one attempt. Never rejects: however the process ends, it says so. */
  run(task: StepTask): Promise<AttemptEnd> {
    const { promise, resolve } = Promise.withResolvers<AttemptEnd>();
    if (this.#state === "stopped") return this.ended.then((death) => ({ kind: "died", death }));
    this.#aborting.delete(task.invocation.id);
    this.#attempts.set(task.invocation.id, resolve);
    this.send({ type: "run", task });
    return promise;
  }

  send(message: ToWorker): void {
    if (this.#state === "starting") this.#waiting.push(message);
    else if (this.#state === "started" && this.#child.connected) {
      // What cannot be sent any more is answered by the end of the process, which says why.
      this.#child.send({ stepwright: message } satisfies Envelope<ToWorker>, () => undefined);
    }
  }

  /** Asks whether the process still listens; `answered` says so later. */
  ping(): void {
    this.answered = false;
    this.send({ type: "ping" });
  }

  /** Whether an attempt has heard that it is to end. One that has not blocks its process. */
  hears(invocation: string): boolean {
    return this.#aborting.has(invocation);
  }

  /** Ends an attempt that did not end when it was asked to. Its function may go on, so nothing else is to run beside it. */
  abandon(invocation: string, error: Failure): void {
    this.dirty = true;
    this.send({ type: "abandon", invocation, error });
  }

  /** Gives the process up: what it was to run has failed with `error`. */
  fail(error: Failure): void {
    for (const invocation of [...this.#attempts.keys()]) this.#endAttempt(invocation, { kind: "failed", error });
    this.kill();
  }

  /** Ends an idle process. A kill or stop asked for while it starts is remembered. */
  stop(): void {
    if (this.stopped) return;
    if (this.#state === "started" && this.#attempts.size === 0) {
      this.send({ type: "stop" });
      this.#state = "stopping";
    } else this.kill();
  }

  /** Ends the process and all of its children, at once. */
  kill(): void {
    if (this.#state === "stopped") return;
    this.#state = "stopping";
    killGroup(this.#child);
  }

  #receive(message: FromWorker): void {
    switch (message.type) {
      case "ready":
        if (this.#state !== "starting") return;
        if (message.protocol !== protocolVersion) {
          this.#lastWords = `The worker speaks version ${String(message.protocol)} of the protocol.`;
          this.kill();
          return;
        }
        this.#state = "started";
        for (const waiting of this.#waiting.splice(0)) this.send(waiting);
        return;
      case "loaded":
      case "loadFailed":
      case "recorded":
      case "recordFailed":
        if (message.type === "loaded") this.#loaded.resolve(undefined);
        this.#reply?.resolve(message);
        this.#reply = undefined;
        return;
      case "aborting":
        this.#aborting.add(message.invocation);
        return;
      case "completed":
        this.#endSoon(message.invocation, { kind: "completed", outputs: message.outputs });
        return;
      case "failed":
        this.#endSoon(message.invocation, { kind: "failed", error: message.error });
        return;
      case "dirty":
        this.dirty = true;
        return;
      case "pong":
        this.answered = true;
        return;
      case "refused":
        this.#endSoon(message.invocation, { kind: "refused" });
        return;
      case "progress":
      case "metadata":
      case "tags":
      case "saved":
      case "hook":
      case "invoke":
        this.#options.onMessage(message);
        return;
      case "returned":
      case "threw":
        this.#soon(() => this.#options.onMessage(message));
        return;
      default:
        message satisfies never;
    }
  }

  #endSoon(invocation: string, end: AttemptEnd): void {
    this.#soon(() => this.#endAttempt(invocation, end));
  }

  /** Does something when everything that is already here has been read: what a process wrote comes by another pipe than its messages. */
  #soon(action: () => void): void {
    setImmediate(action);
  }

  #endAttempt(invocation: string, end: AttemptEnd): void {
    const resolve = this.#attempts.get(invocation);
    this.#attempts.delete(invocation);
    resolve?.(end);
  }

  #die(death: Death): void {
    if (this.#state === "stopped") return;
    this.#state = "stopped";
    if (this.#child.pid !== undefined) this.#options.reaper.forget(this.#child.pid);
    for (const invocation of [...this.#attempts.keys()]) this.#endAttempt(invocation, { kind: "died", death });
    this.#reply?.resolve({ type: "died", death });
    this.#ended.resolve(death);
  }
}
