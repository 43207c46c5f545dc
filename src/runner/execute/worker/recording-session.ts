import type { Failure } from "../../model/failure.ts";
import type { ToWorker } from "../../model/protocol.ts";
import { err, ok, type Result } from "../../model/result.ts";
import type { Invocation, PipelineSpec, Source } from "../../model/spec.ts";
import type { PipelineDefinition, StepDefinition } from "../../sdk/definition.ts";
import { StepwrightError } from "../../sdk/errors.ts";
import { mergeOptions } from "../../sdk/option-check.ts";
import type { InvocationOptions } from "../../sdk/options.ts";
import { Recorder } from "../../sdk/recording/recorder.ts";
import { pipelineOutputs } from "../../sdk/recording/pipeline-outputs.ts";
import { withScope } from "../../sdk/state.ts";
import type { Workbench } from "./attempt.ts";
import { tell } from "./channel.ts";
import { LiveRun } from "./live-run.ts";
import { overridden, recordArguments, rootDefaults, specOf, WorkerRecorderHost } from "./recording.ts";
import { resolvePending } from "./stored-inputs.ts";
import { describeThrown, placeInStack, thrownTitle } from "./thrown.ts";

type RecordRequest = Extract<ToWorker, { type: "record" }>;

/** Records pipelines in this process, and runs the function of a dynamic one. */
export class Recording {
  readonly #bench: Workbench;
  readonly #bundle: string;
  live: LiveRun;
  #recorder: Recorder | undefined;
  #start: (() => void) | undefined;

  constructor(bench: Workbench, bundle: string) {
    this.#bench = bench;
    this.#bundle = bundle;
    this.live = new LiveRun(bench.store);
  }

  /** The definition of an invocation that only this process can run. */
  definitionOf(invocation: Invocation): StepDefinition | undefined {
    return invocation.local === true ? this.#recorder?.definitions.get(invocation.id) : undefined;
  }

  async record(request: RecordRequest): Promise<Result<PipelineSpec>> {
    try {
      return ok(await this.#record(request));
    } catch (error) {
      const failure = this.#failure(error);
      // What no line of the author's can be blamed for, such as a returned number, is shown at the pipeline itself.
      const pipeline = request.described.signatures.find(({ identity }) => identity === request.identity);
      return err(failure.at === undefined && pipeline !== undefined ? { ...failure, at: pipeline.at } : failure);
    }
  }

  async #record(request: RecordRequest): Promise<PipelineSpec> {
    const { module, store } = this.#bench;
    const signature = request.described.signatures.find(({ identity }) => identity === request.identity);
    if (signature === undefined) throw new Error(`There is no signature of ${request.identity}.`);
    const args = recordArguments(signature, request);
    const step = module.step(request.identity);
    const defined = module.pipeline(request.identity) ?? (step && aloneAsPipeline(step));
    if (defined === undefined) throw new Error(`${request.identity} is not in the loaded module.`);
    const definition = overridden(defined, request.overrides);
    const name = definition.options.name ?? module.find(step ?? definition)?.name ?? "pipeline";
    const dynamic = definition.options.dynamic === true;
    this.live = new LiveRun(store);
    const live = {
      start: (invocation: Invocation, source: Source | undefined) => this.#startLive(invocation, source),
      read: this.live.read,
    };
    // A parser of its own weight, which workers that only run steps do not load.
    const { parametersOfSource } = await import("../../analysis/signature/parameters-of-source.ts");
    const host = new WorkerRecorderHost(module, request, this.#bundle, store.workspace, parametersOfSource, dynamic ? live : undefined);
    const recorder = new Recorder(host, name, rootDefaults(definition, request.identity), request.overrides);
    this.#recorder = recorder;
    const scope = { kind: "recording", recorder } as const;
    if (dynamic) {
      this.#start = () => {
        withScope(scope, () => void this.#orchestrate(definition, args, name));
      };
      return specOf(request, definition, signature, name, recorder, {});
    }
    const outputs = withScope(scope, () =>
      step === undefined
        ? recorder.record(definition, args, name)
        : pipelineOutputs(recorder.call(withOptions(step, request.overrides.step), trimmed(args)), name),
    );
    await resolvePending(store, recorder.pending, request.graphOnly);
    return specOf(request, definition, signature, name, recorder, outputs);
  }

  /** Begins the function of the dynamic pipeline that was recorded last. */
  start(): void {
    this.#start?.();
  }

  #startLive(invocation: Invocation, source: Source | undefined): void {
    const pending = this.#recorder?.pending.splice(0) ?? [];
    this.live.start(invocation, source, pending.length === 0 ? Promise.resolve() : resolvePending(this.#bench.store, pending));
  }

  async #orchestrate(definition: PipelineDefinition, args: unknown[], name: string): Promise<void> {
    try {
      const returned: unknown = await Reflect.apply(definition.fn, undefined, args);
      const outputs = this.live.outputs(returned, name);
      await this.live.allSettled();
      tell({ type: "returned", outputs, unread: this.live.unread() });
    } catch (error) {
      // The steps that it called before it threw are part of the run.
      await this.live.allTold();
      tell({ type: "threw", error: this.#failure(error) });
    }
  }

  #failure(error: unknown): Failure {
    const thrown = describeThrown(error);
    const at = placeInStack(thrown.stack);
    if (StepwrightError.is(error)) return error.failure.at === undefined && at !== undefined ? { ...error.failure, at } : error.failure;
    return {
      code: "SW1024",
      message: `The pipeline function threw ${thrownTitle(thrown)}`,
      help: "A pipeline function only connects steps. Move work that can fail into a step.",
      ...(at && { at }),
      thrown,
    };
  }
}

/** A step that is run alone is recorded as a pipeline of its own name. */
const aloneAsPipeline = (step: StepDefinition): PipelineDefinition => ({
  kind: "pipeline",
  fn: step.fn,
  options: step.options.name === undefined ? {} : { name: step.options.name },
  places: [],
});

/** The step with the options that the program gave it for this one call. */
const withOptions = (step: StepDefinition, options: InvocationOptions = {}): StepDefinition => ({
  ...step,
  options: mergeOptions(step.options, options),
  base: step,
});

const trimmed = (args: unknown[]): unknown[] => args.slice(0, args.findLastIndex((arg) => arg !== undefined) + 1);
