import type { Finding } from "../../model/finding.ts";
import type { Machine } from "../graph/machine.ts";
import type { Scope } from "../graph/scope.ts";
import { insertAt } from "../text-edits.ts";
import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import { fileOf, findingAt } from "./subject.ts";

/**
 * Calls of steps and pipelines in a top-level statement, which happen when the file is loaded. The file that defines something is loaded by
 * the processes that run it, so such a call must be guarded; in a program that only imports pipelines it is how they are run.
 */
export const topLevelRuns = (machine: Machine, statement: ts.Statement, scope: Scope): Finding[] => {
  if (ts.isIfStatement(statement) && isGuard(statement.expression)) return [];
  const findings: Finding[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) || ts.isClassLike(node) || ts.isTypeNode(node)) return;
    if (ts.isIfStatement(node) && isGuard(node.expression)) return;
    if (ts.isCallExpression(node)) {
      const made = calledAt(machine, node, scope);
      if (made !== undefined) findings.push(finding(machine, statement, node, made));
    }
    ts.forEachChild(node, visit);
  };
  visit(statement);
  return findings;
};

const calledAt = (machine: Machine, node: ts.CallExpression, scope: Scope): { kind: string; name: string } | undefined => {
  const callee = unwrap(node.expression);
  // Only names, and copies with options: nothing is worked out that a call may make.
  if (!isPlain(callee)) return undefined;
  const value = machine.evaluate(callee, scope);
  return value.kind === "made" ? { kind: value.made.kind, name: value.options.name ?? value.made.name } : undefined;
};

const isPlain = (node: ts.Expression): boolean => {
  if (ts.isIdentifier(node)) return true;
  if (ts.isPropertyAccessExpression(node))
    return !["withOptions", "configure", "entrypoint"].includes(node.name.text) && isPlain(unwrap(node.expression));
  if (!ts.isCallExpression(node)) return false;
  const callee = unwrap(node.expression);
  return ts.isPropertyAccessExpression(callee) && callee.name.text === "withOptions" && isPlain(unwrap(callee.expression));
};

const finding = (
  machine: Machine,
  statement: ts.Statement,
  node: ts.CallExpression,
  { kind, name }: { kind: string; name: string },
): Finding => {
  const { workspace } = machine;
  const certain = !ts.isIfStatement(statement);
  const module = statement.getSourceFile();
  const isCommonJs = /\.c[jt]s$/.test(module.fileName);
  const guard = isCommonJs ? "if (require.main === module) " : "if (import.meta.main) ";
  return findingAt(workspace, "SW1017", node, {
    severity: certain ? "error" : "warning",
    message: `The ${kind} \`${name}\` is called while its module is loaded. Loading a module never starts a run.`,
    help: `Guard the call: ${guard}await …`,
    ...(ts.isExpressionStatement(statement) && {
      fixes: [{ title: `Guard it with \`${guard.trim()}\``, edits: [insertAt(fileOf(workspace, statement), statement, guard)] }],
    }),
  });
};

/** `import.meta.main`, `require.main === module`, what compares the path of the program. */
const isGuard = (condition: ts.Expression): boolean =>
  /\bimport\s*\.\s*meta\b|\brequire\s*\.\s*main\b|\bargv\b|\bis_?main\b/i.test(condition.getText());
