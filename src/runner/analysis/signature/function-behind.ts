import { keyText, property } from "../literals.ts";
import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import { resolveAlias, type SdkTypes } from "./sdk-types.ts";

/** A function whose source is at hand. */
export type SourceFunction = (ts.ArrowFunction | ts.FunctionExpression | ts.FunctionDeclaration | ts.MethodDeclaration) & {
  readonly body: ts.ConciseBody;
};

/** What the parameters of the helpers on the way stand for. */
type Arguments = ReadonlyMap<ts.Node, Given>;
interface Given {
  readonly expression: ts.Expression;
  readonly given: Arguments;
}

/** A chain of helpers longer than this is a cycle. */
const deepest = 24;

/**
 * The function that an expression wraps: `step(fn)`, `step(options, fn)`, `myStep(fn)`, `step(memo(fn)).withOptions(…)`,
 * `step(importedFn)`. Follows names, imports and house helpers as far as their source is in the project.
 */
export const functionBehind = (checker: ts.TypeChecker, sdk: SdkTypes, start: ts.Node): SourceFunction | undefined => {
  const ofExpression = (expression: ts.Expression, given: Arguments, depth: number): SourceFunction | undefined => {
    if (depth > deepest) return undefined;
    const node = unwrap(expression);
    if (isSourceFunction(node)) return node;
    if (ts.isCallExpression(node)) return ofCall(node, given, depth + 1);
    if (ts.isIdentifier(node) || ts.isPropertyAccessExpression(node)) return ofSymbol(symbolAt(checker, node), given, depth + 1);
    return undefined;
  };

  const ofSymbol = (symbol: ts.Symbol | undefined, given: Arguments, depth: number): SourceFunction | undefined => {
    for (const declaration of symbol?.declarations ?? []) {
      if (isSourceFunction(declaration)) return declaration;
      const known = given.get(declaration);
      if (known !== undefined) return ofExpression(known.expression, known.given, depth);
      const value = initializerOf(declaration);
      if (value !== undefined) return ofExpression(value, given, depth);
    }
    return undefined;
  };

  const ofCall = (call: ts.CallExpression, given: Arguments, depth: number): SourceFunction | undefined => {
    const { expression: callee } = call;
    if (ts.isPropertyAccessExpression(callee) && (callee.name.text === "withOptions" || callee.name.text === "configure"))
      return ofExpression(callee.expression, given, depth);
    const helper = sdk.declares(calledSymbol(checker, callee)) ? undefined : ofExpression(callee, given, depth);
    const made = helper && returnedExpression(helper);
    const inner = helper && made && ofExpression(made, argumentsOf(helper, call, given), depth);
    // A helper that takes any arguments and hands them on (`(...args) => fn(...args)`) is called like the function it was given.
    const takesAny = inner?.parameters.some(({ dotDotDotToken }) => dotDotDotToken !== undefined) ?? true;
    return takesAny ? (ofArguments(call, given, depth) ?? inner) : inner;
  };

  /** The last argument is asked first: options come before the function. */
  const ofArguments = (call: ts.CallExpression, given: Arguments, depth: number): SourceFunction | undefined => {
    for (const argument of call.arguments.toReversed()) {
      const found = ofExpression(argument, given, depth);
      if (found !== undefined) return found;
    }
    const literals = call.arguments.map(unwrap).filter(ts.isObjectLiteralExpression);
    const functions = literals.flatMap(({ properties }) => properties.flatMap((element) => ofElement(element, given, depth) ?? []));
    return functions.length === 1 ? functions[0] : undefined;
  };

  const ofElement = (element: ts.ObjectLiteralElementLike, given: Arguments, depth: number): SourceFunction | undefined => {
    if (isSourceFunction(element)) return element;
    if (ts.isPropertyAssignment(element)) return ofExpression(element.initializer, given, depth);
    return ts.isShorthandPropertyAssignment(element) ? ofSymbol(symbolAt(checker, element.name), given, depth) : undefined;
  };

  if (isSourceFunction(start)) return start;
  return ts.isExpression(start) ? ofExpression(start, new Map(), 0) : undefined;
};

/** True for a function with a body: an overload or a declaration of types has none. */
export const isSourceFunction = (node: ts.Node): node is SourceFunction =>
  (ts.isArrowFunction(node) || ts.isFunctionExpression(node) || ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) &&
  node.body !== undefined;

const symbolAt = (checker: ts.TypeChecker, node: ts.Node): ts.Symbol | undefined => {
  const symbol = ts.isShorthandPropertyAssignment(node.parent)
    ? checker.getShorthandAssignmentValueSymbol(node.parent)
    : checker.getSymbolAtLocation(node);
  return symbol && resolveAlias(checker, symbol);
};

const calledSymbol = (checker: ts.TypeChecker, callee: ts.Expression): ts.Symbol | undefined =>
  ts.isIdentifier(callee) || ts.isPropertyAccessExpression(callee) ? symbolAt(checker, callee) : undefined;

const initializerOf = (declaration: ts.Declaration): ts.Expression | undefined => {
  if (ts.isVariableDeclaration(declaration) || ts.isPropertyAssignment(declaration) || ts.isPropertyDeclaration(declaration))
    return declaration.initializer;
  if (ts.isExportAssignment(declaration)) return declaration.expression;
  return ts.isBinaryExpression(declaration) ? declaration.right : undefined;
};

/** What a helper gives back: its expression body, or its only `return`. */
const returnedExpression = ({ body }: SourceFunction): ts.Expression | undefined => {
  if (!ts.isBlock(body)) return body;
  const returns = body.statements.filter(ts.isReturnStatement);
  return returns.length === 1 ? returns[0]?.expression : undefined;
};

const argumentsOf = (helper: SourceFunction, call: ts.CallExpression, given: Arguments): Arguments => {
  const known = new Map<ts.Node, Given>();
  for (const [index, parameter] of helper.parameters.entries()) {
    const argument = call.arguments[index];
    if (argument === undefined || parameter.dotDotDotToken !== undefined) continue;
    if (!ts.isObjectBindingPattern(parameter.name)) {
      known.set(parameter, { expression: argument, given });
      continue;
    }
    const literal = unwrap(argument);
    for (const element of ts.isObjectLiteralExpression(literal) ? parameter.name.elements : []) {
      const key = keyText(element.propertyName ?? element.name);
      const value = key === undefined || !ts.isObjectLiteralExpression(literal) ? undefined : property(literal, key);
      if (value !== undefined && ts.isPropertyAssignment(value)) known.set(element, { expression: value.initializer, given });
    }
  }
  return known;
};
