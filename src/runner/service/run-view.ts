import type { RunView, StepView } from "../model/panel-view.ts";
import type { RunRecord, StepRecord } from "../model/record.ts";
import type { InvocationFacts, TrackedRun } from "../model/service.ts";
import type { Invocation } from "../model/spec.ts";

/** From the record of a run to what an editor draws of it. Records have ISO times; views have milliseconds. */

/** @param lastSeq of the last event that the record holds; the highest number for a run that has ended */
export const trackedRun = (record: RunRecord, lastSeq = Number.MAX_SAFE_INTEGER): TrackedRun => ({
  view: runView(record, lastSeq),
  pipeline: record.pipeline,
  identity: record.spec.identity,
  invocations: Object.fromEntries(record.spec.invocations.map((invocation) => [invocation.id, factsOf(invocation)])),
});

export const runView = (record: RunRecord, lastSeq: number): RunView => {
  const retries = new Map(record.spec.invocations.map(({ id, options }) => [id, (options.retry?.maxRetries ?? 0) + 1]));
  return {
    id: record.id,
    name: record.name,
    status: record.status,
    startedAt: milliseconds(record.startedAt),
    ...(record.endedAt !== undefined && { endedAt: milliseconds(record.endedAt) }),
    steps: Object.entries(record.steps).map(([id, step]) => stepView(id, step, retries.get(id) ?? 1)),
    ...(record.error && { error: record.error }),
    warnings: record.warnings,
    lastSeq,
  };
};

/** @param maxAttempts how often the step may be tried */
const stepView = (id: string, step: StepRecord, maxAttempts: number): StepView => ({
  id,
  status: step.status,
  attempts: step.attempts.map(({ attempt, status, startedAt, endedAt }) => ({
    attempt,
    status,
    startedAt: milliseconds(startedAt),
    ...(endedAt !== undefined && { endedAt: milliseconds(endedAt) }),
  })),
  ...(maxAttempts > 1 && { maxAttempts }),
  ...(step.progress && { progress: step.progress }),
  ...(step.startedAt !== undefined && { startedAt: milliseconds(step.startedAt) }),
  ...(step.endedAt !== undefined && { endedAt: milliseconds(step.endedAt) }),
  ...(step.cachedFrom && { cachedFrom: step.cachedFrom }),
  ...(step.skippedBecause && { skippedBecause: step.skippedBecause }),
  ...(step.error && { error: step.error }),
  outputs: Object.entries(step.outputs).map(([output, { artifact, version }]) => ({ output, artifact, version })),
});

const factsOf = ({ step, identity, at }: Invocation): InvocationFacts => ({
  step,
  ...(identity !== undefined && { identity }),
  ...(at && { at }),
});

/** ISO 8601 to milliseconds since 1970. */
export const milliseconds = (time: string): number => Date.parse(time);
