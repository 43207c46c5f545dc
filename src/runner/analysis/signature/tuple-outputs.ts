import { err, ok, type Result } from "../../model/result.ts";
import type { OutputShape } from "../../model/signature.ts";
import { placeOf } from "../place.ts";
import ts from "../typescript.ts";
import { isTuple } from "./callable.ts";
import { outputSignature, type OutputRequest } from "./output-signature.ts";
import type { Reader } from "./reader.ts";
import { differentLengths, mixedReturns, sameOutputs, variableLength, wrongCount } from "./refusals.ts";
import { isFixed, type ReturnPath } from "./returns.ts";
import { flavourName, resolveTypeNode, writtenAnnotation } from "./type-nodes.ts";

/** The tuples that a type may be, `null` and `undefined` aside; none where it may be anything else. */
export const tuplesOf = ({ checker }: Reader, type: ts.Type): ts.TupleTypeReference[] => {
  const present = checker.getNonNullableType(type);
  const members = present.isUnion() ? present.types : [present];
  const tuples = members.filter((member) => isTuple(checker, member));
  return tuples.length === members.length ? tuples : [];
};

interface Returned {
  readonly paths: readonly ReturnPath[];
  readonly tuples: readonly ts.TupleTypeReference[];
  readonly written: ts.TypeNode | undefined;
}

/** One output an element. Every path must be an array literal, of the length of the tuple. */
export const tupleOutputs = (reader: Reader, request: OutputRequest, { paths, tuples, written }: Returned): Result<OutputShape> => {
  const { checker, workspace } = reader;
  const { name } = request;
  const literals = paths.filter((path) => path.kind === "literal");
  const other = paths.find((path) => path.kind !== "literal");
  const [first] = literals;
  const [tuple] = tuples;
  if (first === undefined || tuple === undefined) throw new Error("outputs by position need a literal and a tuple");
  const at = placeOf(workspace, first.literal);
  if (other !== undefined) return err(mixedReturns(name, placeOf(workspace, other.kind === "bare" ? other.at : other.expression), at));
  const variable = tuples.find((candidate) => !isFixed(candidate));
  if (variable !== undefined) return err(variableLength(name, reader.text.of(variable, written), at));
  const elements = tuples.map((candidate) => checker.getTypeArguments(candidate));
  const length = elements[0]?.length ?? 0;
  if (elements.some((types) => types.length !== length)) return err(differentLengths(name, at));
  const wrong = literals.find((path) => path.length !== length);
  if (wrong !== undefined) return err(wrongCount(name, length, wrong.length, placeOf(workspace, wrong.literal)));
  const nodes = written !== undefined && ts.isTupleTypeNode(written) ? written.elements : [];
  const outputs = Array.from({ length }, (_, position) => {
    const types = elements.flatMap((members) => members[position] ?? []);
    const node = nodes[position] && ts.isNamedTupleMember(nodes[position]) ? nodes[position].type : nodes[position];
    const annotation = node && writtenAnnotation(reader, resolveTypeNode(reader, node));
    const chosen = annotation?.name ?? types.map((type) => flavourName(reader, type)).find((flavour) => flavour !== undefined);
    return outputSignature(reader, request, { types, position, name: chosen, written: chosen === undefined ? node : annotation?.type });
  });
  const twice = outputs.find((output, index) => outputs.findIndex((earlier) => earlier.name === output.name) !== index);
  return twice === undefined ? ok({ kind: "tuple", outputs }) : err(sameOutputs(name, twice.name, at));
};
