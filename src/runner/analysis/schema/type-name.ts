import ts from "../typescript.ts";

/** Longer names lose their type arguments. */
const longest = 60;

/** The name that a type was given in the source: `Dataset`, `Box<number>`; undefined for one that is only written down. */
export const typeName = (checker: ts.TypeChecker, type: ts.Type): string | undefined => {
  // `number[]` says itself what it is.
  if (type.aliasSymbol === undefined && checker.isArrayLikeType(type) && !type.isClassOrInterface()) return undefined;
  const symbol = type.aliasSymbol ?? type.getSymbol();
  // The compiler's own names for what has none: `__type`, `__object`, `__class`.
  if (symbol === undefined || symbol.escapedName.toString().startsWith("__")) return undefined;
  if (type.aliasSymbol === undefined && !(symbol.flags & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface | ts.SymbolFlags.Enum))) {
    return undefined;
  }
  const text = checker.typeToString(
    type,
    undefined,
    ts.TypeFormatFlags.NoTruncation | ts.TypeFormatFlags.UseAliasDefinedOutsideCurrentScope,
  );
  return text.length <= longest && !/[{\n]/.test(text) ? text : symbol.name;
};
