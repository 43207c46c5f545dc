import type { ClassWithin } from "../../model/signature.ts";
import ts from "../typescript.ts";
import type { Reader } from "./reader.ts";

/** Deeper than this nobody passes artifacts, and a type that contains itself comes to an end. */
const deepest = 4;

/** A type of more parts than this, all in all, is data, and to look at the rest of it would only take time. */
const mostParts = 1000;

/**
 * The classes that a type names inside of lists and plain objects: `Model[]`, `{ best: Model }`, `Record<string, Model>`. An artifact
 * that is passed there is rebuilt as the class.
 *
 * @param from the file that uses the type
 */
export const classesWithin = (reader: Reader, type: ts.Type, from: ts.SourceFile): ClassWithin[] => {
  const found: ClassWithin[] = [];
  // What is nearer to the outside first, so that a large part hides no class beside it.
  const parts: { readonly type: ts.Type; readonly at: ClassWithin["at"] }[] = [{ type, at: [] }];
  for (const { type: part, at } of parts) {
    const origin = at.length === 0 ? undefined : reader.classes.of(part, from);
    if (origin !== undefined) found.push({ at, class: origin });
    else if (at.length < deepest && parts.length < mostParts)
      parts.push(...partsOf(reader.checker, part).map(([step, inner]) => ({ type: inner, at: [...at, step] })));
  }
  return found;
};

/** What stands in a list or a plain object, by index or key; `null` for any. */
const partsOf = (checker: ts.TypeChecker, type: ts.Type): [ClassWithin["at"][number], ts.Type][] => {
  const present = checker.getNonNullableType(type);
  if (checker.isTupleType(present) && isReference(present)) return tupleParts(checker, present);
  if (checker.isArrayType(present) && isReference(present)) return checker.getTypeArguments(present).map((item) => [null, item]);
  if (!isPlainObject(present)) return [];
  const named = checker
    .getPropertiesOfType(present)
    .map((property): [string, ts.Type] => [property.name, checker.getTypeOfSymbol(property)]);
  const any = present.getStringIndexType();
  return any === undefined ? named : [...named, [null, any]];
};

const tupleParts = (checker: ts.TypeChecker, type: ts.TypeReference): [number | null, ts.Type][] => {
  const { elementFlags } = type.target as ts.TupleType;
  const open = elementFlags.findIndex((flags) => flags & (ts.ElementFlags.Rest | ts.ElementFlags.Variadic));
  // Behind a rest the index of an element is known only with the value.
  return checker.getTypeArguments(type).map((item, index) => [open === -1 || index < open ? index : null, item]);
};

const isReference = (type: ts.Type): type is ts.TypeReference => (type.flags & ts.TypeFlags.Object) !== 0;

/** A literal, mapped or interface type of the author's: no function, and none of the objects that JavaScript and packages bring along. */
const isPlainObject = (type: ts.Type): boolean => {
  if (!(type.flags & ts.TypeFlags.Object) || type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) return false;
  const symbol = type.getSymbol();
  const isNamed = symbol !== undefined && (symbol.flags & (ts.SymbolFlags.Interface | ts.SymbolFlags.Class)) !== 0;
  return !isNamed || symbol.declarations?.some((declaration) => declaration.getSourceFile().isDeclarationFile) === false;
};
