import type { Materialized, ArtifactVersion, Seal } from "./artifact.ts";
import type { RunEvent } from "./events.ts";
import type { Failure } from "./failure.ts";
import type { Json } from "./json.ts";
import type { JsonSchemas } from "./json-schema.ts";
import type { Origin } from "./origin.ts";
import type { RunOverrides } from "./overrides.ts";
import type { Plan } from "./plan.ts";
import type { RunRecord } from "./record.ts";
import type { Signatures } from "./signature.ts";
import type { Binding, Invocation, OutputRef, PipelineSpec, Source } from "./spec.ts";

/** Messages between processes: one union a direction, plain JSON. The first message of a child carries the protocol version. */

/** What a loaded module holds: each step and pipeline found behind a top-level binding. */
export interface Registered {
  readonly kind: "step" | "pipeline";
  readonly identity: string;
  readonly name: string;
  readonly dynamic: boolean;
  /** Parameters that its options give. */
  readonly parameters?: Readonly<Record<string, Json>>;
  /** Inputs that a schema of the author's decides on, in place of their types. */
  readonly schemas?: readonly string[];
}

/** What the inputs and outputs of a step are checked by, by name; one that accepts everything is left out. */
export interface StepSchemas {
  readonly inputs: JsonSchemas;
  readonly outputs: JsonSchemas;
}

/** An artifact as a task carries it. `inline` is the content itself where it is small text, so that no file is read. */
export interface InputContent {
  readonly materialized: Materialized;
  readonly artifact: string;
  /** Absent where the step starts while its input is still being filed. A step that asks for the reference itself does not start so early. */
  readonly version?: string;
  readonly type: string;
  readonly inline?: string;
  /** Where its file was found intact in this run: as long as it holds, its bytes need not be hashed again. */
  readonly seal?: Seal;
}

/** One attempt of one invocation, to be run by any worker that has loaded the bundle. */
export interface StepTask {
  readonly runId: string;
  readonly runName: string;
  readonly invocation: Invocation;
  readonly attempt: number;
  readonly maxAttempts: number;
  /** Every artifact that the bindings name: `INVOCATION.OUTPUT` or `ARTIFACT@VERSION`. */
  readonly contents: Readonly<Record<string, InputContent>>;
  readonly seed: number;
  /** Absolute path of the log file of this attempt. */
  readonly log: string;
  /** Absolute path of the folder that the attempt may make for itself. It is gone afterwards, however the attempt ends. */
  readonly tempDir: string;
  readonly pipeline: string;
  /** The process of this attempt is gone, and this is its failure: what is left to do is to run its hooks, in another process. */
  readonly lost?: Failure;
}

/** An output as the worker wrote it: its content is in the store, a version is not yet claimed. */
export interface SavedOutput {
  readonly output: string;
  /** Name of the artifact. */
  readonly artifact: string;
  readonly type: string;
  readonly materialized: Materialized;
  readonly inline?: string;
  readonly seal?: Seal;
  readonly tags: readonly string[];
  readonly warning?: string;
}

/** From the coordinator to a worker. */
export type ToWorker =
  | { readonly type: "load"; readonly bundle: string; readonly workspace: string; readonly store: string }
  /** By identity: sent once, so that no task carries them. */
  | { readonly type: "schemas"; readonly steps: Readonly<Record<string, StepSchemas>> }
  | {
      readonly type: "record";
      /** A pipeline, or a step that is run alone. */
      readonly identity: string;
      /** Of everything that can be called. */
      readonly described: Signatures;
      /** Arguments of the function, by parameter name. */
      readonly parameters: Readonly<Record<string, Json>>;
      /** Those that are stored versions, or hold some. */
      readonly inputs: Readonly<Record<string, Binding>>;
      readonly overrides: RunOverrides;
      /** Only the graph is wanted: values that the pipeline function gives as artifacts are not stored. */
      readonly graphOnly: boolean;
    }
  /** Begins a dynamic pipeline after `record` said that it is one. */
  | { readonly type: "start" }
  | { readonly type: "run"; readonly task: StepTask }
  /** The attempt is to end: its time is up, or nobody wants it any more. */
  | { readonly type: "abort"; readonly invocation: string; readonly reason: "timeout" | "stop" }
  /** It did not: it ends now, and its function is left to itself. */
  | { readonly type: "abandon"; readonly invocation: string; readonly error: Failure }
  /** Of dynamic pipelines: an invocation has ended. */
  | {
      readonly type: "settled";
      readonly invocation: string;
      readonly outputs?: Readonly<Record<string, InputContent>>;
      readonly error?: Failure;
    }
  /** Asks whether the process still listens. */
  | { readonly type: "ping" }
  | { readonly type: "stop" };

/** From a worker to the coordinator. */
export type FromWorker =
  | { readonly type: "ready"; readonly protocol: number; readonly pid: number }
  /** `materializers`: identities of the top-level bindings that hold one. */
  | { readonly type: "loaded"; readonly registered: readonly Registered[]; readonly materializers: readonly string[] }
  | { readonly type: "loadFailed"; readonly error: Failure }
  | { readonly type: "recorded"; readonly spec: PipelineSpec }
  | { readonly type: "recordFailed"; readonly error: Failure }
  | {
      readonly type: "progress";
      readonly invocation: string;
      readonly attempt: number;
      readonly fraction?: number;
      readonly message?: string;
    }
  | { readonly type: "metadata"; readonly invocation: string; readonly attempt: number; readonly metadata: Readonly<Record<string, Json>> }
  | { readonly type: "tags"; readonly invocation: string; readonly attempt: number; readonly tags: readonly string[] }
  | { readonly type: "saved"; readonly invocation: string; readonly attempt: number; readonly version: ArtifactVersion }
  | { readonly type: "hook"; readonly invocation: string; readonly attempt: number; readonly hook: string; readonly error?: Failure }
  /** Answers `abort`, so that a process that blocks can be told from one that takes its time. */
  | { readonly type: "aborting"; readonly invocation: string }
  | { readonly type: "completed"; readonly invocation: string; readonly outputs: readonly SavedOutput[] }
  | { readonly type: "failed"; readonly invocation: string; readonly error: Failure }
  /** A step left traces in the process (a global, a listener, a timer): it must not run another isolated step. Follows the step's end. */
  | { readonly type: "dirty" }
  | { readonly type: "pong" }
  /** Answers an isolated task that was sent before `dirty` was heard: it has not begun. */
  | { readonly type: "refused"; readonly invocation: string }
  /** Of dynamic pipelines. */
  /** `error`: an input from outside the run cannot be had. */
  | { readonly type: "invoke"; readonly invocation: Invocation; readonly source?: Source; readonly error?: Failure }
  /** `unread`: invocations whose failure nobody awaited. */
  | { readonly type: "returned"; readonly outputs: Readonly<Record<string, OutputRef>>; readonly unread: readonly string[] }
  | { readonly type: "threw"; readonly error: Failure };

/** What a worker says while a run goes on, besides the answers that whoever asked waits for. */
export type RunMessage = Extract<
  FromWorker,
  { type: "progress" | "metadata" | "tags" | "saved" | "hook" | "invoke" | "returned" | "threw" }
>;

/** What the extension or a plain Node program asks of a forked runner (`main.ts`). */
export interface RunRequest {
  /** Absolute path of the file. */
  readonly file: string;
  readonly workspace?: string;
  /** Which pipeline or step: its binding or name, or places where it was made (outermost first). Absent: the only pipeline of the file. */
  readonly target?:
    | { readonly name: string }
    | {
        readonly kind: "step" | "pipeline";
        readonly name: string;
        readonly places: readonly { file: string; line: number; column: number }[];
      };
  /** Given in code: validated, not coerced. */
  readonly parameters?: Readonly<Record<string, Json>>;
  /** The same by position, as a call in code gives them; one without a value was `undefined`. */
  readonly args?: readonly { readonly value?: Json }[];
  /** Of a step that is run alone: inputs that are stored versions, or hold some. Outputs of a run cannot stand in them. */
  readonly inputs?: Readonly<Record<string, Binding>>;
  /** Given as text: coerced. */
  readonly textParameters?: Readonly<Record<string, string>>;
  /** Whether a missing type annotation is an error; where it is not said, the environment decides. */
  readonly enforceAnnotations?: boolean;
  readonly overrides?: RunOverrides;
  /** Goes on from an earlier run. */
  readonly earlier?: EarlierRequest;
}

/** What a run takes over from an earlier one, and what it makes anew. */
export interface EarlierRequest {
  readonly origin: Origin;
  /** Of `from`: inputs of the step that are others now, given in code. */
  readonly inputs?: Readonly<Record<string, Json>>;
  /** The same, given as text. */
  readonly textInputs?: Readonly<Record<string, string>>;
}

/** From the host (extension, plain Node program) to a forked runner. */
export type ToRunner =
  | { readonly type: "run"; readonly request: RunRequest }
  /** Nothing is to be run: what would a run do? Answered by `FromPlanner`. */
  | { readonly type: "plan"; readonly request: RunRequest }
  | { readonly type: "cancel" };

/** From a forked runner to its host. */
export type FromRunner =
  | { readonly type: "ready"; readonly protocol: number }
  | { readonly type: "event"; readonly event: RunEvent }
  /** Nothing was recorded: the run could not begin. */
  | { readonly type: "refused"; readonly error: Failure }
  | { readonly type: "finished"; readonly run: RunRecord; readonly store: string };

/** From a forked runner that was asked what a run would do. */
export type FromPlanner = Extract<FromRunner, { readonly type: "ready" | "refused" }> | { readonly type: "planned"; readonly plan: Plan };
