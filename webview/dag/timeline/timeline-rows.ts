import type { RunView, StepView } from "../../../src/runner/model/panel-view.ts";
import type { StepStatus } from "../../../src/runner/model/status.ts";

/** One bar: a try of a step, as parts of the whole span between 0 and 1. */
export interface Bar {
  readonly attempt: number;
  readonly status: StepStatus;
  readonly from: number;
  readonly to: number;
}

export interface TimelineRow {
  readonly step: StepView;
  readonly bars: readonly Bar[];
}

export interface Timeline {
  /** In the order in which steps began; those that have not begun come last. */
  readonly rows: readonly TimelineRow[];
  /** Milliseconds. */
  readonly span: number;
  /** Round moments since the start, in milliseconds. */
  readonly ticks: readonly number[];
}

/** A run as bars over time. `now` is by the host's clock. */
export function timelineOf(run: RunView, now: number): Timeline {
  const end = run.endedAt ?? now;
  const span = Math.max(1, end - run.startedAt);
  const part = (time: number): number => Math.min(1, Math.max(0, (time - run.startedAt) / span));
  const rows = run.steps.map((step): TimelineRow => ({ step, bars: barsOf(step, end, part) }));
  const began = ({ step }: TimelineRow): number => step.startedAt ?? (step.endedAt === undefined ? Infinity : Number.MAX_VALUE);
  return { rows: rows.sort((left, right) => compare(began(left), began(right))), span, ticks: ticksOf(span) };
}

function barsOf(step: StepView, end: number, part: (time: number) => number): readonly Bar[] {
  if (step.status === "cached" && step.startedAt !== undefined) {
    const at = part(step.startedAt);
    return [{ attempt: 0, status: "cached", from: at, to: part(step.endedAt ?? step.startedAt) }];
  }
  return step.attempts.map(({ attempt, status, startedAt, endedAt }) => ({
    attempt,
    status,
    from: part(startedAt),
    to: part(endedAt ?? end),
  }));
}

/** Four to eight round moments. */
function ticksOf(span: number): readonly number[] {
  const rough = span / 5;
  const magnitude = 10 ** Math.floor(Math.log10(rough));
  const seconds = [1000, 2000, 5000, 10_000, 15_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000, 7_200_000];
  const round = rough < 1000 ? ([1, 2, 5, 10].map((factor) => factor * magnitude).find((value) => value >= rough) ?? rough) : undefined;
  const distance = round ?? seconds.find((value) => value >= rough) ?? Math.ceil(rough / 3_600_000) * 3_600_000;
  return Array.from({ length: Math.floor(span / distance) + 1 }, (_, index) => index * distance);
}

function compare(left: number, right: number): number {
  return left === right ? 0 : left < right ? -1 : 1;
}
