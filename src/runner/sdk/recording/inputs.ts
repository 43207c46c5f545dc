import type { Json } from "../../model/json.ts";
import { didYouMean } from "../../model/nearest.ts";
import type { InputSignature } from "../../model/signature.ts";
import type { Binding, InputSlot } from "../../model/spec.ts";
import { storedRefOf } from "../artifacts.ts";
import { StepwrightError } from "../errors.ts";
import { handleInfo } from "../handle.ts";
import { toBinding, type BindStored } from "./binding.ts";

/** What a call says of its inputs. */
export interface BoundInputs {
  readonly inputs: Record<string, Binding>;
  readonly slots: InputSlot[];
}

interface Call {
  /** For messages: the step's name. */
  readonly step: string;
  readonly signature: readonly InputSignature[];
  readonly args: readonly unknown[];
  /** Inputs that the options give, where the call does not. */
  readonly parameters: Readonly<Record<string, Json>>;
  readonly bindStored: BindStored;
  /** Inputs that a schema of the step decides on, also where they are not given. */
  readonly validated?: ReadonlySet<string>;
}

/**
 * Binds the arguments of a call to the inputs of a step.
 *
 * @throws StepwrightError `SW1003` unknown input, `SW1004` missing input, `SW1005` too many arguments, `SW1006` not JSON.
 */
export const bindInputs = (call: Call): BoundInputs => {
  const { step, signature, args, bindStored } = call;
  const positions = Math.max(0, ...signature.map((input) => input.position + 1));
  if (args.length > positions) {
    throw new StepwrightError({
      code: "SW1005",
      message: `\`${step}\` takes ${String(positions)} ${positions === 1 ? "argument" : "arguments"}, and got ${String(args.length)}.`,
      help: `Its inputs are: ${listNames(signature)}.`,
    });
  }
  checkNames(step, [...Object.keys(call.parameters), ...(call.validated ?? [])], signature);
  const inputs: Record<string, Binding> = {};
  const slots: InputSlot[] = [];
  for (let position = 0; position < positions; position++) {
    const here = signature.filter((input) => input.position === position);
    const arg = args[position];
    if (here.some((input) => input.property) && standsForWhole(arg)) {
      const name = `arg${String(position)}`;
      inputs[name] = toBinding(arg, `${step}.${name}`, bindStored);
      const parts = here.filter((input) => input.property).map((input) => ({ name: input.name, optional: input.optional }));
      slots.push({ name, position, property: false, whole: parts });
    } else {
      const given = here.some((input) => input.property) ? propertiesOf(step, arg, here) : undefined;
      for (const input of here) {
        const value = bindOne(call, input, given === undefined ? arg : given[input.name]);
        if (value !== undefined) inputs[input.name] = value;
        if (value !== undefined || !input.property || call.validated?.has(input.name) === true) slots.push(slotOf(input));
      }
    }
  }
  return { inputs, slots: dropTrailing(slots, (name) => inputs[name] !== undefined || call.validated?.has(name) === true) };
};

/** One artifact passed where the function takes an object apart: then the step takes the artifact's value apart. */
const standsForWhole = (arg: unknown): boolean =>
  handleInfo(arg) !== undefined || (typeof arg === "object" && arg !== null && storedRefOf(arg) !== undefined);

const slotOf = ({ name, position, property, class: classOrigin, within, unmaterialized }: InputSignature): InputSlot => ({
  name,
  position,
  property,
  ...(classOrigin && { class: classOrigin }),
  ...(within && { within }),
  ...(unmaterialized && { unmaterialized }),
});

const bindOne = ({ step, parameters, bindStored, validated }: Call, input: InputSignature, value: unknown): Binding | undefined => {
  const given = value === undefined ? parameters[input.name] : value;
  if (given !== undefined) return toBinding(given, `${step}.${input.name}`, bindStored);
  if (input.default !== undefined) return { kind: "value", value: input.default };
  if (input.optional || validated?.has(input.name) === true) return undefined;
  throw new StepwrightError({
    code: "SW1004",
    message: `The input \`${input.name}\` of \`${step}\` is missing.`,
    help: `Pass it: ${input.property ? `${step}({ ${input.name}: … })` : `argument ${String(input.position + 1)}`}, of type ${input.type}.`,
  });
};

const propertiesOf = (step: string, arg: unknown, here: readonly InputSignature[]): Record<string, unknown> => {
  if (arg === undefined) return {};
  if (typeof arg !== "object" || arg === null || Array.isArray(arg)) {
    throw new StepwrightError({
      code: "SW1003",
      message: `\`${step}\` takes its inputs by name, and got ${Array.isArray(arg) ? "a list" : typeof arg}.`,
      help: `Write ${step}({ ${here.map((input) => input.name).join(", ")} }).`,
    });
  }
  checkNames(step, Object.keys(arg), here);
  return arg as Record<string, unknown>;
};

const checkNames = (step: string, names: readonly string[], signature: readonly InputSignature[]): void => {
  const known = signature.map((input) => input.name);
  const unknown = names.find((name) => !known.includes(name));
  if (unknown === undefined) return;
  throw new StepwrightError({
    code: "SW1003",
    message: `\`${step}\` has no input \`${unknown}\`.${didYouMean(unknown, known)}`,
    help: known.length === 0 ? "It takes no inputs." : `Its inputs are: ${known.join(", ")}.`,
  });
};

/** Optional arguments at the end that were not given are not passed, so that `arguments.length` and defaults are as in a plain call. */
const dropTrailing = (slots: InputSlot[], isNeeded: (name: string) => boolean): InputSlot[] => {
  const kept = [...slots];
  for (let last = kept.at(-1); last !== undefined && !last.property && !isNeeded(last.name); last = kept.at(-1)) kept.pop();
  return kept;
};

const listNames = (signature: readonly InputSignature[]): string => signature.map((input) => input.name).join(", ") || "none";
