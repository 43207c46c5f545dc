import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import type { FunctionNode } from "./values.ts";

/** What a function returns, as far as its syntax shows. */
export interface Returned {
  /** Of every path, the arms of `?:` apart. With the parentheses and `as` that stand around them. */
  readonly expressions: readonly ts.Expression[];
  /** Every `return` without a value. */
  readonly bare: readonly ts.ReturnStatement[];
  /** It never gets to its end, as far as its last statement shows. */
  readonly never: boolean;
}

/** Functions inside the function are not looked into. */
export const returnedExpressions = ({ body }: FunctionNode): Returned => {
  if (body === undefined) return { expressions: [], bare: [], never: false };
  if (!ts.isBlock(body)) return { expressions: arms(body), bare: [], never: false };
  const expressions: ts.Expression[] = [];
  const bare: ts.ReturnStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node)) return;
    if (!ts.isReturnStatement(node)) ts.forEachChild(node, visit);
    else if (node.expression === undefined) bare.push(node);
    else expressions.push(...arms(node.expression));
  };
  ts.forEachChild(body, visit);
  const last = body.statements.at(-1);
  return { expressions, bare, never: last !== undefined && ts.isThrowStatement(last) };
};

const arms = (expression: ts.Expression): ts.Expression[] => {
  const node = unwrap(expression);
  return ts.isConditionalExpression(node) ? [...arms(node.whenTrue), ...arms(node.whenFalse)] : [expression];
};
