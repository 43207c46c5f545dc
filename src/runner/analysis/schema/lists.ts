import type { JsonSchema } from "../../model/json-schema.ts";
import ts from "../typescript.ts";
import { anyOf, onlyUndefined } from "./combine.ts";
import type { Build } from "./build.ts";

/** The schema of an array or tuple, `readonly` or not; undefined for another type. */
export const listSchema = (build: Build, type: ts.Type, at: string): JsonSchema | undefined => {
  if (isTuple(build.checker, type)) return tupleSchema(build, type, at);
  if (!build.checker.isArrayType(type)) return undefined;
  return arrayOf(build, build.checker.getIndexTypeOfType(type, ts.IndexKind.Number), at);
};

/** An array whose elements have a type, where one is known. */
export const arrayOf = (build: Build, element: ts.Type | undefined, at: string): JsonSchema => {
  const items = element && build.schema(element, `${at}[]`);
  return { type: "array", ...(items && Object.keys(items).length > 0 && { items }) };
};

const tupleSchema = (build: Build, tuple: ts.TupleTypeReference, at: string): JsonSchema => {
  const elements = build.checker.getTypeArguments(tuple).map((type, index) => {
    const flags = tuple.target.elementFlags[index] ?? ts.ElementFlags.Required;
    const schema = build.schema(type, `${at}[${flags & ts.ElementFlags.Variable ? "" : index}]`);
    return { flags, schema: flags & ts.ElementFlags.Optional ? anyOf([schema, onlyUndefined]) : schema };
  });
  const rest = elements.findIndex(({ flags }) => flags & ts.ElementFlags.Variable);
  const fixed = rest < 0 ? elements : elements.slice(0, rest);
  const last = rest < 0 ? [] : elements.slice(rest + 1).map(({ schema }) => schema);
  const minItems = fixed.filter(({ flags }) => flags & ts.ElementFlags.Required).length + last.length;
  const between = elements[rest]?.schema;
  return {
    type: "array",
    ...(fixed.length > 0 && { prefixItems: fixed.map(({ schema }) => schema) }),
    ...(minItems > 0 && { minItems }),
    ...(between === undefined && { items: false }),
    ...(between !== undefined && (last.length > 0 ? { "x-rest": between, "x-last": last } : { items: between })),
  };
};

const isTuple = (checker: ts.TypeChecker, type: ts.Type): type is ts.TupleTypeReference => checker.isTupleType(type);
