import type { Failure } from "../model/failure.ts";
import type { Location } from "../model/location.ts";
import { withoutOwnFrames } from "./own-frames.ts";

/** A failure, thrown where an author's code called us. Everything a person needs is in `failure`. */
export class StepwrightError extends Error {
  override readonly name = "StepwrightError";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`${failure.code}: ${failure.message} ${failure.help}`);
    this.failure = failure;
    if (this.stack !== undefined) this.stack = withoutOwnFrames(this.stack);
  }

  /** Tells by name, so that it holds for another copy of this module as well. */
  static is(value: unknown): value is StepwrightError {
    try {
      return value instanceof Error && value.name === "StepwrightError" && "failure" in value;
    } catch {
      // An author may throw anything, also what cannot be looked at.
      return false;
    }
  }
}

/** The same error with a place, where it says none. */
export const placed = (error: unknown, at: Location | undefined): unknown =>
  at !== undefined && StepwrightError.is(error) && error.failure.at === undefined ? new StepwrightError({ ...error.failure, at }) : error;
