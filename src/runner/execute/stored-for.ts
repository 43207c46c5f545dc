import type { InputSignature, Signature } from "../model/signature.ts";
import type { Binding } from "../model/spec.ts";

/** Stored versions in the place of inputs, by name; `arg0` for one that stands for all inputs that are taken from argument 0. */
type StoredInputs = Readonly<Record<string, Binding>>;

/** What stands for an input of a step that is run alone: a stored value of its own, or that of the whole argument it is taken from. */
export const storedFor = (
  { name, position, property }: InputSignature,
  { inputs }: Signature,
  stored: StoredInputs,
): Binding | undefined => {
  if (Object.hasOwn(stored, name)) return stored[name];
  const whole = `arg${String(position)}`;
  return property && inputs.every((input) => input.name !== whole) && Object.hasOwn(stored, whole) ? stored[whole] : undefined;
};
