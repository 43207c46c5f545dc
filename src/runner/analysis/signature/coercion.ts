import type { Coercion } from "../../model/signature.ts";
import ts from "../typescript.ts";

/** How text becomes a value of a type: by the one kind of value it allows besides `null` and `undefined`, else as JSON. */
export const coercionOf = (type: ts.Type): Coercion => {
  const kinds = new Set((type.isUnion() ? type.types : [type]).flatMap((member) => kindOf(member) ?? []));
  const [only] = kinds;
  return only !== undefined && kinds.size === 1 ? only : "json";
};

const kindOf = (type: ts.Type): Coercion | undefined => {
  // A flavoured or branded primitive is an intersection with the primitive in it.
  if (type.isIntersection()) return type.types.map(kindOf).find((kind) => kind !== undefined && kind !== "json") ?? "json";
  if (type.flags & (ts.TypeFlags.Null | ts.TypeFlags.Undefined | ts.TypeFlags.Void)) return undefined;
  if (type.flags & ts.TypeFlags.StringLike) return "string";
  if (type.flags & ts.TypeFlags.NumberLike) return "number";
  return type.flags & ts.TypeFlags.BooleanLike ? "boolean" : "json";
};
