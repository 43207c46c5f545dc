import type { RunRecord, StepRecord } from "../../model/record.ts";
import type { StepStatus } from "../../model/status.ts";
import { oneLine } from "./printable.ts";
import { previewText } from "./preview-text.ts";

/** `5 completed, 2 cached, 1 failed`: how the steps stand, in this order, without what there is none of. What was kept is told apart. */
export function countsText(steps: Readonly<Record<string, Pick<StepRecord, "status" | "kept">>>): string {
  const counts: Record<StepStatus | "kept", number> = {
    completed: 0,
    kept: 0,
    cached: 0,
    failed: 0,
    skipped: 0,
    cancelled: 0,
    interrupted: 0,
    running: 0,
    retrying: 0,
    pending: 0,
  };
  for (const step of Object.values(steps)) counts[step.kept === undefined ? step.status : "kept"] += 1;
  const texts = Object.entries(counts).flatMap(([status, count]) => (count === 0 ? [] : [`${count} ${status}`]));
  return texts.length === 0 ? "no steps" : texts.join(", ");
}

/** The outputs of the run, one a line: `accuracy = 0.96  (trainingPipeline::train::accuracy@3)`. The value is shown where a step of the run made it. */
export function outputLines(run: RunRecord): string[] {
  const previews = new Map(
    Object.values(run.steps)
      .flatMap((step) => Object.values(step.outputs))
      .map((output) => [`${output.artifact}@${output.version}`, output.preview]),
  );
  return Object.entries(run.outputs).map(([name, { artifact, version }]) => {
    const preview = previews.get(`${artifact}@${version}`);
    const value = preview === undefined ? "" : ` = ${previewText(preview)}`;
    return `${oneLine(name)}${value}  (${oneLine(artifact)}@${oneLine(version)})`;
  });
}

/** How a person can name the run in the next command: by its name where a shell takes it as it is, else by its id. */
export function runReference(run: Pick<RunRecord, "id" | "name">): string {
  return /^[\w.:@%+-]+$/u.test(run.name) && !run.name.startsWith("-") ? run.name : run.id;
}
