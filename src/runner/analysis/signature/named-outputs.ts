import { err, ok, type Result } from "../../model/result.ts";
import type { OutputShape } from "../../model/signature.ts";
import { placeOf } from "../place.ts";
import type { ts } from "../typescript.ts";
import { outputSignature, type OutputRequest } from "./output-signature.ts";
import type { Reader } from "./reader.ts";
import { mixedOutputs, unknownKeys } from "./refusals.ts";

/** `O` of each `Outputs<O>` that a type may be; undefined in the place of anything else. */
export const outputsMembers = ({ checker, sdk }: Reader, type: ts.Type): (ts.Type | undefined)[] =>
  (type.isUnion() ? type.types : [type]).map((member) => {
    const mark = sdk.mark(member, "outputsTag");
    return mark && checker.getTypeOfSymbol(mark);
  });

/** One output a key of `outputs({ … })`. Several calls of it, on several paths, must have the same keys. */
export const namedOutputs = (reader: Reader, request: OutputRequest, members: readonly (ts.Type | undefined)[]): Result<OutputShape> => {
  const at = placeOf(reader.workspace, request.callable.found.name);
  const keyed = members.map((type) => type && keysOf(reader.checker, type));
  if (keyed.some((keys) => keys?.size === 0)) return err(unknownKeys(request.name, at));
  const [first] = keyed;
  if (first === undefined || !keyed.every((keys) => keys !== undefined && sameKeys(first, keys)))
    return err(mixedOutputs(request.name, at));
  const outputs = [...first.keys()].map((name) =>
    outputSignature(reader, request, { name, types: keyed.flatMap((keys) => keys?.get(name) ?? []) }),
  );
  return ok({ kind: "named", outputs });
};

const keysOf = (checker: ts.TypeChecker, type: ts.Type): ReadonlyMap<string, ts.Type> =>
  new Map(type.getProperties().map((symbol) => [symbol.name, checker.getTypeOfSymbol(symbol)]));

const sameKeys = (one: ReadonlyMap<string, unknown>, other: ReadonlyMap<string, unknown>): boolean =>
  one.size === other.size && [...one.keys()].every((key) => other.has(key));
