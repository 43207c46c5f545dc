import { externalName } from "../../model/external.ts";
import type { Location } from "../../model/location.ts";
import { shapeOutputs } from "../../model/shape-outputs.ts";
import type { InputSignature, OutputShape } from "../../model/signature.ts";
import type { Binding, Invocation, OutputRef, Source } from "../../model/spec.ts";
import type { StoredRef } from "../artifacts.ts";
import type { PipelineDefinition, StepDefinition } from "../definition.ts";
import { placed, StepwrightError } from "../errors.ts";
import { createHandle, handleInfo, outputNames, type ReadLive } from "../handle.ts";
import { checkArtifactName, InvocationIds } from "./names.ts";
import { bindInputs } from "./inputs.ts";
import { settingsOf, type FindRef, type PipelineDefaults } from "./invocation-options.ts";
import { pipelineOutputs } from "./pipeline-outputs.ts";
import { checkAfter, validateGraph } from "./validate.ts";
import type { After, WaitFor } from "../options.ts";

/** What the source says of the step that is called. */
export interface StepDescription {
  /** Absent for a step that no top-level binding holds. */
  readonly identity?: string;
  readonly name: string;
  readonly inputs: readonly InputSignature[];
  readonly outputs: OutputShape;
  readonly source?: Source;
}

/** What a recorder asks of the process it runs in. */
export interface RecorderHost {
  /** @throws StepwrightError where nothing can be known of the step. */
  describeStep(definition: StepDefinition): StepDescription;
  describePipeline(definition: PipelineDefinition): { readonly identity?: string; readonly name: string; readonly source?: Source };
  readonly findRef: FindRef;
  /** Where the code that is recorded is right now, in the author's file. */
  callPlace(): Location | undefined;
  /** Of dynamic pipelines: starts an invocation at once, and reads its values. */
  readonly live?: { start(invocation: Invocation, source: Source | undefined): void; readonly read: ReadLive };
}

/** A stored artifact that an argument named; its binding is completed when the store has been asked. */
export interface PendingStored {
  readonly ref: StoredRef;
  /** Name that an external value gets. */
  readonly name: string;
  readonly resolve: (version: { artifact: string; version: string }) => void;
}

/** Records the calls that a pipeline function makes. One for each run. */
export class Recorder {
  readonly invocations: Invocation[] = [];
  readonly pending: PendingStored[] = [];
  /** How each invocation was defined, for those that only this process can run. */
  readonly definitions = new Map<string, StepDefinition>();
  /** Of every step and pipeline that is called, by identity. */
  readonly sources: Record<string, Source> = {};
  readonly #host: RecorderHost;
  readonly #pipeline: string;
  readonly #run: { readonly enableCache?: boolean };
  readonly #ids = new InvocationIds();
  readonly #groups: string[] = [];
  readonly #around: PipelineDefaults[];

  constructor(host: RecorderHost, pipeline: string, root: PipelineDefaults, run: { readonly enableCache?: boolean }) {
    this.#host = host;
    this.#pipeline = pipeline;
    this.#run = run;
    this.#around = [root];
  }

  /** A step is called: notes the invocation and gives its handle. */
  call(definition: StepDefinition, args: readonly unknown[]): object {
    const at = this.#host.callPlace();
    try {
      return this.#call(definition, args, at);
    } catch (error) {
      throw placed(error, at);
    }
  }

  #call(definition: StepDefinition, args: readonly unknown[], at: Location | undefined): object {
    const description = this.#host.describeStep(definition);
    const { options } = definition;
    if (description.name === "") {
      throw new StepwrightError({
        code: "SW1018",
        message: "A step that is made inside a pipeline has no name.",
        help: 'Give it one: step({ name: "…" }, …), or make it at the top level of the module.',
      });
    }
    const id = this.#ids.take(description.name, options.id);
    const { inputs, slots } = bindInputs({
      step: description.name,
      signature: description.inputs,
      args,
      parameters: options.parameters ?? {},
      bindStored: (ref) => this.#bindStored(ref, id),
      validated: new Set(Object.keys(options.inputs ?? {})),
    });
    const stepRef = description.identity === undefined ? undefined : `step:${description.identity}`;
    const settings = settingsOf(definition, this.#around, this.#run, stepRef, this.#host.findRef);
    const local = settings.local || description.identity === undefined;
    const invocation: Invocation = {
      id,
      step: description.name,
      ...(description.identity !== undefined && { identity: description.identity }),
      ...(local && { local }),
      ...(at && { at }),
      inputs,
      slots,
      outputs: description.outputs,
      artifacts: this.#artifactNames(id, description.outputs, definition),
      after: waitList(options.after),
      ...(this.#groups.length > 0 && { group: [...this.#groups] }),
      options: settings.options,
      ...(Object.keys(settings.hooks).length > 0 && { hooks: settings.hooks }),
      ...(Object.keys(settings.materializers).length > 0 && { materializers: settings.materializers }),
    };
    // A dynamic pipeline starts it at once: what it waits for must be there.
    if (this.#host.live !== undefined) checkAfter(invocation, this.definitions);
    this.#keepSource(description);
    this.invocations.push(invocation);
    this.definitions.set(id, definition);
    this.#host.live?.start(invocation, description.source);
    return createHandle(id, description.outputs, this.#host.live?.read);
  }

  /** A pipeline is called: its steps join this graph, as a group. */
  inline(definition: PipelineDefinition, args: readonly unknown[]): unknown {
    const description = this.#host.describePipeline(definition);
    const { identity, name } = description;
    if (definition.options.dynamic === true) {
      throw new StepwrightError({
        code: "SW1016",
        message: `The dynamic pipeline \`${name}\` is called inside another pipeline.`,
        help: "Call its steps, or make it static.",
      });
    }
    this.#keepSource(description);
    this.#groups.push(this.#ids.takeGroup(name));
    this.#around.push({ options: definition.options, ref: identity === undefined ? undefined : `pipeline:${identity}` });
    try {
      return staticBody(definition, args, name);
    } finally {
      this.#groups.pop();
      this.#around.pop();
    }
  }

  /** Runs the function of a static pipeline. @returns the outputs of the run; the graph has been validated. */
  record(definition: PipelineDefinition, args: readonly unknown[], name: string): Record<string, OutputRef> {
    const returned = staticBody(definition, args, name);
    validateGraph(this.invocations);
    return pipelineOutputs(returned, name);
  }

  #keepSource({ identity, source }: { readonly identity?: string; readonly source?: Source }): void {
    if (identity !== undefined && source !== undefined) this.sources[identity] = source;
  }

  #bindStored(ref: StoredRef, invocation: string): Binding {
    const binding = { kind: "version" as const, ref: { artifact: "", version: "" } };
    this.pending.push({
      ref,
      name: externalName(this.#pipeline, invocation),
      resolve: ({ artifact, version }) => {
        binding.ref = { artifact, version };
      },
    });
    return binding;
  }

  #artifactNames(id: string, shape: OutputShape, { options }: StepDefinition): Record<string, string> {
    checkOutputOptions(id, shape, options.outputs ?? {});
    return Object.fromEntries(
      shapeOutputs(shape).map(({ name, named }) => {
        const artifact = options.outputs?.[name]?.name ?? (named ? name : `${this.#pipeline}::${id}::${name}`);
        return [name, checkArtifactName(artifact)];
      }),
    );
  }
}

const staticBody = (definition: PipelineDefinition, args: readonly unknown[], name: string): unknown => {
  const returned: unknown = Reflect.apply(definition.fn, undefined, args);
  if (returned instanceof Promise) {
    returned.catch(() => undefined);
    throw new StepwrightError({
      code: "SW1016",
      message: `The static pipeline \`${name}\` is async.`,
      help: "Make its function synchronous, or say pipeline({ dynamic: true }, async () => { … }).",
    });
  }
  return returned;
};

const waitList = (after: After | undefined): string[] =>
  after === undefined ? [] : (Array.isArray(after) ? after : [after]).map((item: WaitFor) => waitId(item));

const waitId = (item: WaitFor): string => {
  if (typeof item === "string") return item;
  const info = handleInfo(item);
  if (info !== undefined) return info.invocation;
  throw new StepwrightError({
    code: "SW1008",
    message: "`after` holds something that is neither an invocation id nor the result of a step.",
    help: 'Pass what a step returned, an id such as "train_2", or a list of both.',
  });
};

const checkOutputOptions = (id: string, shape: OutputShape, options: Readonly<Record<string, unknown>>): void => {
  const names = outputNames(shape);
  const unknown = Object.keys(options).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw new StepwrightError({
    code: "SW1010",
    message: `The option \`outputs.${unknown}\` of \`${id}\` names an output that the step does not have.`,
    help: names.length === 0 ? "It has no outputs." : `Its outputs are: ${names.join(", ")}.`,
  });
};
