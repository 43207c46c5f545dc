import type { Json } from "../model/json.ts";
import { StepwrightError } from "./errors.ts";
import { placeOfCall } from "./state.ts";

/** What a running step can ask and say. Valid in a step, its hooks and its materializers. */
export interface StepContext {
  readonly run: { readonly id: string; readonly name: string; readonly pipeline: string };
  /** `id` is the invocation's; attempts count from 1. */
  readonly step: { readonly id: string; readonly name: string; readonly attempt: number };
  /** The inputs as the step got them, by name. */
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Aborts when the run is cancelled or the step's time is up. */
  readonly signal: AbortSignal;
  /** Writes a line to the step's log, as `console.log` does. */
  log(...values: readonly unknown[]): void;
  /** A whole number from 0 to 2³² − 1 that is the same whenever this step of this run runs again. */
  readonly seed: number;
  /** A folder of the step's own, removed after the step. It is made when it is first asked for. */
  readonly tempDir: string;
  /** How far the step is: a fraction from 0 to 1, a message, or both. */
  progress(fraction: number, message?: string): void;
  /** Adds facts to the step's record. The latest value of a key wins. */
  logMetadata(metadata: Readonly<Record<string, Json>>): void;
  addTags(...tags: readonly string[]): void;
}

/**
 * The context of the step that is running.
 *
 * @throws StepwrightError `SW1023` outside of a step.
 * @example
 * const train = step(async ({ epochs }: { epochs: number }) => {
 *   const { progress, signal } = stepContext();
 *   for (let epoch = 0; epoch < epochs && !signal.aborted; epoch++) progress(epoch / epochs);
 * });
 */
export const stepContext = (): StepContext => {
  const place = placeOfCall();
  if (place.kind === "step") return place.context;
  throw new StepwrightError({
    code: "SW1023",
    message: "`stepContext()` was called outside a running step.",
    help: "Call it inside the step's function, its hooks or its materializers, and not at the top level of a module.",
  });
};
