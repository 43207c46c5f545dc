import type { EarlierRequest } from "../model/protocol.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { Signature } from "../model/signature.ts";
import type { Binding, Invocation } from "../model/spec.ts";
import type { GivenInputs } from "./earlier-run.ts";
import { checkParameters } from "./parameter-types.ts";
import { resolveParameters } from "./parameters.ts";

/**
 * Inputs that a step of an earlier run is to have in place of those that it had, checked against its types. Undefined where none are given,
 * or nothing is known of its types. `SW5001` and `SW5002` for inputs that the step does not have or that are not what its types say.
 */
export const givenInputs = async (
  { identity = "", step, slots }: Invocation,
  { inputs = {}, textInputs = {} }: Pick<EarlierRequest, "inputs" | "textInputs">,
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
