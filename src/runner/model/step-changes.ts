import type { RunEvent } from "./events.ts";
import type { StepStatus } from "./status.ts";

/** Events of one step. */
type StepEvent = Extract<RunEvent, { id: string }>["event"];

/** In which statuses an event can change the status of a step. Anything else is not a story that can have happened, and is passed over. */
const possible = {
  "step.started": ["pending", "retrying"],
  "step.progress": ["running"],
  "step.retrying": ["running"],
  "step.cached": ["pending"],
  "step.completed": ["running"],
  // Before it started: the worker or an input could not be had.
  "step.failed": ["pending", "running", "retrying"],
  "step.skipped": ["pending"],
  "step.cancelled": ["pending", "running", "retrying"],
} as const satisfies Partial<Record<StepEvent, readonly StepStatus[]>>;

/** Whether an event can come to a step in this status. */
export function canFollow(status: StepStatus, event: StepEvent): boolean {
  const statuses: Partial<Record<StepEvent, readonly StepStatus[]>> = possible;
  return statuses[event]?.includes(status) ?? true;
}
