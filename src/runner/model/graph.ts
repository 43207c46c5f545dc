import type { Json } from "./json.ts";

/**
 * The graph of a pipeline as it is shown: what `graph --json` prints, what the panel draws. It has this one shape whether it was recorded
 * by running the pipeline function or read from its source. Fields may be added, never renamed or removed.
 */

/** What stands at an input of a step: an output of the same run, a value, a stored version, or a structure of these. */
export type GraphBinding =
  | { readonly from: string }
  | { readonly value: Json }
  | { readonly artifact: string; readonly version: string }
  | { readonly list: readonly GraphBinding[] }
  | { readonly object: Readonly<Record<string, GraphBinding>> };

export interface GraphStep {
  readonly id: string;
  readonly step: string;
  /** Of the call. */
  readonly line?: number;
  readonly inputs: Readonly<Record<string, GraphBinding>>;
  readonly outputs: readonly { readonly name: string; readonly type: string }[];
  readonly after: readonly string[];
  /** Ids of the inlined pipelines it stands in, outermost first. */
  readonly group?: readonly string[];
}

export interface Graph {
  readonly pipeline: string;
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  readonly steps: readonly GraphStep[];
}
