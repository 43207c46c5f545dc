import type { Failure } from "../model/failure.ts";

/** Failures that say how a step or run ended where nothing was thrown. */

/** @param because the invocations that did not complete */
export const skippedFailure = (id: string, because: readonly string[]): Failure => ({
  code: "SW3010",
  message: `\`${id}\` was skipped, because ${quoted(because)} did not complete.`,
  help: "See why in the run's record.",
});

export const stepsFailed = (ids: readonly string[]): Failure => ({
  code: "SW3010",
  message: ids.length === 1 ? `The step ${quoted(ids)} failed.` : `${String(ids.length)} steps failed: ${quoted(ids)}.`,
  help: "See the error of each step.",
});

/** Of dynamic pipelines: the process that runs the pipeline function is gone. */
export const orchestratorEnded = (): Failure => ({
  code: "SW3003",
  message: "The process of the pipeline function ended before the function did.",
  help: "A pipeline function must not call process.exit. Move heavy work into isolated steps.",
});

const quoted = (ids: readonly string[]): string => ids.map((id) => `\`${id}\``).join(", ");
