import type { NewRunEvent } from "../model/events.ts";
import type { Invocation } from "../model/spec.ts";
import type { Answers } from "./answers.ts";
import type { Attempts } from "./attempts.ts";
import type { CoordinatorOptions } from "./coordinator-options.ts";
import type { InputTable } from "./input-table.ts";
import { isInline } from "./is-inline.ts";
import { defaultConcurrency } from "./pool.ts";
import type { Schedule } from "./schedule.ts";
import { hasStarted, StartQueue, type Waiting } from "./start-queue.ts";
import { stepTask } from "./step-task.ts";
import type { WorkerProcess } from "./worker-process.ts";

export interface StarterOptions {
  readonly run: CoordinatorOptions;
  readonly schedule: Schedule;
  readonly inputs: InputTable;
  readonly answers: Answers;
  readonly attempts: Attempts;
  readonly invocation: (id: string) => Invocation;
  readonly emit: (event: NewRunEvent) => void;
  /** Uses the earlier result of a step; false where there is none. */
  readonly answerFromCache: (invocation: Invocation) => boolean;
}

/** Starts the steps of a run that can start, as workers become free. */
export class Starter {
  /** How many isolated steps run at the same time. */
  readonly limit: number;
  readonly #options: StarterOptions;
  readonly #isolated = new StartQueue();
  readonly #inline = new StartQueue();
  /** Steps whose task is with a worker already, while what they depend on is being filed. */
  readonly #ahead = new Map<string, WorkerProcess>();

  constructor(options: StarterOptions) {
    this.#options = options;
    this.limit = options.run.spec.options.maxConcurrency ?? defaultConcurrency();
  }

  add(waiting: Waiting): void {
    this.#queueOf(waiting.invocation).add(waiting);
  }

  /** Takes a step out that has started before; false where it does not wait. */
  removeStarted(id: string): boolean {
    return this.#queueOf(this.#options.invocation(id)).removeStarted(id);
  }

  start(): void {
    this.#startFrom(this.#inline);
    this.#startFrom(this.#isolated);
  }

  /**
   * Sends what is next to free workers, so that they are at work while the outputs of `id`, which has succeeded, are being filed. To
   * everybody else these steps start when that is done; where it fails (`withdrawAhead`), they never did.
   */
  startAhead(id: string): void {
    const { schedule, invocation } = this.#options;
    for (const waiting of this.#isolated.upTo(this.limit)) {
      if (hasStarted(waiting)) return;
      if (!schedule.isReady(waiting.invocation.id)) continue;
      if (!this.#sendAhead(waiting.invocation)) return;
    }
    for (const next of schedule.readyAfter(id).map(invocation)) {
      // The reference itself is what will be known only then.
      if (isInline(next) || next.slots.some((slot) => slot.unmaterialized === true)) return;
      if (!this.#sendAhead(next)) return;
    }
  }

  /** False where it has to wait, and so does what comes after it. */
  #sendAhead(invocation: Invocation): boolean {
    if (this.#options.answers.find(invocation) !== undefined) return true;
    const worker = this.#freeWorker(invocation);
    if (worker === undefined) return false;
    this.#ahead.set(invocation.id, worker);
    this.#send(worker, { invocation, attempt: 1 });
    return true;
  }

  withdrawAhead(): void {
    for (const id of this.#ahead.keys()) this.#options.attempts.withdraw(id);
    this.#ahead.clear();
  }

  #queueOf(invocation: Invocation): StartQueue {
    return isInline(invocation) ? this.#inline : this.#isolated;
  }

  #startFrom(queue: StartQueue): void {
    const { schedule, inputs, answers, emit } = this.#options;
    for (let next = queue.first; next !== undefined; next = queue.first) {
      const { invocation, attempt, lost } = next;
      const { id } = invocation;
      const first = !hasStarted(next);
      if (first && this.#needsNoWorker(invocation)) {
        queue.shift();
        continue;
      }
      const worker = this.#ahead.get(id) ?? this.#freeWorker(invocation);
      if (worker === undefined) return;
      queue.shift();
      if (first) schedule.start(id);
      const notCached = answers.notCached(invocation);
      if (lost === undefined)
        emit({ event: "step.started", id, attempt, inputs: inputs.used(invocation), pid: worker.pid, ...(notCached && { notCached }) });
      if (!this.#ahead.delete(id)) this.#send(worker, next);
    }
  }

  /** It was halted or cancelled while it waited, or the cache has its result. */
  #needsNoWorker(invocation: Invocation): boolean {
    if (this.#ahead.has(invocation.id)) return false;
    return !this.#options.schedule.isReady(invocation.id) || this.#options.answerFromCache(invocation);
  }

  #freeWorker(invocation: Invocation): WorkerProcess | undefined {
    const { pool, spec } = this.#options.run;
    const { maxConcurrency } = spec.options;
    if (maxConcurrency !== undefined && this.#options.attempts.running >= maxConcurrency) return undefined;
    return isInline(invocation) ? pool.forInline() : pool.forIsolated(this.limit, invocation.options.resources?.memory);
  }

  #send(worker: WorkerProcess, waiting: Waiting): void {
    const { run, inputs, attempts } = this.#options;
    const { invocation } = waiting;
    attempts.start(worker, stepTask(run, waiting, inputs.contents(invocation)), invocation.options.timeout);
  }
}
