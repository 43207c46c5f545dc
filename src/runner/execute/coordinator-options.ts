import type { NewRunEvent, RunEvent } from "../model/events.ts";
import type { PipelineSpec } from "../model/spec.ts";
import type { Journal } from "../store/journal.ts";
import type { Store } from "../store/store.ts";
import type { EarlierRun } from "./earlier-run.ts";
import type { KeyMaker } from "./key-maker.ts";
import type { Pool } from "./pool.ts";

/** What one run is made with. */
export interface CoordinatorOptions {
  readonly runId: string;
  readonly name: string;
  readonly spec: PipelineSpec;
  readonly store: Store;
  /** Whether earlier results of the store may be used. */
  readonly trusted: boolean;
  readonly journal: Journal;
  readonly pool: Pool;
  readonly keys: KeyMaker;
  /** The run that this one goes on from. */
  readonly earlier?: EarlierRun | undefined;
  readonly start: Omit<Extract<NewRunEvent, { event: "run.started" }>, "event" | "name" | "spec">;
  readonly onEvent: (event: RunEvent) => void;
  /** What the author's code wrote outside of any step: while recording, or by the pipeline function. */
  readonly onOutput: (text: Buffer) => void;
  readonly signal: AbortSignal;
  /** Called when all steps have ended, before the run is recorded as finished. */
  readonly onSettled: () => void;
}
