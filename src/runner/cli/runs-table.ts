import type { RunSummary } from "../model/record.ts";
import { table } from "./tables.ts";
import type { Screen } from "./terminal.ts";
import { mark } from "./text/marks.ts";
import { oneLine } from "./text/printable.ts";
import { age, between } from "./text/units.ts";

/**
 * A list of runs as a table.
 * @param now Milliseconds since 1970.
 */
export function runsTable(runs: readonly RunSummary[], screen: Screen, now: number): string {
  const rows = runs.map((run) => [
    `${mark(run.status, screen.colors)} ${run.status}`,
    oneLine(run.pipeline),
    oneLine(run.name),
    age(Date.parse(run.startedAt), now),
    between(run.startedAt, run.endedAt) ?? "",
    screen.colors.dim(run.id),
  ]);
  return table(["status", "pipeline", "run", "started", "took", "id"], rows, screen);
}
