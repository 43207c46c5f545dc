import type { RunRecord, StepRecord } from "../model/record.ts";
import { logPath } from "../store/logs.ts";
import type { Store } from "../store/store.ts";
import { failureText } from "./failure-text.ts";
import type { Colors } from "./terminal.ts";
import { logTail } from "./text/log-tail.ts";
import { mark } from "./text/marks.ts";
import type { Places } from "./text/place.ts";
import { oneLine } from "./text/printable.ts";
import { plural } from "./text/units.ts";

/** Lines of a log that are shown with a failure; the whole log is a command away. */
const tailLines = 10;

/**
 * Why a run failed: for each failed step its error and the end of its log; where no step failed, the error of the run itself.
 * @returns One text a failure, without a line break at the end.
 */
export function runFailures(run: RunRecord, store: Store, places: Places, colors: Colors): string[] {
  const failed = Object.entries(run.steps).filter(([, step]) => step.status === "failed");
  if (failed.length > 0) return failed.map(([id, step]) => stepFailure(run.id, id, step, store, places, colors));
  return run.error === undefined ? [] : [failureText(run.error, places, colors)];
}

function stepFailure(runId: string, id: string, step: StepRecord, store: Store, places: Places, colors: Colors): string {
  const attempts = step.attempts.length > 1 ? ` after ${plural(step.attempts.length, "attempt")}` : "";
  const lines = [`${mark("failed", colors)} ${colors.bold(oneLine(id))} failed${attempts}`];
  if (step.error !== undefined) lines.push(failureText(step.error, places, colors));
  const last = step.attempts.at(-1)?.attempt;
  const tail = last === undefined ? [] : logTail(logPath(store, runId, id, last), tailLines);
  if (tail.length > 0) lines.push(colors.dim("  end of its log:"), ...tail.map((line) => `  ${colors.dim("│")} ${line}`));
  return lines.join("\n");
}
