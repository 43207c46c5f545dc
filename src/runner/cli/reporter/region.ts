import type { Colors } from "../terminal.ts";
import { mark } from "../text/marks.ts";
import { oneLine } from "../text/printable.ts";
import { duration, plural } from "../text/units.ts";
import { fit, pad } from "../text/width.ts";
import type { Progress, RunningStep } from "./progress.ts";

const spinner = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
/** Milliseconds that one picture of the spinner stands. */
export const frameTime = 100;
const barWidth = 10;

/** How much of the terminal there is to draw on. */
export interface Extent {
  readonly columns: number;
  readonly rows: number;
}

/**
 * The part of the terminal that is drawn anew while a run goes on: a line for each running step and one for the whole. Every line fits
 * the terminal, because a wrapped line would leave remains when it is drawn over.
 * @param now Milliseconds since 1970.
 */
export function region(progress: Progress, now: number, extent: Extent, colors: Colors): string {
  const picture = colors.blue(spinner[Math.floor(now / frameTime) % spinner.length] ?? "");
  if (progress.startedAt === undefined) return fit(`${picture} preparing`, extent.columns);
  // One row for the line of the whole, one for the cursor, one for what does not fit.
  const most = Math.max(1, extent.rows - 3);
  const steps = [...progress.running.values()];
  const lines = steps.slice(0, most).map((step) => stepLine(step, progress, picture, now, colors));
  if (steps.length > most) lines.push(colors.dim(`… and ${steps.length - most} more`));
  lines.push(colors.dim(`${progress.done} of ${plural(progress.total, "step")}, ${duration(now - progress.startedAt)}`));
  return lines.map((line) => fit(line, extent.columns)).join("\n");
}

function stepLine(step: RunningStep, progress: Progress, picture: string, now: number, colors: Colors): string {
  const name = pad(oneLine(step.id), progress.idWidth);
  if (step.retryAt !== undefined) {
    const wait = duration(Math.max(0, step.retryAt - now));
    return `${mark("retrying", colors)} ${name}  attempt ${step.attempt + 1} of ${step.maxAttempts} in ${wait}`;
  }
  return `${picture} ${name}  ${[duration(now - step.startedAt), ...stepFacts(step)].join("  ")}`;
}

/** What a running step says of itself: progress, message, attempt. */
export function stepFacts(step: RunningStep): string[] {
  return [
    ...(step.fraction === undefined ? [] : [bar(step.fraction)]),
    ...(step.message === undefined ? [] : [oneLine(step.message)]),
    ...(step.attempt > 1 ? [`attempt ${step.attempt} of ${step.maxAttempts}`] : []),
  ];
}

function bar(fraction: number): string {
  // A step may report nonsense (1.2, NaN); the bar stays a bar.
  const share = Math.min(1, Math.max(0, Number.isNaN(fraction) ? 0 : fraction));
  const filled = Math.round(share * barWidth);
  return `${"━".repeat(filled)}${"─".repeat(barWidth - filled)} ${Math.round(share * 100)} %`;
}
