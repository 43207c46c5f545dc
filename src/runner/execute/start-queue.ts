import type { Invocation } from "../model/spec.ts";

/** One try of a step that may start and waits for a free worker. */
export interface Waiting {
  readonly invocation: Invocation;
  /** From 1. */
  readonly attempt: number;
}

/** Tries that wait, first come first served; a further try of a step goes before the first tries of others. */
export class StartQueue {
  readonly #waiting: Waiting[] = [];
  /** Everything before it has been taken: in a run of thousands of steps nothing is moved for each. */
  #head = 0;

  get first(): Waiting | undefined {
    return this.#waiting[this.#head];
  }

  add(waiting: Waiting): void {
    if (waiting.attempt === 1) this.#waiting.push(waiting);
    else this.#waiting.splice(this.#head, 0, waiting);
  }

  /** Takes the first one out. */
  shift(): void {
    this.#head++;
    if (this.#head < this.#waiting.length) return;
    this.#waiting.length = 0;
    this.#head = 0;
  }

  /** Takes a further try of a step out; false where none waits. */
  removeRetry(id: string): boolean {
    const index = this.#waiting.findIndex(({ invocation, attempt }, at) => at >= this.#head && invocation.id === id && attempt > 1);
    if (index >= 0) this.#waiting.splice(index, 1);
    return index >= 0;
  }
}
