import { timerDelay } from "./timer-delay.ts";
import type { WorkerProcess } from "./worker-process.ts";

/**
 * Watches processes in which a function was left to itself, because its attempt had to end and it did not. It may block later what runs
 * beside it, which could not even be asked to stop: a process that says nothing for two turns is blocked.
 */
export class Leftovers {
  readonly #timers = new Map<WorkerProcess, NodeJS.Timeout>();

  /** @param grace seconds between two questions */
  watch(worker: WorkerProcess, grace: number, onBlocked: () => void): void {
    if (this.#timers.has(worker)) return;
    let silent = 0;
    const timer = setInterval(() => {
      silent = worker.answered ? 0 : silent + 1;
      if (worker.stopped) this.#forget(worker);
      else if (silent < 2) worker.ping();
      else {
        this.#forget(worker);
        onBlocked();
      }
    }, timerDelay(grace));
    // Nothing is waited for: whatever runs in the process keeps this one alive.
    timer.unref();
    this.#timers.set(worker, timer);
    worker.ping();
  }

  close(): void {
    for (const worker of [...this.#timers.keys()]) this.#forget(worker);
  }

  #forget(worker: WorkerProcess): void {
    clearInterval(this.#timers.get(worker));
    this.#timers.delete(worker);
  }
}
