import type { Failure } from "../../model/failure.ts";
import { StepwrightError } from "../../sdk/errors.ts";
import { describeThrown } from "./thrown.ts";

/** The failure behind something that our own code threw. What is no failure of ours is a bug of ours. */
export const failureOf = (error: unknown): Failure =>
  StepwrightError.is(error)
    ? error.failure
    : {
        code: "SW9001",
        message: `The worker failed: ${error instanceof Error ? error.message : String(error)}`,
        help: "This is a bug in Stepwright. Please report it with the lines below.",
        thrown: describeThrown(error),
      };
