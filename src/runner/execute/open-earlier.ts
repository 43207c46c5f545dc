import type { EarlierRequest } from "../model/protocol.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { Signature } from "../model/signature.ts";
import type { Binding, Invocation } from "../model/spec.ts";
import { readRun } from "../store/queries/read-run.ts";
import { codeTexts } from "../store/queries/why/code-texts.ts";
import type { Store } from "../store/store.ts";
import { EarlierRun, type GivenInputs } from "./earlier-run.ts";
import { checkParameters } from "./parameter-types.ts";
import { resolveParameters } from "./parameters.ts";

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

const givenInputs = async (
  { identity = "", step, slots }: Invocation,
  { inputs = {}, textInputs = {} }: EarlierRequest,
  signatures: readonly Signature[],
): Promise<Result<GivenInputs | undefined>> => {
  const names = [...Object.keys(inputs), ...Object.keys(textInputs)];
  const signature = signatures.find((each) => each.identity === identity);
  if (names.length === 0 || signature === undefined) return ok(undefined);
  const whole = slots.find((slot) => slot.whole?.some(({ name }) => names.includes(name)));
  if (whole !== undefined) {
    return err({
      code: "SW5001",
      message: `\`${step}\` gets all its inputs as one artifact, so none of them can be given alone.`,
      help: "Give its inputs one by one in the pipeline, or run the step that makes the artifact anew.",
    });
  }
  // None of them is missing: the others are as they were.
  const all = { ...signature, inputs: signature.inputs.map((input) => ({ ...input, optional: true })) };
  const resolved = resolveParameters(all, step, { file: "", parameters: inputs, textParameters: textInputs });
  if (!resolved.ok) return resolved;
  const values = Object.fromEntries(Object.entries(resolved.value).filter(([name]) => names.includes(name)));
  const checked = await checkParameters(signature, step, values);
  if (!checked.ok) return checked;
  return ok({
    inputs: Object.fromEntries(Object.entries(values).map(([name, value]) => [name, { kind: "value", value } satisfies Binding])),
    slots: signature.inputs
      .filter(({ name }) => names.includes(name))
      .map(({ name, position, property, class: origin }) => ({ name, position, property, ...(origin && { class: origin }) })),
  });
};
