import * as z from "zod/mini";

/**
 * The earlier run that a run goes on from. `resume`: it keeps what completed there and runs the rest. `from`: it runs one step and what
 * depends on it, and keeps what these need. `only`: it runs one step alone, with the inputs that the step had.
 */
export const Origin = z.object({
  kind: z.enum(["resume", "from", "only"]),
  /** Id of the earlier run. */
  run: z.string(),
  /** The invocation of `from` and `only`. */
  step: z.optional(z.string()),
  /** Inputs of the step that are others than they were, by name. */
  changed: z.optional(z.array(z.string())),
});
export type Origin = z.infer<typeof Origin>;
