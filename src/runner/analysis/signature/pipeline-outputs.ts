import type { OutputShape } from "../../model/signature.ts";
import ts from "../typescript.ts";
import { isTuple } from "./callable.ts";
import { outputsMembers } from "./named-outputs.ts";
import { outputSignature, type OutputRequest } from "./output-signature.ts";
import type { Reader } from "./reader.ts";

/**
 * The outputs of a pipeline, as far as types tell: an artifact is one; a tuple or an object of artifacts is one each. What is recorded
 * has the last word, so nothing is refused here.
 */
export const pipelineOutputsOf = (reader: Reader, request: OutputRequest): OutputShape => {
  const { checker } = reader;
  const { returned } = request.callable;
  if (returned === undefined) return { kind: "none" };
  // An artifact can be awaited too, but a static pipeline passes it on; only a real promise is waited for.
  const type = returned.getSymbol()?.name === "Promise" ? (checker.getAwaitedType(returned) ?? returned) : returned;
  if (type.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined | ts.TypeFlags.Never)) return { kind: "none" };
  const value = artifactValue(reader, type);
  if (value !== undefined) return { kind: "single", output: outputSignature(reader, request, { types: [value] }) };
  if (isTuple(checker, type)) {
    const outputs = checker
      .getTypeArguments(type)
      .map((element, position) => outputSignature(reader, request, { types: [artifactValue(reader, element) ?? element], position }));
    return { kind: "tuple", outputs };
  }
  const fields = (outputsMembers(reader, type)[0] ?? type).getProperties().filter(({ name }) => name !== "then");
  const outputs = fields.map((field) => {
    const held = checker.getTypeOfSymbol(field);
    return { name: field.name, held, value: artifactValue(reader, held) };
  });
  if (outputs.length === 0 || outputs.some((output) => output.value === undefined)) {
    return { kind: "single", output: outputSignature(reader, request, { types: [type] }) };
  }
  return {
    kind: "named",
    outputs: outputs.map(({ name, held, value: known }) => outputSignature(reader, request, { types: [known ?? held], name })),
  };
};

/** `T` of an `Artifact<T>`: what its `load` promises. */
const artifactValue = ({ checker, sdk }: Reader, type: ts.Type): ts.Type | undefined => {
  const load = type.getProperty("load");
  if (load === undefined || !sdk.declares(load)) return undefined;
  const loaded = checker.getTypeOfSymbol(load).getCallSignatures()[0]?.getReturnType();
  return loaded && checker.getAwaitedType(loaded);
};
