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

/**
 * The nearest earlier run of a step that left a result: the newest one of the same pipeline, else of any. It must have ended before this
 * one started.
 *
 * @param id the invocation in `record`; one that was made inside a pipeline has none earlier
 */
export function nearestEarlier(store: Store, record: RunRecord, id: string): EarlierStep | undefined {
  const identity = record.spec.invocations.find((each) => each.id === id)?.identity;
  const before = record.steps[id]?.startedAt;
  if (identity === undefined || before === undefined) return undefined;
  const known = stepRunsBefore(store, identity, record.id);
  const ofSame = known.filter(({ pipeline }) => pipeline === record.pipeline).slice(0, most.known);
  const ofOthers = known.filter(({ pipeline }) => pipeline !== record.pipeline).slice(0, most.known);
  // Nothing was noted where a crash came first, or the notes are gone.
  const runs = known.length > 0 ? [...ofSame, ...ofOthers].map(({ run }) => run) : newestRecordIds(store, most.unknown, record.id);
  for (const run of runs) {
    const earlier = readRun(store, run);
    const found = earlier?.ok === true ? stepOf(earlier.value, identity, id, before) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** The same invocation where the run has it, else the first that calls the same step. */
function stepOf(record: RunRecord, identity: string, id: string, before: string): EarlierStep | undefined {
  const candidates = record.spec.invocations.flatMap((each): EarlierStep[] => {
    const step = record.steps[each.id];
    return each.identity === identity && step !== undefined && leftResult(step, before) ? [{ record, id: each.id, step }] : [];
  });
  return candidates.find((each) => each.id === id) ?? candidates[0];
}

const leftResult = ({ status, cacheParts, endedAt }: StepRecord, before: string): boolean =>
  (status === "completed" || status === "cached") && cacheParts !== undefined && endedAt !== undefined && endedAt <= before;
