import { findSourceMap } from "node:module";
import { isAbsolute, relative, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { getCallSites } from "node:util";
import type { parametersOfSource } from "../../analysis/signature/parameters-of-source.ts";
import type { Failure } from "../../model/failure.ts";
import type { Location } from "../../model/location.ts";
import type { ToWorker } from "../../model/protocol.ts";
import type { InputSignature, Signature } from "../../model/signature.ts";
import type { Binding, PipelineSpec, Source } from "../../model/spec.ts";
import { client } from "../../sdk/artifacts.ts";
import type { PipelineDefinition, StepDefinition } from "../../sdk/definition.ts";
import { StepwrightError } from "../../sdk/errors.ts";
import type { PipelineDefaults } from "../../sdk/recording/invocation-options.ts";
import type { Recorder, RecorderHost, StepDescription } from "../../sdk/recording/recorder.ts";
import { storedFor } from "../stored-for.ts";
import type { LoadedModule } from "./loaded-module.ts";

type RecordRequest = Extract<ToWorker, { type: "record" }>;

/** What the recorder asks of a worker: the loaded module and what the source says. */
export class WorkerRecorderHost implements RecorderHost {
  readonly #module: LoadedModule;
  readonly #signatures: ReadonlyMap<string, Signature>;
  readonly #refused: ReadonlyMap<string, Failure>;
  readonly #parse: typeof parametersOfSource;
  readonly #bundle: string;
  readonly #workspace: string;
  readonly live: RecorderHost["live"];
  readonly findRef: RecorderHost["findRef"];

  /** @param parse reads the parameters of functions that no signature describes */
  constructor(
    module: LoadedModule,
    request: RecordRequest,
    bundle: string,
    workspace: string,
    parse: typeof parametersOfSource,
    live?: RecorderHost["live"],
  ) {
    this.#module = module;
    this.#parse = parse;
    this.#signatures = new Map(request.described.signatures.map((signature) => [signature.identity, signature]));
    this.#refused = new Map(request.described.refused.map(({ identity, failure }) => [identity, failure]));
    this.#bundle = bundle;
    this.#workspace = workspace;
    this.live = live;
    this.findRef = module.refOf;
  }

  describeStep(definition: StepDefinition): StepDescription {
    const found = this.#module.find(definition);
    const refused = found && this.#refused.get(found.identity);
    if (refused !== undefined) throw new StepwrightError(refused);
    const signature = found && this.#signatures.get(found.identity);
    if (found !== undefined && signature !== undefined) {
      return {
        identity: found.identity,
        name: definition.options.name ?? found.name,
        inputs: signature.inputs,
        outputs: signature.outputs,
        source: sourceOf(signature),
      };
    }
    const parameters = this.#parse(Function.prototype.toString.call(definition.fn));
    if (!parameters.ok) throw new StepwrightError(parameters.error);
    return {
      ...(found && { identity: found.identity }),
      name: definition.options.name ?? found?.name ?? definition.fn.name,
      inputs: parameters.value.map((parameter): InputSignature => ({ ...parameter, type: "any", optional: true })),
      outputs: { kind: "single", output: { name: "output", type: "any", named: false } },
    };
  }

  describePipeline(definition: PipelineDefinition): { identity?: string; name: string; source?: Source } {
    const found = this.#module.find(definition);
    const signature = found && this.#signatures.get(found.identity);
    return {
      ...(signature && { source: sourceOf(signature) }),
      ...(found && { identity: found.identity }),
      name: definition.options.name ?? found?.name ?? (definition.fn.name || "pipeline"),
    };
  }

  /** The first call in the bundle, told by its source map. */
  callPlace(): Location | undefined {
    const site = getCallSites(12).find(({ scriptName }) => pathOf(scriptName) === this.#bundle);
    if (site === undefined) return undefined;
    const entry = findSourceMap(site.scriptName)?.findEntry(site.lineNumber - 1, site.columnNumber - 1);
    if (entry === undefined || !("originalSource" in entry)) return undefined;
    const file = pathOf(entry.originalSource);
    const inside = relative(this.#workspace, file);
    return {
      file: isAbsolute(inside) ? file : inside.split(sep).join("/"),
      line: entry.originalLine + 1,
      column: entry.originalColumn + 1,
    };
  }
}

const sourceOf = ({ doc, source }: Signature): Source => ({ ...(doc !== undefined && { doc }), source });

const pathOf = (scriptName: string): string => (scriptName.startsWith("file:") ? fileURLToPath(scriptName) : scriptName);

/** The arguments of the function of a pipeline, or of a step that is run alone, from parameters and stored inputs by name. */
export const recordArguments = (signature: Signature, { parameters, inputs }: Pick<RecordRequest, "parameters" | "inputs">): unknown[] => {
  const args: unknown[] = [];
  for (const input of signature.inputs) {
    const { name, position, property } = input;
    const stored = storedFor(input, signature, inputs);
    const value = stored === undefined ? structuredClone(parameters[name]) : storedInput(stored);
    if (stored !== undefined && !Object.hasOwn(inputs, name)) args[position] = value;
    else if (property) {
      const object = (args[position] ??= {}) as Record<string, unknown>;
      if (value !== undefined) object[name] = value;
    } else args[position] = value;
  }
  return args;
};

/** A value with references to stored versions in it, as a pipeline function would pass it. */
const storedInput = (binding: Binding): unknown => {
  switch (binding.kind) {
    case "value":
      return structuredClone(binding.value);
    case "version":
      return client.getArtifactVersion(binding.ref.artifact, binding.ref.version);
    case "list":
      return binding.items.map(storedInput);
    case "object":
      return Object.fromEntries(Object.entries(binding.fields).map(([key, field]) => [key, storedInput(field)]));
    case "output":
      throw new Error("An output of another run is given as an input; its version should be.");
    default:
      return binding satisfies never;
  }
};

/** The spec of a pipeline whose function has been recorded, or is about to run if it is dynamic. */
export const specOf = (
  request: RecordRequest,
  definition: PipelineDefinition,
  signature: Signature,
  name: string,
  recorder: Recorder,
  outputs: PipelineSpec["outputs"],
): PipelineSpec => {
  const { enableCache, executionMode, maxConcurrency, tags, metadata, extra, substitutions, runName, dynamic } = definition.options;
  return {
    pipeline: name,
    identity: request.identity,
    file: request.identity.slice(0, request.identity.lastIndexOf("#")),
    parameters: { ...request.parameters },
    options: {
      executionMode: executionMode ?? "continueOnFailure",
      ...(enableCache !== undefined && { enableCache }),
      ...(maxConcurrency !== undefined && { maxConcurrency }),
      ...(tags !== undefined && tags.length > 0 && { tags: [...tags] }),
      metadata: { ...metadata },
      extra: { ...extra },
      substitutions: { ...substitutions },
      ...(runName !== undefined && { runName }),
    },
    ...(Object.keys(request.overrides).length > 0 && { overrides: request.overrides }),
    invocations: recorder.invocations,
    outputs,
    dynamic: dynamic === true,
    ...(signature.doc !== undefined && { doc: signature.doc }),
    sources: { [request.identity]: sourceOf(signature), ...recorder.sources },
  };
};

/** The pipeline as it is for this run: what the run says replaces what the definition says. */
export const overridden = (definition: PipelineDefinition, { step: _, ...options }: RecordRequest["overrides"]): PipelineDefinition => ({
  ...definition,
  options: { ...definition.options, ...options },
  base: definition,
});

/** What the pipeline says for all its steps. */
export const rootDefaults = ({ options }: PipelineDefinition, identity: string): PipelineDefaults => ({
  options,
  ref: `pipeline:${identity}`,
});
