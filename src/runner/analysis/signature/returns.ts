import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import type { SourceFunction } from "./function-behind.ts";

/** One way out of a function that counts: an array literal, another value, or nothing (`return;` and falling off the end). */
export type ReturnPath =
  | { readonly kind: "literal"; readonly literal: ts.ArrayLiteralExpression; readonly length: number }
  | { readonly kind: "value"; readonly expression: ts.Expression }
  | { readonly kind: "bare"; readonly at: ts.Node };

/**
 * Every path on which a function returns. Those that throw, also by calling something that never returns, do not count. The arms of
 * `?:` are paths of their own; functions inside the function are not looked into.
 */
export const returnPaths = (checker: ts.TypeChecker, { body, flags }: SourceFunction): ReturnPath[] => {
  if (!ts.isBlock(body)) return valuePaths(checker, body);
  const paths: ReturnPath[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (ts.isReturnStatement(node))
      paths.push(...(node.expression === undefined ? [{ kind: "bare" as const, at: node }] : valuePaths(checker, node.expression)));
    else ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  if (flags & ts.NodeFlags.HasImplicitReturn && !endsInThrow(checker, body))
    paths.push({ kind: "bare", at: body.statements.at(-1) ?? body });
  return paths;
};

const valuePaths = (checker: ts.TypeChecker, expression: ts.Expression): ReturnPath[] => {
  const node = unwrap(expression);
  if (ts.isConditionalExpression(node)) return [...valuePaths(checker, node.whenTrue), ...valuePaths(checker, node.whenFalse)];
  if (ts.isArrayLiteralExpression(node)) {
    const length = literalLength(checker, node);
    return [length === undefined ? { kind: "value", expression: node } : { kind: "literal", literal: node, length }];
  }
  return isNever(checker, node) ? [] : [{ kind: "value", expression: node }];
};

/** How many values a literal has; undefined where it spreads a list of unknown length. */
const literalLength = (checker: ts.TypeChecker, literal: ts.ArrayLiteralExpression): number | undefined => {
  let length = 0;
  for (const element of literal.elements) {
    const spread = ts.isSpreadElement(element) ? checker.getTypeAtLocation(element.expression) : undefined;
    if (spread === undefined) length += 1;
    else if (checker.isTupleType(spread) && isFixed(spread as ts.TupleTypeReference))
      length += checker.getTypeArguments(spread as ts.TupleTypeReference).length;
    else return undefined;
  }
  return length;
};

/** True for a tuple without optional and rest elements. */
export const isFixed = ({ target }: ts.TupleTypeReference): boolean =>
  target.elementFlags.every((flag) => flag === ts.ElementFlags.Required);

const isNever = (checker: ts.TypeChecker, expression: ts.Expression): boolean =>
  (checker.getTypeAtLocation(expression).flags & ts.TypeFlags.Never) !== 0;

/** The binder sees the end as reachable after `fail()`, whatever the type of `fail`. */
const endsInThrow = (checker: ts.TypeChecker, body: ts.Block): boolean => {
  const last = body.statements.at(-1);
  return last !== undefined && ts.isExpressionStatement(last) && isNever(checker, last.expression);
};
