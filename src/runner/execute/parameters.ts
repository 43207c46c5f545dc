import type { Failure } from "../model/failure.ts";
import type { Json } from "../model/json.ts";
import { didYouMean } from "../model/nearest.ts";
import type { RunRequest } from "../model/protocol.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { InputSignature, Signature } from "../model/signature.ts";

/**
 * The parameters of a run by name, from wherever they were given: text is coerced, code wins over options, those of the run over those
 * of the definition (`defined`), and literal defaults are filled in.
 * `SW5001` names an unknown parameter, `SW5002` a text that does not fit, `SW1004` one that is missing, `SW1005` too many arguments.
 */
export const resolveParameters = (
  signature: Signature,
  name: string,
  request: RunRequest,
  defined: Readonly<Record<string, Json>> = {},
): Result<Record<string, Json>> => {
  const byPosition = fromArguments(signature, name, request.args ?? []);
  if (!byPosition.ok) return byPosition;
  const given: Record<string, Json> = { ...defined, ...request.overrides?.parameters, ...request.parameters, ...byPosition.value };
  for (const [key, text] of Object.entries(request.textParameters ?? {})) {
    const input = signature.inputs.find((candidate) => candidate.name === key);
    if (input === undefined) return err(unknownParameter(signature, name, key));
    const coerced = coerce(input, text);
    if (!coerced.ok) return coerced;
    given[key] = coerced.value;
  }
  const unknown = Object.keys(given).find((key) => signature.inputs.every((input) => input.name !== key));
  if (unknown !== undefined) return err(unknownParameter(signature, name, unknown));
  const parameters: Record<string, Json> = {};
  for (const input of signature.inputs) {
    const value = given[input.name] ?? (input.name in given ? null : input.default);
    if (value !== undefined) parameters[input.name] = value;
    else if (!input.optional) return err(missingParameter(name, input));
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

const coerce = (input: InputSignature, text: string): Result<Json> => {
  switch (input.coercion) {
    case "string":
      return ok(text);
    case "number": {
      const value = Number(text);
      return text.trim() !== "" && Number.isFinite(value) ? ok(value) : err(wrongText(input, text, "a number"));
    }
    case "boolean":
      if (/^(true|yes|on|1)$/i.test(text)) return ok(true);
      if (/^(false|no|off|0)$/i.test(text)) return ok(false);
      return err(wrongText(input, text, "true or false"));
    case "json":
      try {
        return ok(JSON.parse(text) as Json);
      } catch {
        return /\b(string|any|unknown)\b|["'`]/.test(input.type) ? ok(text) : err(wrongText(input, text, `JSON of type ${input.type}`));
      }
    default:
      return input.coercion satisfies never;
  }
};

const wrongText = (input: InputSignature, text: string, wanted: string): Failure => ({
  code: "SW5002",
  message: `The parameter \`${input.name}\` has the value \`${text}\`.`,
  help: `Give ${wanted}.`,
});

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
  help: `Give it a value of type ${input.type}: on the command line --param ${input.name}=…`,
});

const names = (signature: Signature): string => signature.inputs.map((input) => input.name).join(", ") || "none";
