import { literalProperty } from "../literals.ts";
import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import { resolveAlias } from "./sdk-types.ts";

/**
 * Whether the options of a `pipeline(…)` call say `dynamic: true`. Undefined where they are not all in sight (another function's
 * argument, a spread): then only the running code knows.
 */
export const saysDynamic = (checker: ts.TypeChecker, definition: ts.Node): boolean | undefined => {
  if (!ts.isExpression(definition)) return undefined;
  const node = unwrap(definition);
  if (!ts.isCallExpression(node)) return undefined;
  const { expression: callee } = node;
  const configured = ts.isPropertyAccessExpression(callee) && (callee.name.text === "withOptions" || callee.name.text === "configure");
  const before = configured ? saysDynamic(checker, callee.expression) : false;
  if (before !== false) return before;
  for (const argument of node.arguments) {
    const value = unwrap(argument);
    if (ts.isArrowFunction(value) || ts.isFunctionExpression(value)) continue;
    const options = ts.isIdentifier(value) ? constant(checker, value) : value;
    if (options === undefined || !ts.isObjectLiteralExpression(options) || options.properties.some(ts.isSpreadAssignment)) return undefined;
    if (literalProperty(options, "dynamic") === true) return true;
  }
  return false;
};

/** The literal that a `const` of the project holds. */
const constant = (checker: ts.TypeChecker, name: ts.Identifier): ts.Expression | undefined => {
  const symbol = checker.getSymbolAtLocation(name);
  const declaration = symbol && resolveAlias(checker, symbol).declarations?.find(ts.isVariableDeclaration);
  return declaration?.initializer && unwrap(declaration.initializer);
};
