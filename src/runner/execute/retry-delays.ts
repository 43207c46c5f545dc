import { timerDelay } from "./timer-delay.ts";

/** The times between an attempt that failed and the next one. */
export class RetryDelays {
  readonly #timers = new Map<string, NodeJS.Timeout>();

  /** Calls `then` after the delay, unless it is dropped before. */
  start(invocation: string, seconds: number, then: () => void): void {
    this.#timers.set(
      invocation,
      setTimeout(() => {
        this.#timers.delete(invocation);
        then();
      }, timerDelay(seconds)),
    );
  }

  /** Gives the next attempt up; false where none was waited for. */
  drop(invocation: string): boolean {
    clearTimeout(this.#timers.get(invocation));
    return this.#timers.delete(invocation);
  }

  clear(): void {
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }
}
