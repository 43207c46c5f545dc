import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { Json } from "../model/json.ts";
import type { Materializer } from "../model/materializer.ts";
import type { Retry, Runtime } from "../model/options.ts";
import type { ExecutionMode } from "../model/status.ts";
import type { ArtifactRef } from "./types.ts";

/** What a call waits for besides its inputs: results of other calls, their ids, or a list of both. */
export type After = WaitFor | readonly WaitFor[];
export type WaitFor = string | ArtifactRef<unknown> | PromiseLike<unknown>;

/** When a result may be used again. `"never"`: the step runs each time. */
export type CacheOption =
  | "never"
  | {
      /** Seconds after which a result is no longer used. */
      readonly expiresAfter?: number;
      /** Inputs that do not count. */
      readonly ignoreInputs?: readonly string[];
      /** Files, folders and patterns (`data/*.csv`) whose content counts, relative to the workspace. */
      readonly files?: readonly string[];
      /** Environment variables whose value counts. */
      readonly env?: readonly string[];
      /** Something else that counts, asked for while the pipeline is recorded. */
      readonly key?: () => string;
      readonly includeCode?: boolean;
      readonly includeParameters?: boolean;
    };

export interface StepHooks {
  /** Before each attempt. */
  readonly onStart?: () => unknown;
  /** After each attempt, with the error if it failed. */
  readonly onEnd?: (error?: unknown) => unknown;
  /** Once, when the step has completed. */
  readonly onSuccess?: () => unknown;
  /** Once, when the last attempt has failed. */
  readonly onFailure?: (error: unknown) => unknown;
}

/** Options that a pipeline gives to its steps as defaults, and that a step can say itself. */
interface SharedOptions {
  readonly name?: string;
  /** Whether an earlier result is used. On by default. */
  readonly enableCache?: boolean;
  readonly cache?: CacheOption;
  readonly hooks?: StepHooks;
  readonly tags?: readonly string[];
  readonly metadata?: Readonly<Record<string, Json>>;
  /** Environment variables of the step's process. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Anything of yours; kept with the run, without a meaning to us. */
  readonly extra?: Readonly<Record<string, Json>>;
}

export interface OutputOptions {
  /** Name of the artifact. */
  readonly name?: string;
  /** How the value is stored. */
  readonly materializer?: Materializer;
  /** Checks the value in place of its type; what it makes of it is what is stored. */
  readonly schema?: StandardSchemaV1;
}

/** Schemas of zod, valibot, arktype or anything else that follows the Standard Schema specification, by input. */
export type InputSchemas = Readonly<Record<string, StandardSchemaV1>>;

export interface StepOptions extends SharedOptions {
  /** Schemas that check inputs in place of their types; what they make of a value is what the step gets. */
  readonly inputs?: InputSchemas;
  readonly retry?: Retry;
  /** Seconds for each attempt. */
  readonly timeout?: number;
  /** `isolated`: in a worker process (the default). `inline`: side by side with others in one process, for work that mostly waits. */
  readonly runtime?: Runtime;
  /** By name: how an output is called, stored and checked. A schema alone is the same as `{ schema }`. */
  readonly outputs?: Readonly<Record<string, OutputOptions | StandardSchemaV1>>;
  /** `memory`: megabytes of heap of the step's process. */
  readonly resources?: { readonly memory?: number };
  /** A label such as `llm_call`. */
  readonly type?: string;
  /** Inputs that calls do not name. */
  readonly parameters?: Readonly<Record<string, Json>>;
}

/** Options of one call, given with `withOptions`. Schemas belong to the step itself. */
export interface InvocationOptions extends Omit<StepOptions, "retry" | "inputs" | "outputs"> {
  readonly outputs?: Readonly<Record<string, Omit<OutputOptions, "schema">>>;
  /** Merged with what the step says: a part is enough. */
  readonly retry?: Partial<Retry>;
  /** The invocation id; unique in the pipeline. */
  readonly id?: string;
  readonly after?: After;
}

/** What a step holds of all that was said. */
export interface StepSettings extends Omit<InvocationOptions, "outputs"> {
  readonly inputs?: InputSchemas;
  readonly outputs?: Readonly<Record<string, OutputOptions>>;
}

export interface PipelineOptions extends SharedOptions {
  readonly executionMode?: ExecutionMode;
  /** How many steps run at the same time. */
  readonly maxConcurrency?: number;
  /** Values of placeholders in names. */
  readonly substitutions?: Readonly<Record<string, string>>;
  /** True: the function is async and orchestrates while the run goes on. */
  readonly dynamic?: boolean;
}

/** Options of one run, given with `withOptions`. */
export interface RunOptions extends PipelineOptions {
  /** A name, or a template such as `nightly-{date}`. */
  readonly runName?: string;
  /** Parameters that the call does not name. */
  readonly parameters?: Readonly<Record<string, Json>>;
}
