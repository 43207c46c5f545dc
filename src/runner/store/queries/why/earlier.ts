import type { RunRecord, StepRecord } from "../../../model/record.ts";
import { newestRecordIds } from "../../listing.ts";
import { stepRunsBefore } from "../../step-runs.ts";
import type { Store } from "../../store.ts";
import { readRun } from "../read-run.ts";

/** A step of an earlier run that the cache could have answered with. */
export interface EarlierStep {
  readonly record: RunRecord;
  readonly id: string;
  readonly step: StepRecord;
}

/** So many earlier runs are looked at, of those that are known to have the step, and where none are known. */
const most = { known: 5, unknown: 100 };

/** How a run is read: who asks of many steps keeps what was read. */
export type ReadRun = typeof readRun;

/** A step of which an earlier run is looked for. */
export interface Sought {
  /** Absent for one that was made inside a pipeline: it has none earlier. */
  readonly identity: string | undefined;
  /** The invocation. */
  readonly id: string;
  readonly pipeline: string;
  /** The run that the earlier one began before, and when the step started in it, ISO 8601 in UTC; absent where it has not run yet. */
  readonly before?: { readonly run: string; readonly at: string };
}

/**
 * The nearest earlier run of a step that left a result: the newest one of the same pipeline, else of any. It must have ended before this
 * one started.
 */
export function nearestEarlier(
  store: Store,
  { identity, id, pipeline: name, before }: Sought,
  read: ReadRun = readRun,
): EarlierStep | undefined {
  if (identity === undefined) return undefined;
  const known = stepRunsBefore(store, identity, before?.run);
  const ofSame = known.filter(({ pipeline }) => pipeline === name).slice(0, most.known);
  const ofOthers = known.filter(({ pipeline }) => pipeline !== name).slice(0, most.known);
  // Nothing was noted where a crash came first, or the notes are gone.
  const runs = known.length > 0 ? [...ofSame, ...ofOthers].map(({ run }) => run) : newestRecordIds(store, most.unknown, before?.run);
  for (const run of runs) {
    const earlier = read(store, run);
    const found = earlier?.ok === true ? stepOf(earlier.value, identity, id, before?.at) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The same invocation where the run has it, else the first that calls the same step. */
function stepOf(record: RunRecord, identity: string, id: string, before: string | undefined): EarlierStep | undefined {
  const candidates = record.spec.invocations.flatMap((each): EarlierStep[] => {
    const step = record.steps[each.id];
    return each.identity === identity && step !== undefined && leftResult(step, before) ? [{ record, id: each.id, step }] : [];
  });
  return candidates.find((each) => each.id === id) ?? candidates[0];
}

const leftResult = ({ status, cacheKey, endedAt }: StepRecord, before: string | undefined): boolean =>
  (status === "completed" || status === "cached") &&
  cacheKey !== undefined &&
  endedAt !== undefined &&
  (before === undefined || endedAt <= before);
