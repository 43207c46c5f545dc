import { property } from "../literals.ts";
import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import type { SourceFunction } from "./function-behind.ts";

/**
 * True where somebody wrote down what the function takes and returns as a whole: `const fit: Fit = (data) => …`, `… satisfies Fit`.
 * What only the call of `step` makes of it does not count.
 */
export const isTypedAround = (source: SourceFunction): boolean => {
  const holder = holderOf(source);
  if (ts.isVariableDeclaration(holder)) return holder.type !== undefined || ts.getJSDocType(holder) !== undefined;
  return ts.isSatisfiesExpression(holder) || ts.isAsExpression(holder) || ts.getJSDocType(source) !== undefined;
};

/** What an expression stands in, parentheses aside. */
const holderOf = ({ parent }: ts.Node): ts.Node => (ts.isParenthesizedExpression(parent) ? holderOf(parent) : parent);

/** The schema that the options beside a function name for an input or output: `step({ inputs: { config: z.object(…) } }, …)`. */
export const schemaBeside = (source: SourceFunction, kind: "inputs" | "outputs", name: string): ts.Expression | undefined => {
  for (const options of optionsBeside(source)) {
    const named = objectAt(options, kind);
    const entry = named && valueAt(named, name);
    if (entry === undefined) continue;
    // Among the options of an output, name and materializer say nothing of its type.
    return ts.isObjectLiteralExpression(entry) ? valueAt(entry, "schema") : entry;
  }
  return undefined;
};

const optionsBeside = (source: SourceFunction): readonly ts.ObjectLiteralExpression[] => {
  const holder = holderOf(source);
  const decorated = ts.isMethodDeclaration(source) ? (ts.getDecorators(source) ?? []).map(({ expression }) => expression) : [];
  const calls = [holder, ...decorated].filter(ts.isCallExpression);
  return calls.flatMap(({ arguments: given }) => given.map(unwrap).filter(ts.isObjectLiteralExpression));
};

const objectAt = (literal: ts.ObjectLiteralExpression, key: string): ts.ObjectLiteralExpression | undefined => {
  const value = valueAt(literal, key);
  return value !== undefined && ts.isObjectLiteralExpression(value) ? value : undefined;
};

const valueAt = (literal: ts.ObjectLiteralExpression, key: string): ts.Expression | undefined => {
  const found = property(literal, key);
  if (found === undefined) return undefined;
  if (ts.isPropertyAssignment(found)) return unwrap(found.initializer);
  return ts.isShorthandPropertyAssignment(found) ? found.name : undefined;
};

/** What a Standard Schema takes, or makes of it, by the types that the specification keeps for this; undefined for anything else. */
export const standardType = (checker: ts.TypeChecker, schema: ts.Expression, side: "input" | "output"): ts.Type | undefined => {
  let type: ts.Type | undefined = checker.getTypeAtLocation(schema);
  for (const key of ["~standard", "types", side]) {
    const member: ts.Symbol | undefined = type && checker.getNonNullableType(type).getProperty(key);
    type = member && checker.getTypeOfSymbol(member);
  }
  return type;
};
