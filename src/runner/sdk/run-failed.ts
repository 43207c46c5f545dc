import type { Failure } from "../model/failure.ts";
import { withoutOwnFrames } from "./own-frames.ts";
import type { Run } from "./types.ts";

/** A run that failed or was cancelled, thrown at the program that called the pipeline. What the run did is in `run`. */
export class RunFailedError extends Error {
  override readonly name = "RunFailedError";
  declare readonly run: Run;

  constructor(run: Run, failure: Failure | undefined) {
    super(failure === undefined ? `The run ${run.name} ended as ${run.status}.` : `The run ${run.name} failed. ${failure.message}`);
    // Not enumerable: an error that nobody catches is printed, and the whole run would bury what it says.
    Object.defineProperty(this, "run", { value: run });
    if (this.stack !== undefined) this.stack = withoutOwnFrames(this.stack);
  }
}
