import { err, ok, type Result } from "../../model/result.ts";
import type { Refused, Signature, Signatures, ValueTypes } from "../../model/signature.ts";
import { jsDocOf } from "../jsdoc.ts";
import { placeOf } from "../place.ts";
import ts from "../typescript.ts";
import { callableOf, type Callable } from "./callable.ts";
import { classOrigins } from "./class-origin.ts";
import { saysDynamic } from "./dynamic.ts";
import { findBinding } from "./find-binding.ts";
import { inputsOf } from "./inputs.ts";
import { outputsOf } from "./outputs.ts";
import { pipelineOutputsOf } from "./pipeline-outputs.ts";
import { createProgram, type ProgramMemory, type ProgramRequest } from "./program.ts";
import type { Reader } from "./reader.ts";
import { asyncStaticPipeline } from "./refusals.ts";
import { sdkTypes } from "./sdk-types.ts";
import type { ProgramSources } from "./sources.ts";
import { typeText } from "./type-text.ts";

/** A step or pipeline to be described, as the loaded module registered it. */
export interface WantedBinding {
  readonly kind: "step" | "pipeline";
  /** `src/train.ts#trainModel`, relative to the workspace. */
  readonly identity: string;
}

export interface SignatureRequest extends ProgramRequest {
  readonly bindings: readonly WantedBinding[];
}

/** What was found out (refused is what breaks SW1011 to SW1016, SW1022, SW1030 or SW1031), and from what. */
export interface ReadSignatures extends Signatures {
  readonly sources: ProgramSources;
}

/**
 * What the source says of steps and pipelines: inputs, outputs, documentation. Asks the type checker and never runs the code.
 *
 * A binding of which neither source nor type says anything (an untyped call of a package) is left out; the recorder then reads the
 * parameters from the function itself. Type errors of the project are its own matter.
 *
 * Fails with the first of the broken rules, on a missing file (SW2002) and on a configuration that cannot be read (SW2010).
 */
export const signatures = (request: SignatureRequest): Result<readonly Signature[]> => {
  const read = readFromSource(request);
  if (!read.ok) return read;
  const [refused] = read.value.refused;
  return refused === undefined ? ok(read.value.signatures) : err(refused.failure);
};

/**
 * Like {@link signatures}, with all that is wrong, and with what must stay the same for the answer to stay the same.
 *
 * @param tell called with the identity of each binding before it is read: some types take the checker very long
 * @param memory of an earlier reading, where what has not changed is taken from
 */
export const readFromSource = (
  request: SignatureRequest,
  tell: (identity: string) => void = () => undefined,
  memory?: ProgramMemory,
): Result<ReadSignatures> => {
  const created = createProgram(request, memory);
  if (!created.ok) return created;
  const { program, sdkFiles, sources } = created.value;
  const { workspace } = request;
  const checker = program.getTypeChecker();
  const sdk = sdkTypes(checker, sdkFiles);
  const reader: Reader = { checker, workspace, sdk, text: typeText(checker, sdk), classes: classOrigins(program, workspace, sdk) };
  const found: Signature[] = [];
  const refused: Refused[] = [];
  for (const wanted of request.bindings) {
    tell(wanted.identity);
    const binding = findBinding(program, workspace, wanted.identity);
    const callable = binding && callableOf(reader, binding);
    const signature = callable && describe(reader, wanted, callable);
    if (signature?.ok === true) found.push(signature.value);
    else if (signature !== undefined) refused.push({ identity: wanted.identity, failure: signature.error });
  }
  return ok({ signatures: found, refused, sources: sources() });
};

const describe = (reader: Reader, { kind, identity }: WantedBinding, callable: Callable): Result<Signature> => {
  const { found, source } = callable;
  const at = placeOf(reader.workspace, found.name);
  const doc = jsDocOf([...found.documented, ...(source === undefined ? [] : [source])]);
  const name = identity.slice(identity.lastIndexOf("#") + 1);
  const types: ValueTypes = { inputs: {}, outputs: {} };
  const inputs = inputsOf(reader, callable, doc, types.inputs);
  if (!inputs.ok) return inputs;
  if (kind === "pipeline" && isAsync(callable) && found.value !== undefined && saysDynamic(reader.checker, found.value) === false)
    return err(asyncStaticPipeline(name, at));
  const request = { callable, doc, name };
  const outputs = kind === "pipeline" ? ok(pipelineOutputsOf(reader, request)) : outputsOf(reader, { ...request, values: types.outputs });
  if (!outputs.ok) return outputs;
  return ok({
    kind,
    identity,
    inputs: inputs.value,
    outputs: outputs.value,
    types,
    ...(doc.text !== undefined && { doc: doc.text }),
    source: (source ?? found.value ?? found.name).getText(),
    at,
  });
};

const isAsync = ({ source }: Callable): boolean => source?.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword) ?? false;
