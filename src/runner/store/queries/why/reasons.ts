import type { NotCached } from "../../../model/not-cached.ts";
import type { ComparedWith, Reason } from "../../../model/why.ts";
import type { Store } from "../../store.ts";
import { readRun } from "../read-run.ts";
import type { EarlierStep, ReadRun } from "./earlier.ts";

/** Reasons that do not come from comparing two keys, and what they are compared with. */

/** A step of an earlier run, as it is told. */
export function compared({ record, id, step }: EarlierStep): ComparedWith {
  return { run: record.id, name: record.name, step: id, ...(step.endedAt !== undefined && { at: step.endedAt }) };
}

/** The same, found by the run and the invocation. Of a run whose record is gone only these are known. */
export function comparedWith(store: Store, run: string, id: string, read: ReadRun = readRun): ComparedWith {
  const record = read(store, run);
  const step = record?.ok === true ? record.value.steps[id] : undefined;
  return record?.ok === true && step !== undefined ? compared({ record: record.value, id, step }) : { run, step: id };
}

/** Why the cache was off. */
export function offReason({ by, never }: Extract<NotCached, { because: "off" }>): Reason {
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
    case "replay":
      return { part, name: "replay", detail: "is of this step" };
    default:
      return by satisfies never;
  }
}

/** Why a result under the very same key was of no use. */
export function lostReasons(lost: Exclude<NotCached, { because: "off" }>): Reason[] {
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

/** There is nothing to compare with. */
export const newReason = (id: string): Reason => ({ part: "new", name: id, detail: "has no earlier run that left a result" });

/** Nothing differs, so the earlier run must have had a result, which cannot be found under the key any more. */
export const forgotten: Reason = { part: "missing", name: "result", detail: "of the earlier run is not kept under its cache key any more" };
