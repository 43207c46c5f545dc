import type { Failure } from "../model/failure.ts";
import type { SavedOutput, StepTask } from "../model/protocol.ts";
import type { Invocation } from "../model/spec.ts";
import { stepBlocked, stepDied, stepTimedOut } from "./death.ts";
import { cancelledFailure } from "./cancelled.ts";
import { graceSeconds } from "./grace.ts";
import { isInline } from "./is-inline.ts";
import { Leftovers } from "./leftovers.ts";
import { LogFile } from "./log-file.ts";
import { removeTempDir } from "./temp-dir.ts";
import { timerDelay } from "./timer-delay.ts";
import type { AttemptEnd, WorkerProcess } from "./worker-process.ts";

/**
 * How an attempt came out. `stopped`: it was asked to stop and did, one way or another. `refused`: it has not begun, because an earlier
 * step left traces in the process; another worker is to have it.
 */
export type AttemptOutcome =
  | { readonly kind: "completed"; readonly outputs: readonly SavedOutput[] }
  /** `lost`: its process is gone, so its hooks have not run. */
  | { readonly kind: "failed"; readonly error: Failure; readonly lost?: true }
  | { readonly kind: "stopped" | "refused" };

interface Running {
  readonly task: StepTask;
  readonly worker: WorkerProcess;
  readonly timers: NodeJS.Timeout[];
  /** For what does not come by the worker itself, such as the words of a child process. */
  readonly log: LogFile;
  reason?: "timeout" | "stop";
  abandoned?: true;
}

/** The attempts that run right now: their timeouts, how they are stopped, and what their end means. */
export class Attempts {
  readonly #running = new Map<string, Running>();
  readonly #leftovers = new Leftovers();
  readonly #onEnd: (task: StepTask, outcome: AttemptOutcome) => void;

  constructor(onEnd: (task: StepTask, outcome: AttemptOutcome) => void) {
    this.#onEnd = onEnd;
  }

  get running(): number {
    return this.#running.size;
  }

  /** Number of the attempt of this invocation that runs now; undefined where none does. */
  number(invocation: string): number | undefined {
    return this.#running.get(invocation)?.task.attempt;
  }

  /** Starts an attempt on a worker. `timeout` in seconds. */
  start(worker: WorkerProcess, task: StepTask, timeout: number | undefined): void {
    const entry: Running = { task, worker, timers: [], log: new LogFile(task.log) };
    this.#running.set(task.invocation.id, entry);
    if (timeout !== undefined) void this.#limit(entry, timeout);
    void worker.run(task).then((end) => {
      this.#end(entry, end);
    });
  }

  /** The time is the attempt's own: that of its worker to start is not part of it. */
  async #limit(entry: Running, timeout: number): Promise<void> {
    await entry.worker.loaded;
    if (this.#running.get(entry.task.invocation.id) !== entry) return;
    entry.timers.push(
      setTimeout(() => {
        this.#askToStop(entry, "timeout", graceSeconds());
      }, timerDelay(timeout)),
    );
  }

  /** Asks an attempt to stop, and kills its process when it has not after `grace` seconds. */
  stop(invocation: string, grace: number): void {
    const entry = this.#running.get(invocation);
    if (entry !== undefined) this.#askToStop(entry, "stop", grace);
  }

  /** Takes an attempt back that nobody has been told of, and ends its process. */
  withdraw(invocation: string): void {
    const entry = this.#running.get(invocation);
    if (entry === undefined) return;
    this.#forget(entry);
    entry.worker.kill();
    removeTempDir(entry.task.tempDir);
  }

  /** Forgets everything that runs: nobody wants to hear of it any more. */
  close(): void {
    for (const { timers } of this.#running.values()) timers.forEach(clearTimeout);
    this.#running.clear();
    this.#leftovers.close();
  }

  /** Adds to the log of a running attempt what reached the coordinator by the process's own streams, such as the words of a child process. */
  writeLog(invocation: string, text: Buffer): void {
    this.#running.get(invocation)?.log.write(text);
  }

  #askToStop(entry: Running, reason: "timeout" | "stop", grace: number): void {
    const asked = entry.reason !== undefined;
    // Whoever stops the run does not want another try of what took too long.
    if (entry.reason !== "stop") entry.reason = reason;
    if (asked) return;
    const { worker, task } = entry;
    worker.send({ type: "abort", invocation: task.invocation.id, reason });
    entry.timers.push(
      setTimeout(() => {
        this.#insist(entry, grace);
      }, timerDelay(grace)),
    );
  }

  /** The attempt did not end when it was asked to. In a process that still listens, it can end alone, with its hooks. */
  #insist(entry: Running, grace: number): void {
    const { worker, task, timers, reason } = entry;
    const { invocation } = task;
    if (!worker.hears(invocation.id)) {
      this.#killProcess(entry);
      return;
    }
    entry.abandoned = true;
    worker.abandon(invocation.id, reason === "timeout" ? stepTimedOut(invocation) : cancelledFailure(invocation.id));
    timers.push(
      setTimeout(() => {
        this.#killProcess(entry);
      }, timerDelay(grace)),
    );
  }

  /** Ends the process of an attempt, and with it whatever runs beside it. */
  #killProcess(entry: Running): void {
    const { worker, task } = entry;
    // First of all: what starts because others end here must not start in this process.
    worker.kill();
    for (const other of [...this.#running.values()]) {
      if (other.worker === worker && other !== entry)
        this.#end(other, { kind: "failed", error: stepBlocked(other.task.invocation, task.invocation.id), killed: true });
    }
  }

  #end(entry: Running, end: AttemptEnd): void {
    const { task, reason } = entry;
    if (this.#running.get(task.invocation.id) !== entry) return;
    this.#forget(entry);
    // The function of an abandoned attempt may still be at work. In a process of its own, it ends with that.
    if (entry.abandoned && isInline(task.invocation)) this.#leftovers.watch(entry.worker, graceSeconds(), () => this.#killProcess(entry));
    else if (entry.abandoned) entry.worker.kill();
    if (end.kind === "died") removeTempDir(task.tempDir);
    this.#onEnd(task, outcomeOf(entry, reason, end));
  }

  #forget({ task, timers, log }: Running): void {
    this.#running.delete(task.invocation.id);
    timers.forEach(clearTimeout);
    log.close();
  }
}

const outcomeOf = (entry: Running, reason: Running["reason"], end: AttemptEnd): AttemptOutcome => {
  // What was finished is kept, also when the wish to stop came first. Whether the function itself was in time, its worker has decided.
  if (end.kind === "completed") return { kind: "completed", outputs: end.outputs };
  if (reason === "stop") return { kind: "stopped" };
  if (end.kind === "refused") return { kind: "refused" };
  const { invocation, lost } = entry.task;
  // Whatever became of its hooks.
  if (lost !== undefined) return { kind: "failed", error: lost };
  const gone = end.kind === "died" ? end.death.kind !== "not started" : end.killed === true;
  return { kind: "failed", error: failureOf(invocation, reason, end), ...(gone && { lost: true }) };
};

const failureOf = (
  invocation: Invocation,
  reason: "timeout" | undefined,
  end: Extract<AttemptEnd, { kind: "failed" | "died" }>,
): Failure => {
  if (reason === "timeout") return stepTimedOut(invocation);
  return end.kind === "failed" ? end.error : stepDied(invocation.id, end.death, invocation.at);
};
