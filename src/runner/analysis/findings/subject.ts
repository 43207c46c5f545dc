import type { Finding, Fix, Severity } from "../../model/finding.ts";
import type { FailureCode } from "../../model/failure.ts";
import type { FoundDefinition } from "../discovery/definitions.ts";
import { makerNamed, type Makers } from "../discovery/makers.ts";
import type { FunctionNode } from "../graph/values.ts";
import { rangeOf, relativePath } from "../place.ts";
import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";

/** A step or pipeline whose making is looked at. */
export interface Subject {
  readonly workspace: string;
  readonly definition: FoundDefinition;
  /** Its function, where the source shows it, in whatever file. */
  readonly fn: FunctionNode | undefined;
  readonly making: Making | undefined;
}

/** The very call of `step` or `pipeline`, or decorator, where it stands at the definition itself. */
export interface Making {
  readonly node: ts.CallExpression | ts.Decorator;
  readonly options: ts.ObjectLiteralExpression | undefined;
  /** It has options that are not spelled out: a variable, a spread. */
  readonly open: boolean;
}

/** How a definition is made; undefined where a helper makes it, whose options are its own. */
export const makingOf = ({ value }: FoundDefinition["binding"], makers: Makers): Making | undefined => {
  if (value === undefined || ts.isFunctionDeclaration(value)) return undefined;
  if (ts.isMethodDeclaration(value)) {
    for (const decorator of ts.getDecorators(value) ?? []) {
      const { expression } = decorator;
      const isCall = ts.isCallExpression(expression);
      if (makerNamed(isCall ? expression.expression : expression, makers)?.own !== true) continue;
      return isCall ? makingWith(expression) : { node: decorator, options: undefined, open: false };
    }
    return undefined;
  }
  return inExpression(value, makers);
};

const inExpression = (expression: ts.Expression, makers: Makers): Making | undefined => {
  const node = unwrap(expression);
  if (!ts.isCallExpression(node)) return undefined;
  const maker = makerNamed(node.expression, makers);
  if (maker !== undefined) return maker.own ? makingWith(node) : undefined;
  // `step(…).withOptions({ … })`: what is added there counts as well, and is not looked into.
  const callee = unwrap(node.expression);
  const inner = ts.isPropertyAccessExpression(callee) ? inExpression(callee.expression, makers) : undefined;
  return inner && { ...inner, open: true };
};

const makingWith = (node: ts.CallExpression): Making => {
  const given = node.arguments.map(unwrap).filter((argument) => !ts.isArrowFunction(argument) && !ts.isFunctionExpression(argument));
  const options = given.find(ts.isObjectLiteralExpression);
  const spread = options?.properties.some(ts.isSpreadAssignment) ?? false;
  // With two arguments the first is the options, whatever it is; with one it may be a named function.
  const named = node.arguments.length > 1 && options === undefined;
  return { node, options, open: spread || named };
};

interface Said {
  readonly message: string;
  readonly help: string;
  readonly severity?: Severity;
  readonly related?: Finding["related"];
  readonly fixes?: readonly Fix[];
}

/** A finding at a node. */
export const findingAt = (workspace: string, code: FailureCode, node: ts.Node, { severity = "error", ...said }: Said): Finding => ({
  code,
  severity,
  ...said,
  file: relativePath(workspace, node.getSourceFile().fileName),
  range: rangeOf(node),
});

/** Where a node's file is, relative to the workspace. */
export const fileOf = (workspace: string, node: ts.Node): string => relativePath(workspace, node.getSourceFile().fileName);
