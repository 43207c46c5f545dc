import type { Failure } from "../../model/failure.ts";
import type { StepTask } from "../../model/protocol.ts";
import { err, ok, type Result } from "../../model/result.ts";
import type { Binding, InputSlot, Invocation } from "../../model/spec.ts";
import type { StepDefinition } from "../../sdk/definition.ts";
import { gotText } from "../../validate/got.ts";
import { findingsText, type Findings } from "../../validate/violation.ts";
import type { Workbench } from "./attempt.ts";

/** Checks an input before the step gets it; `SW3012`. The value that comes back is what an author's schema made of it. */
export const checkInput = (
  bench: Workbench,
  { invocation }: StepTask,
  definition: StepDefinition,
  slot: InputSlot,
  value: unknown,
): Promise<Result<unknown>> | Result<unknown> => {
  const { name, unmaterialized, whole } = slot;
  const binding = invocation.inputs[name];
  if (whole !== undefined) return checkWhole(bench, invocation, definition, { name, binding, parts: whole }, value);
  // What is not given is the function's own default, unless a schema has one. A reference is ours.
  const given = binding !== undefined || definition.options.inputs?.[name] !== undefined;
  return given && unmaterialized !== true ? checkOne(bench, invocation, definition, { name, binding }, value) : ok(value);
};

interface Input {
  readonly name: string;
  readonly binding: Binding | undefined;
}

const checkOne = (
  { checks, module }: Workbench,
  invocation: Invocation,
  { options }: StepDefinition,
  { name, binding }: Input,
  value: unknown,
): Promise<Result<unknown>> =>
  checks.check(module, value, { name, derived: checks.inputsOf(invocation)[name], own: options.inputs?.[name] }, (findings) =>
    wrongValue("SW3012", invocation, `The input \`${name}\` of`, findings, helpFor(binding)),
  );

/** One artifact in place of the object that the function takes apart: each part of it is an input. */
const checkWhole = async (
  bench: Workbench,
  invocation: Invocation,
  definition: StepDefinition,
  { name, binding, parts }: Input & { readonly parts: NonNullable<InputSlot["whole"]> },
  value: unknown,
): Promise<Result<unknown>> => {
  if (typeof value !== "object" || value === null) {
    const findings = { violations: [{ path: name, says: "expected object", got: gotText(value) }], total: 1 };
    return err(wrongValue("SW3012", invocation, `The input \`${name}\` of`, findings, helpFor(binding)));
  }
  const changed: Record<string, unknown> = {};
  for (const { name: part, optional } of parts) {
    const given: unknown = Reflect.get(value, part);
    if (given === undefined && optional && definition.options.inputs?.[part] === undefined) continue;
    const checked = await checkOne(bench, invocation, definition, { name: part, binding }, given);
    if (!checked.ok) return checked;
    if (checked.value !== given) changed[part] = checked.value;
  }
  return ok(Object.keys(changed).length === 0 ? value : { ...value, ...changed });
};

/** Checks an output before it is stored; `SW3013`. The value that comes back is what an author's schema made of it. */
export const checkOutput = (
  { checks, module }: Workbench,
  invocation: Invocation,
  { options }: StepDefinition,
  name: string,
  value: unknown,
): Promise<Result<unknown>> => {
  const wanted = { name, derived: checks.outputsOf(invocation)[name], own: options.outputs?.[name]?.schema };
  const help = "Return what the type says, or correct the type. A value from elsewhere has any type until somebody looks at it.";
  return checks.check(module, value, wanted, (findings) => wrongValue("SW3013", invocation, `The output \`${name}\` of`, findings, help));
};

const helpFor = (binding: Binding | undefined): string => {
  switch (binding?.kind) {
    case "output":
      return `It is \`${binding.from.invocation}.${binding.from.output}\`: correct that step, or the type of the input.`;
    case "version":
      return `It is version ${binding.ref.version} of \`${binding.ref.artifact}\`: pass another one, or correct the type of the input.`;
    default:
      return "Pass a value of that type, or correct the type of the input.";
  }
};

const wrongValue = (code: "SW3012" | "SW3013", { id, at }: Invocation, which: string, findings: Findings, help: string): Failure => ({
  code,
  message: `${which} \`${id}\` is not what its type says.\n${findingsText(findings)}`,
  help,
  ...(at && { at }),
});
