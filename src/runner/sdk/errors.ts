import type { Failure } from "../model/failure.ts";

/** A failure, thrown where an author's code called us. Everything a person needs is in `failure`. */
export class StepwrightError extends Error {
  override readonly name = "StepwrightError";
  readonly failure: Failure;

  constructor(failure: Failure) {
    super(`${failure.code}: ${failure.message} ${failure.help}`);
    this.failure = failure;
  }

  /** Tells by name, so that it holds for another copy of this module as well. */
  static is(value: unknown): value is StepwrightError {
    return value instanceof Error && value.name === "StepwrightError" && "failure" in value;
  }
}
