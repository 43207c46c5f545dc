import { join } from "node:path";
import { readSignatures } from "../analysis/signature/cached.ts";
import { readFromSource, type SignatureRequest } from "../analysis/signature/signatures.ts";
import { userCache } from "../compile/user-cache.ts";
import { sdkTypes } from "../execute/own-files.ts";
import { resolveParameters } from "../execute/parameters.ts";
import type { Json } from "../model/json.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { ParameterFacts } from "../model/service.ts";
import type { Signature } from "../model/signature.ts";

/** The parameters of a pipeline, from its types. The compiler is asked only where nothing is known from an earlier run. */
export const parameterFacts = (workspace: string, identity: string): Result<ParameterFacts> => {
  const signature = signatureOf(workspace, identity);
  return signature.ok ? ok({ inputs: signature.value.inputs }) : signature;
};

/** What a text comes to as one parameter; SW5002 where it does not fit. */
export const parameterValue = (workspace: string, identity: string, name: string, text: string): Result<Json> => {
  const signature = signatureOf(workspace, identity);
  if (!signature.ok) return signature;
  const input = signature.value.inputs.find((each) => each.name === name);
  const alone = { ...signature.value, inputs: input === undefined ? [] : [input] };
  const resolved = resolveParameters(alone, identity, { file: "", textParameters: { [name]: text } });
  return resolved.ok ? ok(resolved.value[name] ?? null) : resolved;
};

/** The one that was asked for last: a form asks for every key that is pressed. */
let last: { readonly key: string; readonly at: number; readonly signature: Signature } | undefined;
/** Milliseconds for which the source is taken to be the same. */
const fresh = 10_000;

const signatureOf = (workspace: string, identity: string): Result<Signature> => {
  const key = JSON.stringify([workspace, identity]);
  if (last?.key === key && Date.now() - last.at < fresh) return ok(last.signature);
  const request: SignatureRequest = {
    files: [join(workspace, identity.slice(0, identity.lastIndexOf("#")))],
    workspace,
    sdkTypes,
    bindings: [{ kind: "pipeline", identity }],
  };
  const known = readSignatures(userCache(), request);
  const read = known === undefined ? readFromSource(request) : ok(known);
  if (!read.ok) return read;
  const refused = read.value.refused.find((one) => one.identity === identity);
  if (refused !== undefined) return err(refused.failure);
  const signature = read.value.signatures.find((one) => one.identity === identity);
  if (signature === undefined) {
    return err({
      code: "SW2003",
      message: `Nothing is known of the parameters of \`${identity}\`.`,
      help: "Run it with `stepwright run --param`.",
    });
  }
  last = { key, at: Date.now(), signature };
  return ok(signature);
};
