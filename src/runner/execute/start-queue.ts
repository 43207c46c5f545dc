import type { Failure } from "../model/failure.ts";
import type { Invocation } from "../model/spec.ts";

/** One try of a step that may start and waits for a free worker. */
export interface Waiting {
  readonly invocation: Invocation;
  /** From 1. */
  readonly attempt: number;
  /** It was sent to a worker that refused it. */
  readonly refused?: true;
  /** It has ended with its process, and only its hooks are left to run. */
  readonly lost?: Failure;
}

/** Whether a step that waits has started before, in an earlier try or in this one. */
export const hasStarted = ({ attempt, refused, lost }: Waiting): boolean => attempt > 1 || refused === true || lost !== undefined;

/** Tries that wait, first come first served; what has started before goes before the first tries of others. */
export class StartQueue {
  readonly #waiting: Waiting[] = [];
  /** Everything before it has been taken: in a run of thousands of steps nothing is moved for each. */
  #head = 0;

  get first(): Waiting | undefined {
    return this.#waiting[this.#head];
  }

  /** The first of them, in their order. */
  upTo(count: number): readonly Waiting[] {
    return this.#waiting.slice(this.#head, this.#head + count);
  }

  add(waiting: Waiting): void {
    if (hasStarted(waiting)) this.#waiting.splice(this.#head, 0, waiting);
    else this.#waiting.push(waiting);
  }

  /** Takes the first one out. */
  shift(): void {
    this.#head++;
    if (this.#head < this.#waiting.length) return;
    this.#waiting.length = 0;
    this.#head = 0;
  }

  /** Takes a step out that has started before; false where it does not wait. */
  removeStarted(id: string): boolean {
    const index = this.#waiting.findIndex((waiting, at) => at >= this.#head && waiting.invocation.id === id && hasStarted(waiting));
    if (index >= 0) this.#waiting.splice(index, 1);
    return index >= 0;
  }
}
