import { err, ok, type Result } from "../../model/result.ts";
import type { OutputShape } from "../../model/signature.ts";
import type { JsDoc } from "../jsdoc.ts";
import { placeOf } from "../place.ts";
import ts from "../typescript.ts";
import type { Callable } from "./callable.ts";
import { isJavaScript } from "./javascript.ts";
import { namedOutputs, outputsMembers } from "./named-outputs.ts";
import { outputSignature, type OutputRequest } from "./output-signature.ts";
import type { Reader } from "./reader.ts";
import { generator } from "./refusals.ts";
import { returnPaths } from "./returns.ts";
import { tupleOutputs, tuplesOf } from "./tuple-outputs.ts";
import { flavourName, resolveTypeNode, withoutPromise, writtenAnnotation } from "./type-nodes.ts";

/**
 * The outputs of a step, by what its function returns: `outputs({ … })` is one a key; an array literal whose type is a tuple is one an
 * element; nothing is none; everything else is one.
 */
export const outputsOf = (reader: Reader, asked: OutputRequest): Result<OutputShape> => {
  const { callable, doc, name } = asked;
  const { source } = callable;
  if (source !== undefined && !ts.isArrowFunction(source) && source.asteriskToken !== undefined)
    return err(generator(name, placeOf(reader.workspace, source.asteriskToken)));
  const annotation = source && writtenReturn(source, doc);
  const request = { ...asked, annotated: annotation !== undefined };
  const written = annotation && resolveTypeNode(reader, annotation, true);
  const type = returnedType(reader, callable, annotation);
  const whole = writtenAnnotation(reader, written);
  const wholeName = whole?.name ?? flavourName(reader, type);
  // A name that an alias hides belongs to the type's text as little as one that is written out.
  const plain = wholeName === undefined ? annotation && withoutPromise(annotation) : whole?.type;
  const single = { types: [type], written: plain, name: wholeName };
  if (wholeName !== undefined) return ok({ kind: "single", output: outputSignature(reader, request, single) });
  const members = outputsMembers(reader, type);
  if (members.some((member) => member !== undefined)) return namedOutputs(reader, request, members);
  if (type.flags & (ts.TypeFlags.Void | ts.TypeFlags.Undefined)) return ok({ kind: "none" });
  const paths = source === undefined ? [] : returnPaths(reader.checker, source);
  const tuples = tuplesOf(reader, type);
  if (tuples.length > 0 && paths.some((path) => path.kind === "literal")) return tupleOutputs(reader, request, { paths, tuples, written });
  return ok({ kind: "single", output: outputSignature(reader, request, single) });
};

/** The annotation of what is returned; in JavaScript a JSDoc comment, at the function or at the binding. */
const writtenReturn = (source: ts.SignatureDeclaration, doc: JsDoc): ts.TypeNode | undefined =>
  source.type ?? (isJavaScript(source) ? (ts.getJSDocReturnType(source) ?? doc.returns) : undefined);

const returnedType = ({ checker }: Reader, { returned, source }: Callable, annotation: ts.TypeNode | undefined): ts.Type => {
  // Of a JSDoc comment beside the binding the compiler knows nothing: the comment has the word.
  const beside = annotation !== undefined && source?.type === undefined;
  const whole = beside ? checker.getTypeFromTypeNode(annotation) : returned;
  return (whole && checker.getAwaitedType(whole)) ?? whole ?? checker.getAnyType();
};
