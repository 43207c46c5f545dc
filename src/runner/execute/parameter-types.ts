import { withoutUndefined } from "../analysis/schema/combine.ts";
import type { Failure } from "../model/failure.ts";
import type { JsonSchema } from "../model/json-schema.ts";
import type { Json } from "../model/json.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { InputSignature, Signature } from "../model/signature.ts";
import { coerceText } from "../validate/coerce-text.ts";
import { createValidator } from "../validate/validator.ts";
import { findingsText, type Findings } from "../validate/violation.ts";

/** The value that a text stands for, by the type of the parameter; `SW5002`. A type that accepts everything takes JSON, else the text. */
export const coerceParameter = (signature: Signature, owner: string, input: InputSignature, text: string): Result<Json> => {
  const coerced = coerceText(schemaOf(signature, input) ?? {}, text);
  if (coerced.ok) return coerced;
  const { says, got } = coerced.error;
  return err(wrongParameter(owner, input, { violations: [{ path: input.name, says, got }], total: 1 }));
};

/**
 * Checks the parameters of a run against their types; `SW5002` says where one is not what its type says.
 *
 * @param decided names of inputs that a schema of the author's decides on when the step starts
 */
export const checkParameters = async (
  signature: Signature,
  owner: string,
  parameters: Readonly<Record<string, Json>>,
  decided: readonly string[] = [],
): Promise<Result<undefined>> => {
  for (const input of signature.inputs) {
    const schema = schemaOf(signature, input);
    const value = parameters[input.name];
    if (schema === undefined || value === undefined || decided.includes(input.name)) continue;
    const findings = await createValidator(schema).check(value, input.name);
    if (findings.total > 0) return err(wrongParameter(owner, input, findings));
  }
  return ok(undefined);
};

/** A parameter that is given is never `undefined`, which the type of an optional one allows too. */
const schemaOf = ({ types }: Signature, { name }: InputSignature): JsonSchema | undefined => {
  const schema = types.inputs[name]?.schema;
  return schema && withoutUndefined(schema);
};

const wrongParameter = (owner: string, { name, type }: InputSignature, findings: Findings): Failure => ({
  code: "SW5002",
  message: `The parameter \`${name}\` of \`${owner}\` is not what its type says.\n${findingsText(findings)}`,
  help: `Give it a value of type ${type}.`,
});
