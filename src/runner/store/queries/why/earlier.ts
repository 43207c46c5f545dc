import { readdirSync } from "node:fs";
import { join } from "node:path";
import type { RunRecord, StepRecord } from "../../../model/record.ts";
import { onDisk } from "../../disk.ts";
import { isRunId, recordsFolder } from "../../paths.ts";
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
  const runs = known.length > 0 ? [...ofSame, ...ofOthers].map(({ run }) => run) : runsBefore(store, record.id);
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

/** Where nothing was noted, as after a crash: ids of finished runs, newest first. */
function runsBefore(store: Store, id: string): string[] {
  const root = recordsFolder(store);
  const found: string[] = [];
  for (const month of namesIn(root).sort().reverse()) {
    if (found.length >= most.unknown) break;
    const runs = namesIn(join(root, month)).map((name) => name.replace(/\.json$/, ""));
    found.push(
      ...runs
        .filter((run) => isRunId(run) && run < id)
        .sort()
        .reverse(),
    );
  }
  return found.slice(0, most.unknown);
}

const namesIn = (folder: string): string[] => {
  const names = onDisk(folder, () => readdirSync(folder));
  return names.ok ? names.value : [];
};
