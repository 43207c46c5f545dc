import ts from "../typescript.ts";
import { resolveAlias } from "./sdk-types.ts";
import type { Reader } from "./reader.ts";

/**
 * The type node that an annotation comes to: through parentheses, `readonly`, plain aliases and (where the function is async, or
 * says so) `Promise<…>`. Stops at `Annotated`, which an alias may hide.
 */
export const resolveTypeNode = (reader: Reader, node: ts.TypeNode, promises = false): ts.TypeNode => {
  if (ts.isParenthesizedTypeNode(node)) return resolveTypeNode(reader, node.type, promises);
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword) return resolveTypeNode(reader, node.type, promises);
  if (ts.isNamedTupleMember(node) || ts.isOptionalTypeNode(node)) return resolveTypeNode(reader, node.type, promises);
  const symbol = namedSymbol(reader, node);
  if (symbol === undefined || reader.sdk.isNamed(symbol, "Annotated")) return node;
  const promised = promises ? withoutPromise(node) : node;
  if (promised !== node) return resolveTypeNode(reader, promised, promises);
  const alias = symbol.declarations?.find(ts.isTypeAliasDeclaration);
  // The node of a generic alias speaks of its own parameters; the checker's type is used there.
  return alias === undefined || alias.typeParameters !== undefined ? node : resolveTypeNode(reader, alias.type, promises);
};

/** `Promise<T>` → `T`. */
export const withoutPromise = (node: ts.TypeNode): ts.TypeNode => {
  const [argument, ...others] = typeArguments(node);
  const isPromise = ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName) && /^Promise(Like)?$/.test(node.typeName.text);
  return isPromise && argument !== undefined && others.length === 0 ? withoutPromise(argument) : node;
};

/** What a type reference names, imports followed: `Model`, `types.Model`, `import("./types").Model`. */
const namedSymbol = ({ checker }: Reader, node: ts.TypeNode): ts.Symbol | undefined => {
  const name = ts.isTypeReferenceNode(node) ? node.typeName : ts.isImportTypeNode(node) ? node.qualifier : undefined;
  const symbol = name && checker.getSymbolAtLocation(name);
  return symbol && resolveAlias(checker, symbol);
};

const typeArguments = (node: ts.TypeNode): readonly ts.TypeNode[] =>
  ts.isTypeReferenceNode(node) || ts.isImportTypeNode(node) ? (node.typeArguments ?? []) : [];

/** `Annotated<T, "name">`, as it is written: the flavour itself is lost on `null`, `undefined` and `any`. */
export const writtenAnnotation = (reader: Reader, node: ts.TypeNode | undefined): { name: string; type: ts.TypeNode } | undefined => {
  if (node === undefined || !reader.sdk.isNamed(namedSymbol(reader, node), "Annotated")) return undefined;
  const [type, name] = typeArguments(node);
  const literal = name && reader.checker.getTypeFromTypeNode(name);
  return type !== undefined && literal?.isStringLiteral() === true ? { name: literal.value, type } : undefined;
};

/** The name that `Annotated` left on a type. */
export const flavourName = (reader: Reader, type: ts.Type): string | undefined => {
  for (const member of type.isUnion() ? type.types : [type]) {
    const mark = reader.sdk.mark(member, "outputName");
    const name = mark && reader.checker.getNonNullableType(reader.checker.getTypeOfSymbol(mark));
    if (name?.isStringLiteral() === true) return name.value;
  }
  return undefined;
};

/** True for `Unmaterialized<T>`. */
export const isUnmaterialized = (reader: Reader, type: ts.Type, written: ts.TypeNode | undefined): boolean => {
  const node = written && resolveTypeNode(reader, written);
  if (node !== undefined && reader.sdk.isNamed(namedSymbol(reader, node), "Unmaterialized")) return true;
  const present = reader.checker.getNonNullableType(type);
  return [present.aliasSymbol, present.getSymbol()].some((symbol) => reader.sdk.isNamed(symbol, "Unmaterialized"));
};
