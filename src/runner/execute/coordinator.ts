import type { ArtifactVersion } from "../model/artifact.ts";
import type { CacheKey, FinalRunEvent, NewRunEvent } from "../model/events.ts";
import type { Failure } from "../model/failure.ts";
import type { RunMessage, SavedOutput, StepTask } from "../model/protocol.ts";
import type { RunRecord } from "../model/record.ts";
import { err, type Result } from "../model/result.ts";
import type { Invocation, OutputRef } from "../model/spec.ts";
import { upstreamOf } from "../sdk/recording/validate.ts";
import { cacheNotUsed } from "../store/trust.ts";
import { Answers } from "./answers.ts";
import { usesCache } from "./cache.ts";
import { Attempts, type AttemptOutcome } from "./attempts.ts";
import { cachedEvents } from "./cached-events.ts";
import { orchestratorEnded, skippedFailure, stepsFailed } from "./endings.ts";
import type { CoordinatorOptions } from "./coordinator-options.ts";
import { EventLog } from "./event-log.ts";
import { hasEndHooks } from "./end-hooks.ts";
import { HostLink } from "./host-link.ts";
import { isolatedWidth } from "./isolated-width.ts";
import { keepOutputs } from "./keep-outputs.ts";
import { RetryDelays } from "./retry-delays.ts";
import { Starter } from "./starter.ts";
import { eventOfNote } from "./worker-notes.ts";
import { cancelledFailure } from "./cancelled.ts";
import { graceSeconds } from "./grace.ts";
import { InputTable } from "./input-table.ts";
import { isInline } from "./is-inline.ts";
import type { PoolListener } from "./pool.ts";
import { Schedule, type Consequences } from "./schedule.ts";

/**
 * Runs one recorded pipeline to its end: starts what can start, decides what the cache answers, keeps what steps return, and writes each
 * event to the journal before anyone hears of it. It never loads the author's code.
 */
export class Coordinator implements PoolListener {
  readonly #options: CoordinatorOptions;
  readonly #events: EventLog;
  readonly #schedule: Schedule;
  readonly #invocations = new Map<string, Invocation>();
  readonly #inputs: InputTable;
  readonly #attempts: Attempts;
  readonly #host: HostLink;
  readonly #starter: Starter;
  readonly #answers: Answers;
  readonly #delays = new RetryDelays();
  readonly #failed: string[] = [];
  readonly #finished = Promise.withResolvers<Result<RunRecord>>();
  /** Of a dynamic pipeline: what its function came to. */
  #returned:
    { readonly outputs: Readonly<Record<string, OutputRef>>; readonly unread: readonly string[] } | { readonly error: Failure } | undefined;
  #cancelled = false;
  #ended = false;

  constructor(options: CoordinatorOptions) {
    this.#options = options;
    this.#host = new HostLink(options.pool, options.spec.dynamic);
    this.#schedule = new Schedule(options.spec.options.executionMode);
    this.#events = new EventLog({ ...options, onBroken: (failure) => this.#break(failure) });
    this.#inputs = new InputTable(options.store);
    this.#answers = new Answers({ ...options, inputs: this.#inputs });
    this.#attempts = new Attempts((task, outcome) => this.#onAttemptEnd(task, outcome));
    this.#starter = new Starter({
      run: options,
      schedule: this.#schedule,
      inputs: this.#inputs,
      answers: this.#answers,
      attempts: this.#attempts,
      invocation: (id) => this.#invocation(id),
      emit: (event) => this.#emit(event),
      answerFromCache: (invocation) => this.#answerFromCache(invocation),
    });
  }

  /** Runs to the end. An error means that the run could not be recorded; a failed run is a good result with status `failed`. */
  async run(): Promise<Result<RunRecord>> {
    const { spec, pool, signal, name, start, trusted } = this.#options;
    pool.listener = this;
    pool.hostReserved = spec.dynamic || spec.invocations.some(isInline);
    this.#emit({ event: "run.started", name, spec, ...start });
    if (!trusted && (spec.dynamic || spec.invocations.some(usesCache))) this.#emit({ event: "warning", message: cacheNotUsed });
    const cancel = (): void => this.#cancel();
    signal.addEventListener("abort", cancel);
    if (spec.dynamic) void pool.host.ended.then(() => this.#hostEnded());
    this.#add(spec.invocations);
    if (spec.dynamic) pool.host.send({ type: "start" });
    if (signal.aborted) this.#cancel();
    this.#proceed();
    // Where the cache has answered everything, there is nothing to start workers for.
    if (this.#attempts.running > 0) pool.prestart(Math.min(this.#starter.limit, isolatedWidth(spec.invocations)));
    const result = await this.#finished.promise;
    // A function that has not returned would go on calling steps, into the next run of this process.
    if (spec.dynamic && this.#returned === undefined) pool.host.kill();
    signal.removeEventListener("abort", cancel);
    pool.listener = undefined;
    return result;
  }

  onOutput(text: Buffer, running: readonly string[]): void {
    const [only] = running;
    if (running.length === 1 && only !== undefined) this.#attempts.writeLog(only, text);
    else this.#options.onOutput(text);
  }

  onMessage(message: RunMessage): void {
    switch (message.type) {
      case "progress":
      case "metadata":
      case "tags":
      case "saved":
      case "hook": {
        const attempt = this.#attempts.number(message.invocation);
        // What an attempt says after its end belongs to nobody; a version that it saved exists all the same.
        if (attempt === message.attempt || message.type === "saved") this.#emit(eventOfNote(message));
        return;
      }
      case "invoke":
        this.#invoke(message);
        return;
      case "returned":
        this.#returned = { outputs: message.outputs, unread: message.unread };
        this.#proceed();
        return;
      case "threw":
        this.#returned = { error: message.error };
        this.#proceed();
        return;
      default:
        message satisfies never;
    }
  }

  #emit(event: NewRunEvent): void {
    if (!this.#ended) this.#events.emit(event);
  }

  #add(invocations: readonly Invocation[]): void {
    for (const invocation of invocations) this.#invocations.set(invocation.id, invocation);
    this.#apply(this.#schedule.add(invocations.map((invocation) => ({ id: invocation.id, upstream: upstreamOf(invocation) }))));
  }

  /** A dynamic pipeline calls a step. */
  #invoke({ invocation: called, source, error }: Extract<RunMessage, { type: "invoke" }>): void {
    if (this.#ended) return;
    const invocation = this.#options.earlier?.adapt(called) ?? called;
    this.#emit({ event: "step.added", id: invocation.id, invocation, ...(source && { source }) });
    this.#add([invocation]);
    if (error !== undefined && this.#schedule.isReady(invocation.id)) {
      this.#schedule.start(invocation.id);
      this.#endFailed(invocation.id, 1, error);
    }
    this.#proceed();
  }

  #apply({ ready, skipped, cancelled, stop }: Consequences): void {
    for (const id of ready) {
      const invocation = this.#invocation(id);
      this.#emit({ event: "step.ready", id });
      this.#starter.add({ invocation, attempt: 1 });
    }
    for (const { id, because } of skipped) {
      this.#emit({ event: "step.skipped", id, because: [...because] });
      this.#host.notCompleted(id, skippedFailure(id, because));
    }
    for (const id of cancelled) {
      this.#emit({ event: "step.cancelled", id });
      this.#host.notCompleted(id, cancelledFailure(id));
    }
    for (const id of stop) this.#stop(id);
  }

  #invocation(id: string): Invocation {
    const invocation = this.#invocations.get(id);
    if (invocation === undefined) throw new Error(`${id} is not in the run.`);
    return invocation;
  }

  /** Starts what can start, and ends the run when nothing is left. */
  #proceed(): void {
    if (this.#ended) return;
    this.#starter.start();
    if (this.#schedule.done && (!this.#options.spec.dynamic || this.#returned !== undefined || this.#cancelled)) this.#finish();
  }

  #answerFromCache(invocation: Invocation): boolean {
    const answer = this.#answers.find(invocation);
    if (answer === undefined) return false;
    const { id } = invocation;
    this.#schedule.start(id);
    for (const [output, version] of Object.entries(answer.outputs)) this.#inputs.setVersion(id, output, version, answer.seals[output]);
    for (const event of cachedEvents(id, this.#inputs.used(invocation), answer)) this.#emit(event);
    this.#succeed(id);
    return true;
  }

  #onAttemptEnd(task: StepTask, outcome: AttemptOutcome): void {
    if (this.#ended) return;
    const { id } = task.invocation;
    switch (outcome.kind) {
      case "completed":
        this.#file(task, outcome.outputs);
        break;
      case "failed":
        if (outcome.lost === true && hasEndHooks(task))
          this.#starter.add({ invocation: task.invocation, attempt: task.attempt, lost: outcome.error });
        else this.#fail(task, outcome.error);
        break;
      case "stopped":
        this.#endCancelled(id);
        break;
      case "refused":
        this.#starter.add({ invocation: task.invocation, attempt: task.attempt, refused: true });
        break;
      default:
        outcome satisfies never;
    }
    this.#proceed();
  }

  /** Files what a step has made. Whatever can go on without waiting for that does. */
  #file(task: StepTask, outputs: readonly SavedOutput[]): void {
    const { invocation } = task;
    const { store, runId } = this.#options;
    for (const output of outputs) this.#inputs.setSaved(invocation.id, output);
    this.#starter.startAhead(invocation.id);
    const key = this.#answers.key(invocation);
    const kept = keepOutputs(store, { run: runId, step: invocation.id, key }, outputs);
    if (kept.ok) {
      this.#complete(task, kept.value, outputs, key);
      return;
    }
    this.#starter.withdrawAhead();
    this.#fail(task, kept.error);
  }

  #complete(
    task: StepTask,
    versions: Readonly<Record<string, ArtifactVersion>>,
    outputs: readonly SavedOutput[],
    key: CacheKey | undefined,
  ): void {
    const { id } = task.invocation;
    for (const { output, warning } of outputs) {
      const version = versions[output];
      if (version === undefined) continue;
      this.#inputs.setVersion(id, output, version);
      this.#emit({ event: "artifact.saved", id, output, version });
      if (warning !== undefined) this.#emit({ event: "warning", id, message: warning });
    }
    const parts = key === undefined ? this.#answers.parts(task.invocation) : undefined;
    this.#emit({ event: "step.completed", id, attempt: task.attempt, ...(key && { cache: key }), ...(parts && { parts }) });
    this.#succeed(id);
  }

  #succeed(id: string): void {
    this.#host.completed(id, this.#inputs.outputsOf(id));
    this.#apply(this.#schedule.end(id, "succeeded"));
  }

  #fail(task: StepTask, error: Failure): void {
    const { invocation, attempt, maxAttempts } = task;
    const { id, options } = invocation;
    if (attempt < maxAttempts && !this.#cancelled) {
      const { delay = 0, backoff = 1 } = options.retry ?? {};
      const seconds = delay * backoff ** (attempt - 1);
      this.#emit({ event: "step.retrying", id, attempt, delay: seconds, error });
      this.#delays.start(id, seconds, () => {
        this.#starter.add({ invocation, attempt: attempt + 1 });
        this.#proceed();
      });
      return;
    }
    this.#endFailed(id, attempt, error, this.#answers.key(invocation));
  }

  #endFailed(id: string, attempt: number, error: Failure, key?: CacheKey): void {
    this.#failed.push(id);
    this.#emit({ event: "step.failed", id, attempt, error, ...(key && { cache: key }) });
    this.#host.notCompleted(id, error);
    this.#apply(this.#schedule.end(id, "failed"));
  }

  /** Stops a step that has started: one that runs is asked to, one that waits for its next try gives up. */
  #stop(id: string): void {
    const waits = this.#delays.drop(id) || this.#starter.removeStarted(id);
    if (waits) this.#endCancelled(id);
    else this.#attempts.stop(id, graceSeconds());
  }

  #endCancelled(id: string): void {
    this.#emit({ event: "step.cancelled", id });
    this.#host.notCompleted(id, cancelledFailure(id));
    this.#apply(this.#schedule.end(id, "cancelled"));
  }

  #cancel(): void {
    if (this.#ended || this.#cancelled) return;
    this.#cancelled = true;
    this.#apply(this.#schedule.cancel());
    this.#proceed();
  }

  /** The process of a dynamic pipeline's function is gone. */
  #hostEnded(): void {
    if (this.#ended || this.#returned !== undefined) return;
    this.#returned = { error: orchestratorEnded() };
    this.#apply(this.#schedule.cancel());
    this.#proceed();
  }

  /** The run cannot be recorded: nothing that happens from now on would be kept, so everything stops. */
  #break(failure: Failure): void {
    this.#ended = true;
    this.#delays.clear();
    this.#attempts.close();
    this.#options.pool.kill();
    this.#events.abandon();
    this.#finished.resolve(err(failure));
  }

  #finish(): void {
    const notCalled = this.#options.earlier?.notCalled(this.#invocations.keys());
    if (notCalled !== undefined) this.#emit({ event: "warning", message: notCalled.message });
    this.#ended = true;
    this.#attempts.close();
    this.#options.onSettled();
    this.#finished.resolve(this.#events.finish(this.#finalEvent()));
  }

  #finalEvent(): Extract<NewRunEvent, { event: FinalRunEvent["event"] }> {
    if (this.#cancelled) return { event: "run.cancelled" };
    const returned = this.#returned;
    if (returned !== undefined && "error" in returned) return { event: "run.failed", error: returned.error };
    const failed = returned === undefined ? this.#failed : returned.unread;
    if (failed.length > 0) return { event: "run.failed", error: stepsFailed(failed) };
    return { event: "run.completed", outputs: this.#inputs.versions(returned?.outputs ?? this.#options.spec.outputs) };
  }
}
