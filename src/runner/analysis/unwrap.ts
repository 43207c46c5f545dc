import ts from "./typescript.ts";

/** The expression inside parentheses, `as`, `satisfies`, `!`, `<T>` and, where a value is meant, `await`. None of them changes what it is. */
export const unwrap = (expression: ts.Expression): ts.Expression => {
  let inner = expression;
  for (;;) {
    if (
      ts.isParenthesizedExpression(inner) ||
      ts.isAsExpression(inner) ||
      ts.isSatisfiesExpression(inner) ||
      ts.isNonNullExpression(inner) ||
      ts.isTypeAssertionExpression(inner) ||
      ts.isAwaitExpression(inner)
    )
      inner = inner.expression;
    else return inner;
  }
};
