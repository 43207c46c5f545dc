import { err, ok, type Result } from "../../../model/result.ts";
import { didYouMean } from "../../../model/nearest.ts";
import type { NotCached } from "../../../model/not-cached.ts";
import type { RunRecord, StepRecord } from "../../../model/record.ts";
import type { ComparedWith, Reason, Why } from "../../../model/why.ts";
import { readCodeText } from "../../code-texts.ts";
import { shown } from "../../names.ts";
import type { Store } from "../../store.ts";
import { readRun } from "../read-run.ts";
import { nearestEarlier, type EarlierStep } from "./earlier.ts";
import { keyChanges, type CodeTexts } from "./key-changes.ts";

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
    return ok({ step: id, decision: "hit", comparedWith: comparedWith(store, run, maker), because: [] });
  }
  if (step.attempts.length === 0) return notStarted(record, id, step);
  const { notCached } = step;
  if (notCached?.because === "off") return ok({ step: id, decision: "off", because: [offReason(notCached)] });
  if (notCached !== undefined) {
    const compared = comparedWith(store, notCached.run, notCached.step);
    return ok({ step: id, decision: "miss", comparedWith: compared, because: lostReasons(notCached) });
  }
  const earlier = nearestEarlier(store, record, id);
  if (earlier === undefined) return ok({ step: id, decision: "miss", because: [newReason(id)] });
  const because = step.cacheParts === undefined ? [undecided] : keyChanges(step, earlier, await codeTexts(store));
  return ok({
    step: id,
    decision: "miss",
    comparedWith: compared(earlier),
    because: because.length === 0 ? [forgotten] : because,
  });
}

/** The parser and the differ are loaded only where code has changed. */
async function codeTexts(store: Store): Promise<CodeTexts> {
  const { codeChanges } = await import("./code-changes.ts");
  return {
    changes: (before, now) => {
      const [earlier, later] = [readCodeText(store, before), readCodeText(store, now)];
      return earlier === undefined || later === undefined ? undefined : codeChanges(earlier, later);
    },
  };
}

function compared({ record, id, step }: EarlierStep): ComparedWith {
  return { run: record.id, name: record.name, step: id, ...(step.endedAt !== undefined && { at: step.endedAt }) };
}

function comparedWith(store: Store, run: string, id: string): ComparedWith {
  const record = readRun(store, run);
  const step = record?.ok === true ? record.value.steps[id] : undefined;
  return record?.ok === true && step !== undefined ? compared({ record: record.value, id, step }) : { run, step: id };
}

function offReason({ by, never }: Extract<NotCached, { because: "off" }>): Reason {
  const setting = never === true ? '`cache: "never"`' : "`enableCache: false`";
  const part = "off";
  switch (by) {
    case "run":
      return { part, name: "run", detail: "was asked to use no earlier results" };
    case "step":
      return { part, name: "step", detail: `says ${setting}` };
    case "pipeline":
      return { part, name: "pipeline", detail: `says ${setting}` };
    case "code":
      return { part, name: "code", detail: "cannot all be seen, and no `cache.key` stands for it" };
    case "store":
      return { part, name: "store", detail: "came from elsewhere, and is not trusted" };
    default:
      return by satisfies never;
  }
}

function lostReasons(lost: Exclude<NotCached, { because: "off" }>): Reason[] {
  switch (lost.because) {
    case "expired":
      return [{ part: "expired", name: "result", detail: `was made ${new Date(lost.at).toISOString()} and is too old` }];
    case "missing":
      return Object.entries(lost.outputs).map(([name, state]) => ({
        part: "missing",
        name,
        detail: state === "damaged" ? "is damaged where it is stored" : "is not stored any more",
      }));
    default:
      return lost satisfies never;
  }
}

const newReason = (id: string): Reason => ({ part: "new", name: id, detail: "has no earlier run that left a result" });

/** The key is written down when a step ends. */
const undecided: Reason = { part: "new", name: "key", detail: "is known when the step has ended" };

/** Nothing differs, so the earlier run must have had a result, which cannot be found under the key any more. */
const forgotten: Reason = { part: "missing", name: "result", detail: "of the earlier run is not kept under its cache key any more" };

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
