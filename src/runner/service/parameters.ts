import { join } from "node:path";
import { resolveParameters } from "../execute/parameters.ts";
import type { Json } from "../model/json.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { ParameterFacts } from "../model/service.ts";
import type { Signature } from "../model/signature.ts";
import type { CheckerQuestion } from "./checker.ts";
import type { Folder } from "./folder.ts";

/** The parameters of a pipeline, from its types. The compiler is asked only where nothing is known from an earlier run. */
export const parameterFacts = async (folder: Folder, identity: string): Promise<Result<ParameterFacts>> => {
  const signature = await signatureOf(folder, "pipeline", identity);
  return signature.ok ? ok({ inputs: signature.value.inputs }) : signature;
};

/** What a text comes to as one parameter; SW5002 where it does not fit. */
export const parameterValue = async (folder: Folder, identity: string, name: string, text: string): Promise<Result<Json>> => {
  const signature = await signatureOf(folder, "pipeline", identity);
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

/** What the source says of a pipeline or step now, unsaved text included. SW2003 where it says nothing. */
export const signatureOf = async (folder: Folder, kind: Signature["kind"], identity: string): Promise<Result<Signature>> => {
  const key = JSON.stringify([folder.path, folder.edition, identity]);
  if (last?.key === key && Date.now() - last.at < fresh) return ok(last.signature);
  const { workspace, unsaved } = await folder.settled();
  const file = join(workspace, identity.slice(0, identity.lastIndexOf("#")));
  const question: CheckerQuestion = { workspace, files: [file], bindings: [{ kind, identity }] };
  const known = unsaved.size === 0 ? folder.checker.known(question) : undefined;
  const read = known === undefined ? await folder.checker.read(question, unsaved) : ok(known);
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
