import type { EarlierRequest } from "../model/protocol.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { Signature } from "../model/signature.ts";
import { readRun } from "../store/queries/read-run.ts";
import { codeTexts } from "../store/queries/why/code-texts.ts";
import type { Store } from "../store/store.ts";
import { EarlierRun } from "./earlier-run.ts";
import { givenInputs } from "./given-inputs.ts";

export interface OpenEarlier {
  readonly store: Store;
  /** Of every step of the file. */
  readonly signatures: readonly Signature[];
  /** Code that is about to run, by the hash that stands for it in keys. It may grow. */
  readonly texts: ReadonlyMap<string, string>;
}

/**
 * Reads the run that another one goes on from. `SW4004` there is no such run; `SW5001` and `SW5002` for inputs that the step does not have
 * or that are not what its types say.
 */
export const openEarlier = async (request: EarlierRequest, { store, signatures, texts }: OpenEarlier): Promise<Result<EarlierRun>> => {
  const { origin } = request;
  const record = readRun(store, origin.run);
  if (record === undefined) {
    return err({ code: "SW4004", message: `There is no run ${origin.run} any more.`, help: "List the runs with: stepwright runs" });
  }
  if (!record.ok) return record;
  const step = record.value.spec.invocations.find(({ id }) => id === origin.step);
  const given = step === undefined ? ok(undefined) : await givenInputs(step, request, signatures);
  if (!given.ok) return given;
  return ok(new EarlierRun(store, record.value, origin, given.value, await codeTexts(store, texts)));
};
