import type { Failure } from "./failure.ts";
import type { Graph } from "./graph.ts";
import type { RunStatus, StepStatus } from "./status.ts";

/** What the DAG panel draws: the parts of its snapshot. Times are milliseconds since 1970, by the host's clock. */

export type PanelContent =
  /** Nothing is known yet. */
  | { readonly kind: "loading" }
  /** `noSource`: a folder without TypeScript; `noPipeline`: sources without a pipeline. */
  | { readonly kind: "empty"; readonly reason: "noFolder" | "noSource" | "noPipeline" }
  /** The pipeline is there and cannot be drawn. */
  | { readonly kind: "problem"; readonly failure: Failure }
  | {
      readonly kind: "graph";
      readonly graph: Graph;
      /** Read from the source, recorded by running the pipeline function, or what a run recorded. */
      readonly source: "static" | "recorded" | "run";
      /** The run whose states are drawn; absent where there is none. */
      readonly run?: RunView;
      /** Why the graph is not what the source says now, such as a file that does not parse while it is typed in. */
      readonly stale?: Failure;
    };

export interface PanelPipeline {
  /** Unique among those of a snapshot, and the same after a reload. */
  readonly id: string;
  readonly name: string;
  /** Relative to the workspace, with `/`. */
  readonly file: string;
}

export interface PanelRun {
  readonly id: string;
  readonly name: string;
  readonly status: RunStatus;
  readonly startedAt: number;
  readonly endedAt?: number;
}

/** A run as the panel draws it: its record without what only the details need. It is what the fold of run events yields. */
export interface RunView extends PanelRun {
  /** One for each step that the run knows, in the order of the graph. */
  readonly steps: readonly StepView[];
  readonly error?: Failure;
  readonly warnings: readonly string[];
  /** `seq` of the last event that is in here; −1 for none. Events up to it change nothing. */
  readonly lastSeq: number;
}

export interface StepView {
  /** The invocation's id. */
  readonly id: string;
  readonly status: StepStatus;
  /** Every try so far, the first one first. */
  readonly attempts: readonly AttemptView[];
  /** How often it may be tried, where that is more than once. */
  readonly maxAttempts?: number;
  /** Of the running attempt. `fraction` is between 0 and 1. */
  readonly progress?: { readonly fraction?: number; readonly message?: string };
  /** When it began and ended as a whole, waiting between attempts included. */
  readonly startedAt?: number;
  readonly endedAt?: number;
  /** While `retrying`: when the next attempt starts. */
  readonly retryAt?: number;
  /** The step run whose outputs were taken. */
  readonly cachedFrom?: { readonly run: string; readonly step: string };
  /** The invocations whose end made this one pointless. */
  readonly skippedBecause?: readonly string[];
  readonly error?: Failure;
  /** Versions that its outputs became. */
  readonly outputs: readonly { readonly output: string; readonly artifact: string; readonly version: string }[];
}

export interface AttemptView {
  readonly attempt: number;
  readonly status: "running" | "completed" | "failed" | "cancelled" | "interrupted";
  readonly startedAt: number;
  readonly endedAt?: number;
}

export type GraphDirection = "auto" | "down" | "right";

/** The person's settings. Where the panel has a switch for the same, the switch counts once it was used. */
export interface PanelSettings {
  /** `auto`: as the shape of the view has room. */
  readonly direction: GraphDirection;
  readonly showArtifacts: boolean;
  /** Graphs with more nodes than this open on the neighbourhood of one of them. */
  readonly neighbourhoodAbove: number;
}
