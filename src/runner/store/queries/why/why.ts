import { err, ok, type Result } from "../../../model/result.ts";
import { didYouMean } from "../../../model/nearest.ts";
import type { RunRecord, StepRecord } from "../../../model/record.ts";
import type { Reason, Why } from "../../../model/why.ts";
import { shown } from "../../names.ts";
import type { Store } from "../../store.ts";
import { nearestEarlier } from "./earlier.ts";
import { codeTexts } from "./code-texts.ts";
import { keyChanges } from "./key-changes.ts";
import { compared, comparedWith, forgotten, lostReasons, newReason, offReason } from "./reasons.ts";

/**
 * Why a step of a run ran, or did not have to: compared with the nearest earlier run of it, part by part. It is told from what was kept
 * with the runs, so it can be asked at any time, whatever has become of the sources.
 *
 * @returns SW4007 where the run has no such step, SW4010 where the step did not start
 */
export async function explain(store: Store, record: RunRecord, id: string): Promise<Result<Why>> {
  const step = Object.hasOwn(record.steps, id) ? record.steps[id] : undefined;
  if (step === undefined) return unknownStep(record, id);
  if (step.cachedFrom !== undefined) {
    const { run, step: maker } = step.cachedFrom;
    const made = comparedWith(store, run, maker);
    if (step.kept === undefined) return ok({ step: id, decision: "hit", comparedWith: made, because: [] });
    const { cacheParts } = step.kept;
    const because = cacheParts === undefined ? [] : keyChanges({ ...step, cacheParts }, step, await codeTexts(store));
    return ok({ step: id, decision: "kept", comparedWith: made, because });
  }
  if (step.attempts.length === 0) return notStarted(record, id, step);
  const { notCached } = step;
  if (notCached?.because === "off") return ok({ step: id, decision: "off", because: [offReason(notCached)] });
  if (notCached !== undefined) {
    const lost = comparedWith(store, notCached.run, notCached.step);
    return ok({ step: id, decision: "miss", comparedWith: lost, because: lostReasons(notCached) });
  }
  const { identity } = record.spec.invocations.find((each) => each.id === id) ?? {};
  const { startedAt: at = record.startedAt } = step;
  const earlier = nearestEarlier(store, { identity, id, pipeline: record.pipeline, before: { run: record.id, at } });
  if (earlier === undefined) return ok({ step: id, decision: "miss", because: [newReason(id)] });
  const because = step.cacheParts === undefined ? [undecided] : keyChanges(step, earlier.step, await codeTexts(store));
  return ok({
    step: id,
    decision: "miss",
    comparedWith: compared(earlier),
    because: because.length === 0 ? [forgotten] : because,
  });
}

/** The key is written down when a step ends. */
const undecided: Reason = { part: "new", name: "key", detail: "is known when the step has ended" };

function unknownStep(record: RunRecord, id: string): Result<never> {
  const steps = Object.keys(record.steps);
  return err({
    code: "SW4007",
    message: `Run ${shown(record.name)} has no step ${shown(id)}.${didYouMean(id, steps)}`,
    help: steps.length === 0 ? "The run has no steps." : `Its steps are: ${steps.join(", ")}.`,
  });
}

function notStarted(record: RunRecord, id: string, { status, skippedBecause = [] }: StepRecord): Result<never> {
  const because = skippedBecause.length === 0 ? "" : `, because of ${skippedBecause.map((each) => shown(each)).join(", ")}`;
  return err({
    code: "SW4010",
    message: `Step ${shown(id)} of run ${shown(record.name)} did not start: it is ${status}${because}.`,
    help: `\`stepwright run show ${record.id}\` shows the whole run.`,
  });
}
