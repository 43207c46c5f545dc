import type { FileRange } from "./range.ts";

/**
 * Where the parts of a pipeline's graph stand in the source: what an editor needs for hovers, marks and navigation. Apart from
 * the graph itself, so that its shape stays what `graph --json` promises.
 */
export interface PipelinePlaces {
  /** Of the pipeline: `src/train.ts#trainingPipeline`. */
  readonly identity: string;
  /** One for each step of the graph, in its order. */
  readonly calls: readonly CallPlace[];
  /** Every place where a name in a pipeline function stands for results of steps, in source order of each file. */
  readonly variables: readonly VariablePlace[];
}

/** Where a step is called, and where it is defined. */
export interface CallPlace {
  /** Invocation id. In a loop several steps have the same place. */
  readonly id: string;
  /** The whole call, arguments included. */
  readonly call: FileRange;
  /** The name that is called. */
  readonly name: FileRange;
  /** Absent for a step that no top-level binding holds. */
  readonly definition?: { readonly identity: string; readonly file: string; readonly line: number };
}

/** A name, where it is declared or used, and what it holds there. */
export interface VariablePlace extends FileRange {
  readonly name: string;
  /** More than one in a loop, or where it may be this or that. */
  readonly holds: readonly HeldResult[];
}

/** A result of a step; without `output`, all outputs of the call. */
export interface HeldResult {
  readonly step: string;
  readonly output?: string;
}
