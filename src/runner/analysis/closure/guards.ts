import type { Edit } from "../project/edits.ts";
import ts from "../typescript.ts";
import { pureExpression } from "./pure.ts";

/**
 * A file often ends with a statement that starts a run when the file is the program: `if (import.meta.main) await train()`. It is
 * no part of any step, but would tie every step that the pipeline calls to every other. Here it is taken out:
 *
 * * `require.main === module` becomes `false` (the bundler is told the same of `import.meta.main`);
 * * an `if` on the top level that looks at `process.argv[1]`, has no `else` and does nothing but call things is removed, and
 *   a variable that holds the comparison is no work of its own.
 */
export function guardEdits(file: ts.SourceFile): Edit[] {
  return [...mainModuleEdits(file), ...programPathEdits(file)];
}

function mainModuleEdits(file: ts.SourceFile): Edit[] {
  if (!/\brequire\s*\.\s*main\b/.test(file.text)) return [];
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && [node.left, node.right].some(isRequireMain) && [node.left, node.right].some(isModule)) {
      const value = equality(node.operatorToken.kind);
      if (value !== undefined) edits.push({ start: node.getStart(file), end: node.getEnd(), text: value });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits;
}

/** What `require.main === module` is in a file that is not the program. */
function equality(operator: ts.SyntaxKind): "true" | "false" | undefined {
  if (operator === ts.SyntaxKind.EqualsEqualsEqualsToken || operator === ts.SyntaxKind.EqualsEqualsToken) return "false";
  if (operator === ts.SyntaxKind.ExclamationEqualsEqualsToken || operator === ts.SyntaxKind.ExclamationEqualsToken) return "true";
  return undefined;
}

function isRequireMain(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === "main" &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "require"
  );
}

function isModule(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === "module";
}

function programPathEdits(file: ts.SourceFile): Edit[] {
  if (!/\bargv\b/.test(file.text)) return [];
  const flags = new Set<string>();
  const edits: Edit[] = [];
  for (const statement of file.statements) {
    // `const isMain = process.argv[1] === …`
    if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations)
        if (ts.isIdentifier(name) && initializer !== undefined && asksForProgram(initializer, flags)) {
          flags.add(name.text);
          edits.push(...pureExpression(file, initializer));
        }
    } else if (ts.isIfStatement(statement) && statement.elseStatement === undefined && asksForProgram(statement.expression, flags)) {
      if (onlyRuns(statement.thenStatement)) edits.push({ start: statement.getStart(file), end: statement.getEnd(), text: "" });
    }
  }
  return edits;
}

/** Whether an expression compares the path of the program, or names a variable that did. */
function asksForProgram(node: ts.Node, flags: ReadonlySet<string>): boolean {
  if (ts.isIdentifier(node) && flags.has(node.text)) return true;
  if (ts.isFunctionLike(node)) return false;
  if (ts.isElementAccessExpression(node) && isArgv(node.expression) && ts.isNumericLiteral(node.argumentExpression)) {
    return node.argumentExpression.text === "1";
  }
  return ts.forEachChild(node, (child) => asksForProgram(child, flags) || undefined) ?? false;
}

function isArgv(node: ts.Expression): boolean {
  return ts.isIdentifier(node) ? node.text === "argv" : ts.isPropertyAccessExpression(node) && node.name.text === "argv";
}

/** Whether a statement leaves nothing behind that the rest of the file could see: no assignment, and no `var` or function declaration. */
function onlyRuns(node: ts.Node): boolean {
  if (ts.isBinaryExpression(node) && isAssignment(node.operatorToken.kind)) return false;
  if (ts.isPostfixUnaryExpression(node) || ts.isDeleteExpression(node) || ts.isFunctionDeclaration(node)) return false;
  if (ts.isPrefixUnaryExpression(node) && isStepOperator(node.operator)) return false;
  if (ts.isVariableDeclarationList(node) && (node.flags & ts.NodeFlags.BlockScoped) === 0) return false;
  return !(ts.forEachChild(node, (child) => !onlyRuns(child) || undefined) ?? false);
}

function isAssignment(operator: ts.SyntaxKind): boolean {
  return operator >= ts.SyntaxKind.FirstAssignment && operator <= ts.SyntaxKind.LastAssignment;
}

function isStepOperator(operator: ts.PrefixUnaryOperator): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken;
}
