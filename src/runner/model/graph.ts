import type { Json } from "./json.ts";

/**
 * The graph of a pipeline as it is shown: what `graph --json` prints, what the panel draws. It has this one shape whether it was recorded
 * by running the pipeline function or read from its source. Fields may be added, never renamed or removed.
 */

/**
 * What stands at an input of a step: an output of the same run, a value, a stored version, or a structure of these. An `expression` is
 * what the source alone does not tell; `of` names the outputs (`INVOCATION.OUTPUT`) that it is made of.
 */
export type GraphBinding =
  | { readonly from: string }
  | { readonly value: Json }
  | { readonly artifact: string; readonly version: string }
  | { readonly list: readonly GraphBinding[] }
  | { readonly object: Readonly<Record<string, GraphBinding>> }
  | { readonly expression: string; readonly of?: readonly string[] };

/** A loop or branch of the pipeline function of which only running it tells how often, or whether, it is gone through. */
export interface GraphContext {
  readonly kind: "loop" | "branch";
  /** Its head as written: `for (const part of parts)`, `if (accuracy > 0.9)`, `else of if (accuracy > 0.9)`. */
  readonly text: string;
}

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
  /** Of a graph read from source: what decides whether and how often the step is called, outermost first. */
  readonly within?: readonly GraphContext[];
}

export interface Graph {
  readonly pipeline: string;
  /** Relative to the workspace, with `/`. */
  readonly file: string;
  readonly steps: readonly GraphStep[];
  /** The pipeline runs along with its steps, so the graph grows while it runs. */
  readonly dynamic?: true;
  /** Read from source, and running the pipeline function may call other steps or with other inputs. */
  readonly partial?: true;
}
