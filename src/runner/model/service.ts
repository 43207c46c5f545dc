import type { ArtifactVersion } from "./artifact.ts";
import type { PlacedDefinition } from "./discovered.ts";
import type { RunEvent } from "./events.ts";
import type { Failure } from "./failure.ts";
import type { Finding } from "./finding.ts";
import type { Graph } from "./graph.ts";
import type { Json } from "./json.ts";
import type { Location } from "./location.ts";
import type { RunView, StepView } from "./panel-view.ts";
import type { StepDetails } from "./panel.ts";
import type { Preview } from "./preview.ts";
import type { Binding, VersionRef } from "./spec.ts";
import type { RunRecord, RunSummary } from "./record.ts";
import type { Plan } from "./plan.ts";
import type { EarlierRequest, RunRequest } from "./protocol.ts";
import type { Replay } from "./replay.ts";
import type { Result } from "./result.ts";
import type { InputSignature } from "./signature.ts";
import type { StepStatus } from "./status.ts";
import type { Why } from "./why.ts";

/**
 * What the extension host and the service say to each other: one closed union a direction, plain JSON. The service reads sources and
 * stores and never runs code of the workspace, so it is there in Restricted Mode as well.
 *
 * The order. The service says `ready` or `error` first. The host then says which folders are open, and the service tells what it finds:
 * `definitions` and `findings` file by file, `runs` as they go on. Whatever else the host wants to know it asks, and each question has one answer.
 * The service ends when its host is gone.
 */
export type ToService =
  /** All folders that are open now; it replaces those of before. */
  | { readonly type: "folders"; readonly folders: readonly ServiceFolder[] }
  /** An editor holds a file: this text counts, not the one on disk. */
  | { readonly type: "edited"; readonly file: string; readonly text: string }
  /** The text on disk counts again. */
  | { readonly type: "closed"; readonly file: string }
  /** Files that were made, changed or removed on disk; absolute paths. */
  | { readonly type: "changed"; readonly files: readonly string[] }
  /** Reads all sources again. */
  | { readonly type: "refresh" }
  | {
      readonly [Q in Question]: { readonly type: "ask"; readonly id: number; readonly question: Q; readonly about: Questions[Q]["about"] };
    }[Question]
  | { readonly type: "stop" };

/** From the service. */
export type FromService =
  | { readonly type: "ready"; readonly protocol: number }
  | { readonly type: "error"; readonly error: Failure }
  /** What a file defines now; it replaces what it defined before. An empty list: nothing any more. */
  | { readonly type: "definitions"; readonly folder: string; readonly file: string; readonly definitions: readonly PlacedDefinition[] }
  /** All files of the folder have been read, and these define something: what was told of others does not hold any more. */
  | { readonly type: "discovered"; readonly folder: string; readonly files: readonly string[] }
  | { readonly type: "findings"; readonly folder: string; readonly file: string; readonly findings: readonly Finding[] }
  /** A run as a whole: one that began, or one of which a delta would not say enough. */
  | { readonly type: "run"; readonly folder: string; readonly run: TrackedRun }
  | { readonly type: "runChanged"; readonly folder: string; readonly change: RunChange }
  /** What the steps of a run printed. */
  | { readonly type: "printed"; readonly folder: string; readonly run: string; readonly step: string; readonly text: string }
  /** What a person should know of a folder: its history cannot be read as it should be. Told once for each code. */
  | { readonly type: "trouble"; readonly folder: string; readonly failure: Failure }
  /** The list of runs or artifacts is not what it was. */
  | { readonly type: "history"; readonly folder: string }
  | { readonly type: "answer"; readonly id: number; readonly answer: Result<unknown> };

export interface ServiceFolder {
  /** Absolute path. */
  readonly path: string;
  /** Glob patterns of files that are left out. */
  readonly exclude: readonly string[];
  /** A missing type annotation is a finding. */
  readonly enforceTypeAnnotations: boolean;
  /** The person trusts the folder: the database of its store is kept up to date. Otherwise nothing is written into it. */
  readonly trusted: boolean;
}

/** A run as the editor knows it: its view, and which code its steps are of. */
export interface TrackedRun {
  readonly view: RunView;
  /** The pipeline's name. */
  readonly pipeline: string;
  /** Of the pipeline: `src/train.ts#training`. */
  readonly identity: string;
  /** By invocation. */
  readonly invocations: Readonly<Record<string, InvocationFacts>>;
}

export interface InvocationFacts {
  readonly step: string;
  /** Absent for a step without a top-level binding. */
  readonly identity?: string;
  /** Of the call. */
  readonly at?: Location;
}

/** What happened in a run since the last message about it. */
export interface RunChange extends Omit<RunView, "steps"> {
  /** Those that changed. */
  readonly steps: readonly StepView[];
  readonly events: readonly RunEvent[];
}

/** What is known of one result, for a hover. */
export interface ValueFacts {
  /** `train` for a step as a whole, `train.accuracy` for an output. */
  readonly title: string;
  readonly step: string;
  readonly invocation: string;
  readonly status: StepStatus;
  readonly run: RunSummary;
  /** Milliseconds. */
  readonly duration?: number;
  readonly outputs: readonly OutputFacts[];
  readonly error?: Failure;
  /** Where the place stands for several results, as of a loop: how many, and the last of them in the order of their calls; this is the last. */
  readonly among?: { readonly count: number; readonly last: readonly HeldValue[] };
}

/** One of several results that a name holds. */
export interface HeldValue {
  /** As of {@link ValueFacts}. */
  readonly title: string;
  /** Absent where there is no value. */
  readonly ref?: VersionRef;
}

export interface OutputFacts {
  readonly output: string;
  readonly artifact: string;
  readonly version: string;
  readonly type: string;
  readonly bytes: number;
  readonly preview: Preview;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** What is under the cursor, as far as the graph is concerned. */
export interface CursorFacts {
  /** Identity of the pipeline that the place is in, or of the only one of the file. */
  readonly pipeline?: string;
  /** Invocations in it that the place is about. */
  readonly invocations: readonly string[];
}

export interface ArtifactSummaryFacts {
  readonly name: string;
  readonly versions: number;
  readonly latest: string;
  readonly type: string;
  readonly createdAt: string;
}

/** An input of a step as it was in a run. */
export interface StepInput {
  readonly name: string;
  /** As its signature says now; absent where the step or the input is gone. */
  readonly signature?: InputSignature;
  /** Absent where nothing was given, or it was never made. Outputs of the run stand there as the versions that they became. */
  readonly binding?: Binding;
  /** The value as JSON text, where it is JSON and small enough to be edited. */
  readonly text?: string;
}

/** The parameters of a pipeline, for a form. */
export interface ParameterFacts {
  readonly inputs: readonly InputSignature[];
}

/** Questions by name: what they are about, and what the answer holds. */
export interface Questions {
  readonly runs: {
    readonly about: { readonly folder: string; readonly pipeline?: string; readonly limit: number };
    readonly answer: readonly RunSummary[];
  };
  readonly run: { readonly about: { readonly folder: string; readonly run: string }; readonly answer: RunRecord };
  readonly trackedRun: { readonly about: { readonly folder: string; readonly run: string }; readonly answer: TrackedRun };
  /** The newest run of each pipeline that was run. */
  readonly latestRuns: { readonly about: { readonly folder: string }; readonly answer: readonly TrackedRun[] };
  readonly graph: { readonly about: { readonly folder: string; readonly identity: string }; readonly answer: Graph };
  /** The graph that a run recorded. */
  readonly runGraph: { readonly about: { readonly folder: string; readonly run: string }; readonly answer: Graph };
  readonly details: {
    readonly about: { readonly folder: string; readonly identity: string; readonly run?: string; readonly step: string };
    readonly answer: StepDetails;
  };
  readonly artifacts: { readonly about: { readonly folder: string }; readonly answer: readonly ArtifactSummaryFacts[] };
  readonly versions: {
    readonly about: { readonly folder: string; readonly artifact: string };
    readonly answer: readonly ArtifactVersion[];
  };
  /**
   * One version, with its value as text where it is text or JSON and small. `problem`: what is wrong with its content, as far as it was
   * read; of what is large, only that it is missing or has another size is seen.
   */
  readonly artifact: {
    readonly about: { readonly folder: string } & VersionRef;
    readonly answer: {
      readonly version: ArtifactVersion;
      readonly text?: string;
      readonly files: readonly string[];
      readonly problem?: Failure;
    };
  };
  /** The result that a place in a source stands for; absent where there is none. */
  readonly value: { readonly about: { readonly folder: string } & Location; readonly answer: ValueFacts | undefined };
  /** Why a step of a run ran, or did not have to. */
  readonly explain: { readonly about: { readonly folder: string; readonly run: string; readonly step: string }; readonly answer: Why };
  /**
   * What a run would do with each step now, by the files on disk. Code of the folder is loaded for it, in a process of its own, so it is
   * answered for trusted folders only (SW2012).
   */
  readonly plan: {
    readonly about: {
      readonly folder: string;
      /** Of the pipeline. */
      readonly identity: string;
      readonly parameters?: Readonly<Record<string, Json>>;
      /** The Node that runs pipelines, and what its environment has besides that of the service; absent: the one of the service. */
      readonly node?: { readonly path: string; readonly environment: Readonly<Record<string, string>> };
    };
    readonly answer: Plan;
  };
  /** What to ask of a runner so that it goes on from a run: resumes it, runs from a step on, or one step alone. */
  readonly replay: {
    readonly about: { readonly folder: string; readonly run: string; readonly replay: Replay };
    readonly answer: RunRequest;
  };
  /** What a step of a run had as inputs, for a form in which they are edited. */
  readonly stepInputs: {
    readonly about: { readonly folder: string; readonly run: string; readonly step: string };
    readonly answer: readonly StepInput[];
  };
  /** Whether a step of a run can have these inputs in place of those that it had: asked while they are edited. SW5001 or SW5002 where not. */
  readonly checkInputs: {
    readonly about: { readonly folder: string; readonly run: string; readonly step: string } & Pick<
      EarlierRequest,
      "inputs" | "textInputs"
    >;
    readonly answer: undefined;
  };
  /** What a step had as inputs, or would have had, in the newest run in which all of them were there; absent where there is none. */
  readonly lastInputs: {
    readonly about: { readonly folder: string; readonly identity: string };
    readonly answer: { readonly run: string; readonly invocation: string; readonly inputs: Readonly<Record<string, Binding>> } | undefined;
  };
  /** Where a pipeline calls a step, as its source is now; absent where that does not tell. */
  readonly call: {
    readonly about: { readonly folder: string; readonly identity: string; readonly step: string };
    readonly answer: Location | undefined;
  };
  readonly cursor: { readonly about: { readonly folder: string } & Location; readonly answer: CursorFacts };
  readonly parameters: { readonly about: { readonly folder: string; readonly identity: string }; readonly answer: ParameterFacts };
  /** What a text comes to as a parameter. */
  readonly parameter: {
    readonly about: { readonly folder: string; readonly identity: string; readonly name: string; readonly text: string };
    readonly answer: Json;
  };
  /** Where the log of an attempt lies; the latest where none is named. */
  readonly logFile: {
    readonly about: { readonly folder: string; readonly run: string; readonly step: string; readonly attempt?: number };
    /** `of`: the name of the run in which it was printed, where the step of this one was cached. */
    readonly answer: { readonly path: string; readonly text: string; readonly truncated: boolean; readonly of?: string };
  };
  /** The log of a whole run so far, step by step, with colours. From then on what is printed is told. */
  readonly follow: { readonly about: { readonly folder: string; readonly run: string }; readonly answer: { readonly text: string } };
}

export type Question = keyof Questions;

/** An answer, by its question. */
export type Answer<Q extends Question> = Questions[Q]["answer"];
