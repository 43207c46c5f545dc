import type { RunRecord } from "../model/record.ts";
import type { Colors } from "./terminal.ts";
import { mark } from "./text/marks.ts";
import { oneLine } from "./text/printable.ts";
import { countsText, outputLines, runReference } from "./text/run-facts.ts";
import { between } from "./text/units.ts";

/**
 * What stands at the end of a run. No line break at the end.
 *
 * ```text
 * ✓ trainingPipeline completed in 1.2 s: 3 completed, 1 cached
 *   accuracy = 0.96  (accuracy@4)
 *   stepwright run show trainingPipeline-2026_03_01-10_00_00_000000
 * ```
 */
export function runSummary(run: RunRecord, colors: Colors): string {
  const reference = runReference(run);
  const failed = Object.entries(run.steps).find(([, step]) => step.status === "failed" && step.attempts.length > 0)?.[0];
  return [
    `${runTitle(run, colors)}: ${countsText(run.steps)}`,
    ...outputLines(run).map((line) => `  ${line}`),
    colors.dim(`  stepwright run show ${reference}`),
    ...(failed === undefined ? [] : [colors.dim(`  stepwright logs ${reference} ${shellWord(failed)}`)]),
  ].join("\n");
}

/** `✓ trainingPipeline completed in 1.2 s`. */
export function runTitle(run: RunRecord, colors: Colors): string {
  const took = between(run.startedAt, run.endedAt);
  return `${mark(run.status, colors)} ${colors.bold(oneLine(run.pipeline))} ${run.status}${took === undefined ? "" : ` in ${took}`}`;
}

/** An invocation id as one word of a command line. */
function shellWord(id: string): string {
  return /^[\w.:@%+-]+$/u.test(id) ? id : JSON.stringify(id);
}
