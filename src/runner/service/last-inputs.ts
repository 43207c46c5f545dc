import type { RunRecord } from "../model/record.ts";
import type { Answer } from "../model/service.ts";
import { recordedInputs } from "../store/recorded-inputs.ts";

/**
 * The inputs that a step had in a run, so that it can be run alone with them; undefined where they were not all there.
 *
 * @param identity of the step
 */
export const lastInputs = (record: RunRecord, identity: string): Answer<"lastInputs"> => {
  for (const { id, identity: of } of record.spec.invocations.toReversed()) {
    const inputs = of === identity ? recordedInputs(record, id) : undefined;
    if (inputs !== undefined) return { run: record.id, invocation: id, inputs };
  }
  return undefined;
};
