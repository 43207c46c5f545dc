import * as z from "zod/mini";

export const RunStatus = z.enum(["initializing", "running", "completed", "failed", "cancelled", "interrupted"]);
export type RunStatus = z.infer<typeof RunStatus>;

export const StepStatus = z.enum([
  "pending",
  "running",
  "retrying",
  "completed",
  "cached",
  "failed",
  "skipped",
  "cancelled",
  "interrupted",
]);
export type StepStatus = z.infer<typeof StepStatus>;

export const ExecutionMode = z.enum(["continueOnFailure", "stopOnFailure", "failFast"]);
export type ExecutionMode = z.infer<typeof ExecutionMode>;
