import ts from "../typescript.ts";

/**
 * The specifiers that a file asks for where a failure is caught: `try { require("canvas") } catch {}`, `import("x").catch(…)`.
 * Those may be missing, as they may in Node.
 */
export function optionalImports(file: ts.SourceFile): ReadonlySet<string> {
  const found = new Set<string>();
  if (!/\btry\b|\.catch\b/.test(file.text)) return found;
  const visit = (node: ts.Node, caught: boolean): void => {
    const specifier = specifierOf(node);
    if (specifier !== undefined && (caught || isCaughtPromise(node))) found.add(specifier);
    ts.forEachChild(node, (child) => {
      visit(child, caught || (ts.isTryStatement(node) && child === node.tryBlock && node.catchClause !== undefined));
    });
  };
  visit(file, false);
  return found;
}

function specifierOf(node: ts.Node): string | undefined {
  if (!ts.isCallExpression(node)) return undefined;
  const isRequire = ts.isIdentifier(node.expression) && node.expression.text === "require";
  const [specifier] = node.arguments;
  if (!isRequire && node.expression.kind !== ts.SyntaxKind.ImportKeyword) return undefined;
  return specifier !== undefined && ts.isStringLiteralLike(specifier) ? specifier.text : undefined;
}

function isCaughtPromise(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node.parent) && node.parent.name.text === "catch";
}
