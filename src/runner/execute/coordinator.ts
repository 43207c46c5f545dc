import { hash } from "node:crypto";
import type { ArtifactVersion } from "../model/artifact.ts";
import type { CacheKey, FinalRunEvent, NewRunEvent, RunEvent, UsedInput } from "../model/events.ts";
import type { Failure } from "../model/failure.ts";
import type { FromWorker, SavedOutput, StepTask } from "../model/protocol.ts";
import type { RunRecord } from "../model/record.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { Invocation, OutputRef, PipelineSpec } from "../model/spec.ts";
import { upstreamOf } from "../sdk/recording/validate.ts";
import type { Journal } from "../store/journal.ts";
import { logPath } from "../store/logs.ts";
import { finishRun } from "../store/records.ts";
import { foldEvents } from "../store/fold.ts";
import type { Store } from "../store/store.ts";
import { claimVersion } from "../store/versions.ts";
import { Attempts, type AttemptOutcome } from "./attempts.ts";
import { remember, usesCache } from "./cache.ts";
import { KeyMaker } from "./key-maker.ts";
import { graceSeconds } from "./grace.ts";
import { InputTable } from "./input-table.ts";
import { defaultConcurrency, type Pool, type PoolListener } from "./pool.ts";
import { Schedule, type Consequences } from "./schedule.ts";

/** What one run is made with. */
export interface CoordinatorOptions {
  readonly runId: string;
  readonly name: string;
  readonly spec: PipelineSpec;
  readonly store: Store;
  readonly journal: Journal;
  readonly pool: Pool;
  readonly keys: KeyMaker;
  readonly start: Omit<Extract<NewRunEvent, { event: "run.started" }>, "event" | "name" | "spec">;
  readonly onEvent: (event: RunEvent) => void;
  /** What the author's code wrote outside of any step: while recording, or by the pipeline function. */
  readonly onOutput: (text: Buffer) => void;
  readonly signal: AbortSignal;
}

/** One try that waits for a free worker. */
interface Waiting {
  readonly invocation: Invocation;
  readonly attempt: number;
}

/**
 * Runs one recorded pipeline to its end: starts what can start, decides what the cache answers, keeps what steps return, and writes each
 * event to the journal before anyone hears of it. It never loads the author's code.
 */
export class Coordinator implements PoolListener {
  readonly #options: CoordinatorOptions;
  readonly #events: RunEvent[] = [];
  readonly #schedule: Schedule;
  readonly #invocations = new Map<string, Invocation>();
  readonly #inputs: InputTable;
  readonly #attempts: Attempts;
  readonly #isolated: Waiting[] = [];
  readonly #inline: Waiting[] = [];
  readonly #keys = new Map<string, CacheKey>();
  readonly #delays = new Map<string, NodeJS.Timeout>();
  readonly #failed: string[] = [];
  readonly #finished = Promise.withResolvers<Result<RunRecord>>();
  /** Of a dynamic pipeline: what its function came to. */
  #returned:
    { readonly outputs: Readonly<Record<string, OutputRef>>; readonly unread: readonly string[] } | { readonly error: Failure } | undefined;
  /** Set where the run cannot be recorded any more. */
  #broken: Failure | undefined;
  #cancelled = false;
  #ended = false;

  constructor(options: CoordinatorOptions) {
    this.#options = options;
    this.#schedule = new Schedule(options.spec.options.executionMode);
    this.#inputs = new InputTable(options.store);
    this.#attempts = new Attempts((invocation, outcome) => {
      this.#onAttemptEnd(invocation, outcome);
    });
  }

  /** Runs to the end. An error means that the run could not be recorded; a failed run is a good result with status `failed`. */
  async run(): Promise<Result<RunRecord>> {
    const { spec, pool, signal, name, start } = this.#options;
    pool.listener = this;
    pool.hostReserved = spec.dynamic || spec.invocations.some(isInline);
    this.#emit({ event: "run.started", name, spec, ...start });
    const cancel = (): void => {
      this.#cancel();
    };
    signal.addEventListener("abort", cancel);
    if (spec.dynamic) void pool.host.ended.then(() => this.#hostEnded());
    this.#add(spec.invocations);
    pool.prestart(Math.min(this.#limit, widthOf(spec.invocations)));
    if (spec.dynamic) pool.host.send({ type: "start" });
    if (signal.aborted) this.#cancel();
    this.#proceed();
    const result = await this.#finished.promise;
    signal.removeEventListener("abort", cancel);
    pool.listener = undefined;
    return result;
  }

  onOutput(text: Buffer, running: readonly string[]): void {
    const [only] = running;
    if (running.length === 1 && only !== undefined) this.#attempts.writeLog(only, text);
    else this.#options.onOutput(text);
  }

  onMessage(message: FromWorker): void {
    switch (message.type) {
      case "progress": {
        const { invocation: id, fraction, message: text } = message;
        const attempt = this.#attempts.number(id);
        if (attempt !== undefined)
          this.#emit({
            event: "step.progress",
            id,
            attempt,
            ...(fraction !== undefined && { fraction }),
            ...(text !== undefined && { message: text }),
          });
        return;
      }
      case "metadata":
        if (this.#attempts.number(message.invocation) !== undefined)
          this.#emit({ event: "metadata.logged", id: message.invocation, metadata: { ...message.metadata } });
        return;
      case "tags":
        if (this.#attempts.number(message.invocation) !== undefined)
          this.#emit({ event: "tags.added", id: message.invocation, tags: [...message.tags] });
        return;
      case "saved":
        this.#emit({ event: "artifact.saved", id: message.invocation, version: message.version });
        return;
      case "hook": {
        const attempt = this.#attempts.number(message.invocation);
        if (attempt !== undefined)
          this.#emit({
            event: "hook.ran",
            id: message.invocation,
            attempt,
            hook: message.hook,
            ...(message.error && { error: message.error }),
          });
        return;
      }
      case "invoke":
        this.#invoke(message.invocation);
        return;
      case "returned":
        this.#returned = { outputs: message.outputs, unread: message.unread };
        this.#proceed();
        return;
      case "threw":
        this.#returned = { error: message.error };
        this.#proceed();
        return;
      case "ready":
      case "loaded":
      case "loadFailed":
      case "recorded":
      case "recordFailed":
      case "completed":
      case "failed":
        throw new Error(`A worker's ${message.type} reached the coordinator.`);
      default:
        message satisfies never;
    }
  }

  get #limit(): number {
    return this.#options.spec.options.maxConcurrency ?? defaultConcurrency();
  }

  /** Writes an event to the journal, then tells it. */
  #emit(event: NewRunEvent): void {
    if (this.#ended) return;
    const stamped = this.#stamp(event);
    const written = this.#options.journal.append(stamped);
    if (!written.ok) {
      this.#break(written.error);
      return;
    }
    this.#events.push(stamped);
    this.#options.onEvent(stamped);
  }

  #stamp<E extends NewRunEvent>(event: E): E & { runId: string; seq: number; at: number } {
    return { ...event, runId: this.#options.runId, seq: this.#events.length, at: Date.now() };
  }

  #add(invocations: readonly Invocation[]): void {
    for (const invocation of invocations) this.#invocations.set(invocation.id, invocation);
    this.#apply(this.#schedule.add(invocations.map((invocation) => ({ id: invocation.id, upstream: upstreamOf(invocation) }))));
  }

  /** A dynamic pipeline calls a step. */
  #invoke(invocation: Invocation): void {
    if (this.#ended) return;
    this.#emit({ event: "step.added", id: invocation.id, invocation });
    const unknown = upstreamOf(invocation).find((id) => !this.#invocations.has(id));
    this.#add([unknown === undefined ? invocation : { ...invocation, after: invocation.after.filter((id) => this.#invocations.has(id)) }]);
    this.#proceed();
  }

  #apply({ ready, skipped, cancelled, stop }: Consequences): void {
    for (const id of ready) {
      const invocation = this.#invocation(id);
      this.#emit({ event: "step.ready", id });
      (isInline(invocation) ? this.#inline : this.#isolated).push({ invocation, attempt: 1 });
    }
    for (const { id, because } of skipped) {
      this.#emit({ event: "step.skipped", id, because: [...because] });
      this.#tellHost(id, {
        code: "SW3010",
        message: `\`${id}\` was skipped, because ${because.map((other) => `\`${other}\``).join(", ")} did not complete.`,
        help: "See why in the run's record.",
      });
    }
    for (const id of cancelled) {
      this.#emit({ event: "step.cancelled", id });
      this.#tellHost(id, cancelledFailure(id));
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
    this.#startFrom(this.#inline, () => this.#options.pool.forInline());
    this.#startFrom(this.#isolated, ({ options }) => this.#options.pool.forIsolated(this.#limit, options.resources?.memory));
    if (this.#schedule.done && (!this.#options.spec.dynamic || this.#returned !== undefined || this.#cancelled)) this.#finish();
  }

  #startFrom(queue: Waiting[], find: (invocation: Invocation) => ReturnType<Pool["forIsolated"]>): void {
    const { maxConcurrency } = this.#options.spec.options;
    for (let next = queue[0]; next !== undefined; next = queue[0]) {
      const { invocation, attempt } = next;
      if (!this.#schedule.isReady(invocation.id) && attempt === 1) {
        // Halted or cancelled while it waited.
        queue.shift();
        continue;
      }
      if (attempt === 1 && this.#answerFromCache(invocation)) {
        queue.shift();
        continue;
      }
      if (maxConcurrency !== undefined && this.#attempts.running >= maxConcurrency) return;
      const worker = find(invocation);
      if (worker === undefined) return;
      queue.shift();
      if (attempt === 1) this.#schedule.start(invocation.id);
      this.#emit({ event: "step.started", id: invocation.id, attempt, inputs: this.#inputs.used(invocation), pid: worker.pid });
      this.#attempts.start(worker, this.#task(invocation, attempt), invocation.options.timeout);
    }
  }

  #answerFromCache(invocation: Invocation): boolean {
    const { keys, store } = this.#options;
    if (!usesCache(invocation)) return false;
    const key = keys.keyOf(invocation, this.#inputs.hashes(invocation));
    if (key === undefined) return false;
    this.#keys.set(invocation.id, key);
    const hit = keys.lookUp(store, key, invocation);
    if (hit === undefined) return false;
    this.#schedule.start(invocation.id);
    this.#inputs.setOutputs(invocation.id, hit.outputs);
    const { run, step } = hit.entry;
    const [output = ""] = Object.keys(hit.outputs);
    this.#emit({
      event: "step.cached",
      id: invocation.id,
      inputs: this.#inputs.used(invocation),
      from: { run, step, output },
      outputs: { ...hit.outputs },
      cache: key,
    });
    this.#succeed(invocation.id);
    return true;
  }

  #task(invocation: Invocation, attempt: number): StepTask {
    const { runId, name, spec, store } = this.#options;
    return {
      runId,
      runName: name,
      pipeline: spec.pipeline,
      invocation,
      attempt,
      maxAttempts: 1 + (invocation.options.retry?.maxRetries ?? 0),
      contents: this.#inputs.contents(invocation),
      seed: Number.parseInt(hash("sha256", `${runId} ${invocation.id}`).slice(0, 8), 16),
      log: logPath(store, runId, invocation.id, attempt),
    };
  }

  #onAttemptEnd(task: StepTask, outcome: AttemptOutcome): void {
    if (this.#ended) return;
    const { id } = task.invocation;
    switch (outcome.kind) {
      case "completed": {
        const kept = this.#keep(task.invocation, outcome.outputs);
        if (kept.ok) this.#complete(task, kept.value, outcome.outputs);
        else this.#fail(task, kept.error);
        break;
      }
      case "failed":
        this.#fail(task, outcome.error);
        break;
      case "stopped":
        this.#emit({ event: "step.cancelled", id });
        this.#tellHost(id, cancelledFailure(id));
        this.#apply(this.#schedule.end(id, "cancelled"));
        break;
      default:
        outcome satisfies never;
    }
    this.#proceed();
  }

  /** Gives each output its version. */
  #keep(invocation: Invocation, outputs: readonly SavedOutput[]): Result<Record<string, ArtifactVersion>> {
    const { runId, store } = this.#options;
    const versions: Record<string, ArtifactVersion> = {};
    for (const { output, artifact, type, materialized, tags } of outputs) {
      const claimed = claimVersion(store, {
        artifact,
        type,
        ...materialized,
        producer: { run: runId, step: invocation.id, output },
        tags: [...tags],
      });
      if (!claimed.ok) return claimed;
      versions[output] = claimed.value;
    }
    return ok(versions);
  }

  #complete(task: StepTask, versions: Readonly<Record<string, ArtifactVersion>>, outputs: readonly SavedOutput[]): void {
    const { id } = task.invocation;
    const key = this.#keys.get(id);
    for (const { output, inline, warning } of outputs) {
      const version = versions[output];
      if (version === undefined) continue;
      this.#inputs.setOutput(id, output, version, inline);
      this.#emit({ event: "artifact.saved", id, output, version });
      if (warning !== undefined) this.#emit({ event: "warning", id, message: warning });
    }
    this.#emit({ event: "step.completed", id, attempt: task.attempt, ...(key && { cache: key }) });
    this.#succeed(id);
    // What follows starts first; the key is for later runs.
    this.#proceed();
    if (key !== undefined && this.#broken === undefined) remember(this.#options.store, key, this.#options.runId, id, versions, Date.now());
  }

  #succeed(id: string): void {
    const { spec, pool } = this.#options;
    if (spec.dynamic) pool.host.send({ type: "settled", invocation: id, outputs: this.#inputs.outputsOf(id) });
    this.#apply(this.#schedule.end(id, "succeeded"));
  }

  #fail(task: StepTask, error: Failure): void {
    const { invocation, attempt, maxAttempts } = task;
    const { id, options } = invocation;
    if (attempt < maxAttempts && !this.#cancelled) {
      const { delay = 0, backoff = 1 } = options.retry ?? {};
      const seconds = delay * backoff ** (attempt - 1);
      this.#emit({ event: "step.retrying", id, attempt, delay: seconds, error });
      this.#delays.set(
        id,
        setTimeout(() => {
          this.#delays.delete(id);
          (isInline(invocation) ? this.#inline : this.#isolated).unshift({ invocation, attempt: attempt + 1 });
          this.#proceed();
        }, seconds * 1000),
      );
      return;
    }
    this.#failed.push(id);
    this.#emit({ event: "step.failed", id, attempt, error });
    this.#tellHost(id, error);
    this.#apply(this.#schedule.end(id, "failed"));
  }

  /** Of dynamic pipelines: the function hears that an invocation has not completed. */
  #tellHost(id: string, error: Failure): void {
    const { spec, pool } = this.#options;
    if (spec.dynamic) pool.host.send({ type: "settled", invocation: id, error });
  }

  /** Stops a step that has started: one that runs is asked to, one that waits for its next try gives up. */
  #stop(id: string): void {
    const delay = this.#delays.get(id);
    const queued = [this.#inline, this.#isolated].some((queue) => {
      const index = queue.findIndex(({ invocation, attempt }) => invocation.id === id && attempt > 1);
      if (index >= 0) queue.splice(index, 1);
      return index >= 0;
    });
    if (delay === undefined && !queued) {
      this.#attempts.stop(id, graceSeconds());
      return;
    }
    clearTimeout(delay);
    this.#delays.delete(id);
    this.#emit({ event: "step.cancelled", id });
    this.#tellHost(id, cancelledFailure(id));
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
    this.#returned = {
      error: {
        code: "SW3003",
        message: "The process of the pipeline function ended before the function did.",
        help: "A pipeline function must not call process.exit. Move heavy work into isolated steps.",
      },
    };
    this.#apply(this.#schedule.cancel());
    this.#proceed();
  }

  /** The run cannot be recorded: nothing that happens from now on would be kept, so everything stops. */
  #break(failure: Failure): void {
    if (this.#broken !== undefined) return;
    this.#broken = failure;
    this.#ended = true;
    for (const delay of this.#delays.values()) clearTimeout(delay);
    this.#attempts.abandon();
    this.#options.pool.kill();
    this.#options.journal.close();
    this.#finished.resolve(err(failure));
  }

  #finish(): void {
    const { journal, store, onEvent } = this.#options;
    const final: FinalRunEvent = this.#stamp(this.#finalEvent());
    this.#ended = true;
    const written = journal.append(final);
    const record = foldEvents([...this.#events, final]);
    if (record === undefined) throw new Error("A run without a beginning has ended.");
    // Flushed before it is announced.
    const kept = written.ok ? finishRun(store, journal, record) : written;
    journal.close();
    if (!kept.ok) {
      this.#finished.resolve(kept);
      return;
    }
    onEvent(final);
    this.#finished.resolve(ok(record));
  }

  #finalEvent(): Extract<NewRunEvent, { event: FinalRunEvent["event"] }> {
    const { spec } = this.#options;
    if (this.#cancelled) return { event: "run.cancelled" };
    const returned = this.#returned;
    if (returned !== undefined && "error" in returned) return { event: "run.failed", error: returned.error };
    const failed = returned === undefined ? this.#failed : returned.unread;
    if (failed.length > 0) return { event: "run.failed", error: stepsFailed(failed) };
    const outputs: Record<string, UsedInput> = {};
    for (const [name, ref] of Object.entries(returned?.outputs ?? spec.outputs)) {
      const version = this.#inputs.version(ref);
      if (version !== undefined) outputs[name] = { artifact: version.artifact, version: version.version };
    }
    return { event: "run.completed", outputs };
  }
}

/** Inline steps, and those that only the process that recorded them can run. */
const isInline = ({ local, options }: Invocation): boolean => local === true || options.runtime === "inline";

const cancelledFailure = (id: string): Failure => ({
  code: "SW3008",
  message: `\`${id}\` was cancelled with its run.`,
  help: "Run the pipeline again; what completed is taken from the cache.",
});

const stepsFailed = (ids: readonly string[]): Failure => ({
  code: "SW3010",
  message:
    ids.length === 1
      ? `The step \`${String(ids[0])}\` failed.`
      : `${String(ids.length)} steps failed: ${ids.map((id) => `\`${id}\``).join(", ")}.`,
  help: "See the error of each step.",
});

/** How many isolated steps can run at the same time at most, counted by levels: enough to decide how many workers to start ahead. */
const widthOf = (invocations: readonly Invocation[]): number => {
  const levels = new Map<string, number>();
  const widths: number[] = [0];
  for (const invocation of invocations) {
    // In the order of the calls, everything but an id in `after` stands before what uses it.
    const level = 1 + Math.max(0, ...upstreamOf(invocation).map((id) => levels.get(id) ?? 0));
    levels.set(invocation.id, level);
    if (!isInline(invocation)) widths[level] = (widths[level] ?? 0) + 1;
  }
  return Math.max(...widths.map((width: number | undefined) => width ?? 0));
};
