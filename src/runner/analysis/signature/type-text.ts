import ts from "../typescript.ts";
import { isJavaScript } from "./javascript.ts";
import type { SdkTypes } from "./sdk-types.ts";

/** Type texts as a person would write them: on one line, aliases kept, `Annotated<T, "name">` as `T`. */
export interface TypeText {
  /**
   * @param type what the checker knows
   * @param written the annotation, where there is one: its own words are kept when they mean the same
   * @param optional leaves `undefined` out, which the type of an optional input always allows
   */
  readonly of: (type: ts.Type, written?: ts.TypeNode, optional?: boolean) => string;
}

/** Longer annotations are shown as the checker shortens them. */
const longest = 160;

export const typeText = (checker: ts.TypeChecker, sdk: SdkTypes): TypeText => {
  const printer = ts.createPrinter({ removeComments: true });
  const blank = ts.createSourceFile("blank.ts", "", ts.ScriptTarget.Latest);
  const print = (node: ts.TypeNode, optional: boolean, source: ts.SourceFile): string =>
    printer.printNode(ts.EmitHint.Unspecified, optional ? withoutUndefined(node) : node, source).replace(/\s*\n\s*/g, " ");

  const inferred = (type: ts.Type, optional: boolean): string => {
    // No enclosing declaration: names stay bare, where a hover would show `import("…").Name`.
    const node = checker.typeToTypeNode(type, undefined, flags);
    return node === undefined ? "any" : print(replaceTypes(node, plainOfFlavoured), optional, blank);
  };

  const plainOfAnnotated = (node: ts.TypeNode): ts.TypeNode | undefined => {
    if (!ts.isTypeReferenceNode(node) || !sdk.isNamed(checker.getSymbolAtLocation(node.typeName), "Annotated")) return undefined;
    return node.typeArguments?.[0];
  };

  return {
    of: (type, written, optional = false) => {
      const text = inferred(type, optional);
      if (written === undefined || isJavaScript(written)) return text;
      // An annotation inside a generic type speaks of its type parameters, one below a mapped type of the type before the mapping.
      if (inferred(checker.getTypeFromTypeNode(written), optional) !== text) return text;
      const own = print(replaceTypes(written, plainOfAnnotated), optional, written.getSourceFile());
      return own.length <= longest ? own : text;
    },
  };
};

const flags: ts.NodeBuilderFlags =
  ts.NodeBuilderFlags.IgnoreErrors | ts.NodeBuilderFlags.UseAliasDefinedOutsideCurrentScope | ts.NodeBuilderFlags.AllowUniqueESSymbolType;

/** Replaces type nodes at any depth, outermost first. */
const replaceTypes = (root: ts.TypeNode, replacement: (node: ts.TypeNode) => ts.TypeNode | undefined): ts.TypeNode => {
  const { transformed } = ts.transform(root, [
    (context) => {
      const visit = (node: ts.Node): ts.Node => {
        const other = ts.isTypeNode(node) ? replacement(node) : undefined;
        if (other !== undefined) return visit(other);
        const visited = ts.visitEachChild(node, visit, context);
        // Printed from a source file, a tuple would have blanks inside its brackets.
        return ts.isTupleTypeNode(visited)
          ? ts.setEmitFlags(ts.factory.createTupleTypeNode(visited.elements), ts.EmitFlags.SingleLine)
          : visited;
      };
      return (node) => ts.visitNode(node, visit, ts.isTypeNode);
    },
  ]);
  return transformed[0] ?? root;
};

/**
 * `Annotated<T, "name">` and what it comes to, `T & Flavour<"name">`, → `T`. The checker spreads the flavour over a union, so that
 * `boolean` comes back in two halves.
 */
const plainOfFlavoured = (node: ts.TypeNode): ts.TypeNode | undefined => {
  if (isReference(node, "Annotated", 2)) return node.typeArguments?.[0];
  if (ts.isParenthesizedTypeNode(node) && ts.isIntersectionTypeNode(node.type)) return plainOfFlavoured(node.type);
  if (ts.isIntersectionTypeNode(node)) {
    const types = node.types.filter((type) => !isFlavour(type));
    if (types.length === node.types.length) return undefined;
    return types[0] !== undefined && types.length === 1 ? types[0] : ts.factory.createIntersectionTypeNode(types);
  }
  if (!ts.isUnionTypeNode(node)) return undefined;
  const plain = node.types.map((type) => plainOfFlavoured(type) ?? type);
  if (plain.every((type, index) => type === node.types[index])) return undefined;
  const isTrue = (type: ts.TypeNode): boolean => isKeyword(type, ts.SyntaxKind.TrueKeyword);
  const isFalse = (type: ts.TypeNode): boolean => isKeyword(type, ts.SyntaxKind.FalseKeyword);
  if (!plain.some(isTrue) || !plain.some(isFalse)) return ts.factory.createUnionTypeNode(plain);
  const types = [
    ...plain.filter((type) => !isTrue(type) && !isFalse(type)),
    ts.factory.createKeywordTypeNode(ts.SyntaxKind.BooleanKeyword),
  ];
  return types[0] !== undefined && types.length === 1 ? types[0] : ts.factory.createUnionTypeNode(types);
};

const isKeyword = (node: ts.TypeNode, kind: ts.SyntaxKind): boolean => ts.isLiteralTypeNode(node) && node.literal.kind === kind;

/** By name: a node that the checker wrote stands in no file, so that nothing can be asked of it. */
const isReference = (node: ts.TypeNode, name: string, length: number): node is ts.TypeReferenceNode =>
  ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName) && node.typeName.text === name && node.typeArguments?.length === length;

const isFlavour = (node: ts.TypeNode): boolean => isReference(node, "Flavour", 1);

const withoutUndefined = (node: ts.TypeNode): ts.TypeNode => {
  if (!ts.isUnionTypeNode(node)) return node;
  const types = node.types.filter(({ kind }) => kind !== ts.SyntaxKind.UndefinedKeyword);
  const [only] = types;
  if (only === undefined || types.length === node.types.length) return node;
  if (types.length > 1) return ts.factory.createUnionTypeNode(types);
  return ts.isParenthesizedTypeNode(only) ? only.type : only;
};
