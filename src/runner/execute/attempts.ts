import { appendFileSync, mkdirSync } from "node:fs";
import { dirname } from "node:path";
import type { Failure } from "../model/failure.ts";
import type { SavedOutput, StepTask } from "../model/protocol.ts";
import { stepDied } from "./death.ts";
import { graceSeconds } from "./grace.ts";
import type { AttemptEnd, WorkerProcess } from "./worker-process.ts";

/** How an attempt came out. `stopped`: it was asked to stop and did, one way or another. */
export type AttemptOutcome =
  | { readonly kind: "completed"; readonly outputs: readonly SavedOutput[] }
  | { readonly kind: "failed"; readonly error: Failure }
  | { readonly kind: "stopped" };

interface Running {
  readonly task: StepTask;
  readonly worker: WorkerProcess;
  readonly timers: NodeJS.Timeout[];
  reason?: "timeout" | "stop";
}

/** The attempts that run right now: their timeouts, how they are stopped, and what their end means. */
export class Attempts {
  readonly #running = new Map<string, Running>();
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
    const entry: Running = { task, worker, timers: [] };
    this.#running.set(task.invocation.id, entry);
    if (timeout !== undefined) {
      entry.timers.push(
        setTimeout(() => {
          this.#askToStop(entry, "timeout", graceSeconds());
        }, timeout * 1000),
      );
    }
    void worker.run(task).then((end) => {
      this.#end(entry, end);
    });
  }

  /** Asks an attempt to stop, and kills its process when it has not after `grace` seconds. */
  stop(invocation: string, grace: number): void {
    const entry = this.#running.get(invocation);
    if (entry !== undefined) this.#askToStop(entry, "stop", grace);
  }

  /** Forgets everything that runs: nobody wants to hear of it any more. */
  abandon(): void {
    for (const { timers } of this.#running.values()) timers.forEach(clearTimeout);
    this.#running.clear();
  }

  /** Adds to the log of a running attempt what reached the coordinator by the process's own streams, such as the words of a child process. */
  writeLog(invocation: string, text: Buffer): void {
    const entry = this.#running.get(invocation);
    if (entry === undefined) return;
    try {
      mkdirSync(dirname(entry.task.log), { recursive: true });
      appendFileSync(entry.task.log, text);
    } catch {
      // The log is the least that is lost when the disk is full; the step's own outputs will tell.
    }
  }

  #askToStop(entry: Running, reason: "timeout" | "stop", grace: number): void {
    if (entry.reason !== undefined) return;
    entry.reason = reason;
    const { worker, task } = entry;
    worker.send({ type: "abort", invocation: task.invocation.id });
    entry.timers.push(
      setTimeout(() => {
        // Others may run beside it in the host: the attempt is given up, and the process ends with the run.
        if (worker.load > 1) this.#end(entry, { kind: "failed", error: timedOut(entry), dirty: true });
        else worker.kill();
      }, grace * 1000),
    );
  }

  #end(entry: Running, end: AttemptEnd): void {
    const { task, reason } = entry;
    if (this.#running.get(task.invocation.id) !== entry) return;
    this.#running.delete(task.invocation.id);
    entry.timers.forEach(clearTimeout);
    this.#onEnd(task, outcomeOf(entry, reason, end));
  }
}

const outcomeOf = (entry: Running, reason: Running["reason"], end: AttemptEnd): AttemptOutcome => {
  // What was finished is kept, also when the wish to stop came first.
  if (end.kind === "completed" && reason !== "timeout") return { kind: "completed", outputs: end.outputs };
  if (reason === "timeout") return { kind: "failed", error: timedOut(entry) };
  if (reason === "stop") return { kind: "stopped" };
  if (end.kind === "died") return { kind: "failed", error: stepDied(entry.task.invocation.id, end.death, entry.task.invocation.at) };
  if (end.kind === "failed") return { kind: "failed", error: end.error };
  return { kind: "completed", outputs: end.outputs };
};

const timedOut = ({ task }: Running): Failure => ({
  code: "SW3002",
  message: `\`${task.invocation.id}\` took longer than its timeout of ${String(task.invocation.options.timeout)} s.`,
  help: "Raise `timeout`, or let the step do less. Its `signal` tells it when the time is up.",
  ...(task.invocation.at && { at: task.invocation.at }),
});
