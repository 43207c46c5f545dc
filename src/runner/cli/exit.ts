import type { Failure } from "../model/failure.ts";
import type { RunRecord } from "../model/record.ts";

/** What the process says at its end. 130 is what a shell gives for Ctrl+C (128 + SIGINT). */
export const exitStatus = { completed: 0, failed: 1, wrongUse: 2, cancelled: 130 } as const;
export type ExitStatus = (typeof exitStatus)[keyof typeof exitStatus];

/** Codes of what the person typed: a file, a pipeline, a parameter, a flag. Everything else is a failure of the work itself. */
const wrongUse = /^SW(?:200[2-5]|5\d{3})$/;

/** Exit status of a command that could not do what was asked. */
export function statusOfFailure(failure: Failure): ExitStatus {
  if (failure.code === "SW3008") return exitStatus.cancelled;
  return wrongUse.test(failure.code) ? exitStatus.wrongUse : exitStatus.failed;
}

/** Exit status of a run that took place. */
export function statusOfRun(run: Pick<RunRecord, "status">): ExitStatus {
  switch (run.status) {
    case "completed":
      return exitStatus.completed;
    case "cancelled":
      return exitStatus.cancelled;
    case "failed":
    case "interrupted":
    case "initializing":
    case "running":
      return exitStatus.failed;
    default:
      return run.status satisfies never;
  }
}
