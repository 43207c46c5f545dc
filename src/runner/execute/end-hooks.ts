import type { StepTask } from "../model/protocol.ts";

/** Whether another process has hooks to run for an attempt that ended with its own. One that only the gone process knew has none. */
export const hasEndHooks = ({ invocation: { hooks, local }, attempt, maxAttempts }: StepTask): boolean =>
  local !== true && (hooks?.["onEnd"] !== undefined || (hooks?.["onFailure"] !== undefined && attempt >= maxAttempts));
