import { setImmediate } from "node:timers/promises";
import type { Failure } from "../../model/failure.ts";
import type { ToWorker } from "../../model/protocol.ts";
import type { Invocation, OutputRef, Source } from "../../model/spec.ts";
import { StepwrightError } from "../../sdk/errors.ts";
import { outputNames } from "../../sdk/handle.ts";
import { pipelineOutputs } from "../../sdk/recording/pipeline-outputs.ts";
import { upstreamOf } from "../../sdk/recording/validate.ts";
import { load } from "../../store/materialize/index.ts";
import type { Store } from "../../store/store.ts";
import { tell } from "./channel.ts";
import { failureOf } from "./thrown-failure.ts";

type Settled = Extract<ToWorker, { type: "settled" }>;

interface Started {
  readonly invocation: Invocation;
  readonly settled: PromiseWithResolvers<Settled>;
  /** Resolves when the coordinator has been told. */
  readonly told: Promise<void>;
  /** Values that were read, by output; `undefined` for the value of the whole call. */
  readonly values: Map<string | undefined, Promise<unknown>>;
  failure?: Failure;
  read: boolean;
}

/** The invocations of a dynamic pipeline, seen from its function: started at once, read when awaited. */
export class LiveRun {
  readonly #started = new Map<string, Started>();
  /** Identities whose source the coordinator knows. */
  readonly #told = new Set<string>();
  readonly #store: Store;
  /** What was read last: an async function that returns a handle returns its value, because promises unwrap it. */
  #lastRead: { readonly ref: OutputRef; readonly value: unknown } | undefined;

  constructor(store: Store) {
    this.#store = store;
  }

  /** @param ready resolves when the inputs that come from outside the run are in the store; where they cannot be, the step fails. */
  start(invocation: Invocation, source: Source | undefined, ready: Promise<void>): void {
    const settled = Promise.withResolvers<Settled>();
    // The coordinator must hear of an invocation after those that it depends on.
    const upstream = upstreamOf(invocation).map((id) => this.#started.get(id)?.told);
    const told = Promise.allSettled([ready, ...upstream]).then(([inputs]) => {
      const failure = inputs.status === "rejected" ? { error: failureOf(inputs.reason) } : {};
      tell({ type: "invoke", invocation, ...this.#firstTime(invocation, source), ...failure });
    });
    this.#started.set(invocation.id, { invocation, settled, told, values: new Map(), read: false });
  }

  #firstTime({ identity }: Invocation, source: Source | undefined): { source?: Source } {
    if (identity === undefined || source === undefined || this.#told.has(identity)) return {};
    this.#told.add(identity);
    return { source };
  }

  settle(message: Settled): void {
    const started = this.#started.get(message.invocation);
    if (started === undefined) return;
    if (message.error !== undefined) started.failure = message.error;
    started.settled.resolve(message);
  }

  readonly read = (id: string, output: string | undefined): Promise<unknown> => {
    const started = this.#started.get(id);
    if (started === undefined) throw new Error(`The invocation ${id} was not started.`);
    started.read = true;
    let value = started.values.get(output);
    if (value === undefined) {
      value = this.#load(started, output);
      started.values.set(output, value);
    }
    return value;
  };

  async #load(started: Started, output: string | undefined): Promise<unknown> {
    const { error, outputs } = await started.settled.promise;
    if (error !== undefined) throw new StepwrightError(error);
    const one = async (name: string): Promise<unknown> => {
      const content = outputs?.[name];
      if (content === undefined) return undefined;
      const { materialized, inline, seal } = content;
      const loaded = await load(this.#store, materialized, { own: true, inline, seal });
      if (!loaded.ok) throw new StepwrightError(loaded.error);
      return loaded.value;
    };
    const { outputs: shape, id } = started.invocation;
    const single = output ?? (shape.kind === "single" ? shape.output.name : undefined);
    if (single !== undefined) {
      const value = await one(single);
      this.#lastRead = { ref: { invocation: id, output: single }, value };
      return value;
    }
    const names = outputNames(shape);
    const values = await Promise.all(names.map(one));
    if (shape.kind === "named") return Object.fromEntries(names.map((name, index) => [name, values[index]]));
    return shape.kind === "tuple" ? values : undefined;
  }

  /** What the function returned, as the outputs of the run. */
  outputs(returned: unknown, pipeline: string): Record<string, OutputRef> {
    const last = this.#lastRead;
    if (last !== undefined && returned !== undefined && Object.is(returned, last.value)) return { output: last.ref };
    return pipelineOutputs(returned, pipeline);
  }

  /** Invocations that have failed while nobody looked. */
  unread(): string[] {
    return [...this.#started].flatMap(([id, { read, failure }]) => (failure !== undefined && !read ? [id] : []));
  }

  /** Resolves when the coordinator has been told of everything that was started. */
  async allTold(): Promise<void> {
    await Promise.all([...this.#started.values()].map(({ told }) => told));
  }

  /** Resolves when everything that was started has ended, and nothing was started because of that. */
  async allSettled(): Promise<void> {
    for (let known = -1; known !== this.#started.size;) {
      known = this.#started.size;
      await Promise.allSettled([...this.#started.values()].map(({ settled }) => settled.promise));
      await setImmediate();
    }
  }
}
