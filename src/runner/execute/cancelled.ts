import type { Failure } from "../model/failure.ts";

/** The failure of an invocation that did not complete because its run was stopped. */
export const cancelledFailure = (invocation: string): Failure => ({
  code: "SW3008",
  message: `\`${invocation}\` was cancelled with its run.`,
  help: "Run the pipeline again; what completed is taken from the cache.",
});
