import type { Failure } from "../model/failure.ts";
import type { Run } from "./types.ts";

/** A run that failed or was cancelled, thrown at the program that called the pipeline. What the run did is in `run`. */
export class RunFailedError extends Error {
  override readonly name = "RunFailedError";
  readonly run: Run;

  constructor(run: Run, failure: Failure | undefined) {
    super(failure === undefined ? `The run ${run.name} ended as ${run.status}.` : `The run ${run.name} failed. ${failure.message}`);
    this.run = run;
  }
}
