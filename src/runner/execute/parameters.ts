import { coerceParameter } from "./parameter-types.ts";
import type { Failure } from "../model/failure.ts";
import type { Json } from "../model/json.ts";
import { didYouMean } from "../model/nearest.ts";
import type { Registered, RunRequest } from "../model/protocol.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { InputSignature, Signature } from "../model/signature.ts";

/**
 * The parameters of a run by name, from wherever they were given: text is coerced, code wins over options, those of the run over those
 * of the definition, and literal defaults are filled in.
 *
 * @param definition what its options give, and which inputs a schema of the author's decides on, also where they are not given
 *
 * `SW5001` names an unknown parameter, `SW5002` a text that does not fit, `SW1004` one that is missing, `SW1005` too many arguments.
 */
export const resolveParameters = (
  signature: Signature,
  name: string,
  request: RunRequest,
  { parameters: defined = {}, schemas = [] }: Pick<Registered, "parameters" | "schemas"> = {},
): Result<Record<string, Json>> => {
  const byPosition = fromArguments(signature, name, request.args ?? []);
  if (!byPosition.ok) return byPosition;
  const given: Record<string, Json> = { ...defined, ...request.overrides?.parameters, ...request.parameters, ...byPosition.value };
  for (const [key, text] of Object.entries(request.textParameters ?? {})) {
    const input = signature.inputs.find((candidate) => candidate.name === key);
    if (input === undefined) return err(unknownParameter(signature, name, key));
    const coerced = coerceParameter(signature, name, input, text);
    if (!coerced.ok) return coerced;
    given[key] = coerced.value;
  }
  const unknown = Object.keys(given).find((key) => signature.inputs.every((input) => input.name !== key));
  if (unknown !== undefined) return err(unknownParameter(signature, name, unknown));
  const parameters: Record<string, Json> = {};
  for (const input of signature.inputs) {
    const value = given[input.name] ?? (input.name in given ? null : input.default);
    if (value !== undefined) parameters[input.name] = value;
    else if (!input.optional && !schemas.includes(input.name)) return err(missingParameter(name, input));
  }
  return ok(parameters);
};

const fromArguments = (signature: Signature, name: string, args: NonNullable<RunRequest["args"]>): Result<Record<string, Json>> => {
  const positions = Math.max(0, ...signature.inputs.map((input) => input.position + 1));
  if (args.length > positions) {
    return err({
      code: "SW1005",
      message: `\`${name}\` takes ${String(positions)} ${positions === 1 ? "argument" : "arguments"}, and got ${String(args.length)}.`,
      help: `Its parameters are: ${names(signature)}.`,
    });
  }
  const given: Record<string, Json> = {};
  for (const [position, { value: arg }] of args.entries()) {
    if (arg === undefined) continue;
    const here = signature.inputs.filter((input) => input.position === position);
    if (here.some((input) => input.property)) {
      if (typeof arg !== "object" || arg === null || Array.isArray(arg)) {
        return err({
          code: "SW1003",
          message: `\`${name}\` takes its parameters by name.`,
          help: `Pass an object: ${name}({ ${names(signature)} }).`,
        });
      }
      Object.assign(given, arg);
    } else for (const input of here) given[input.name] = arg;
  }
  return ok(given);
};

const unknownParameter = (signature: Signature, name: string, key: string): Failure => {
  const known = signature.inputs.map((input) => input.name);
  return {
    code: "SW5001",
    message: `\`${name}\` has no parameter \`${key}\`.${didYouMean(key, known)}`,
    help: known.length === 0 ? "It takes no parameters." : `Its parameters are: ${known.join(", ")}.`,
  };
};

const missingParameter = (name: string, input: InputSignature): Failure => ({
  code: "SW1004",
  message: `The parameter \`${input.name}\` of \`${name}\` is missing.`,
  help: isArtifact(input)
    ? `It takes an artifact, as another pipeline has one that calls \`${name}\`: run that pipeline.`
    : `Give it a value of type ${input.type}: on the command line --param ${input.name}=…`,
});

/** A pipeline that takes artifacts is a part of others. */
const isArtifact = ({ type }: InputSignature): boolean => /^Artifact(?:Ref)?</.test(type);

const names = (signature: Signature): string => signature.inputs.map((input) => input.name).join(", ") || "none";
