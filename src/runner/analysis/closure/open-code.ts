import type { Edit } from "../project/edits.ts";
import ts from "../typescript.ts";

/** What stands for the `import` of a module that only running the code names. The bundler would take a pattern for all files that fit. */
const openImport = "$stepwright_import";

/** Marks each `import(x)` of anything but a literal: which code it brings along cannot be seen. */
export function openEdits(file: ts.SourceFile): Edit[] {
  if (!/\bimport\s*\(/.test(file.text)) return [];
  const edits: Edit[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node) && node.expression.kind === ts.SyntaxKind.ImportKeyword) {
      const [specifier] = node.arguments;
      if (specifier !== undefined && !ts.isStringLiteralLike(specifier))
        edits.push({ start: node.expression.getStart(file), end: node.expression.getEnd(), text: openImport });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits;
}

/**
 * Whether what is left of a closure brings along code that cannot be seen: by an `import` or `require` of something that is not a literal, or
 * by a `require` of its own making.
 */
export function isOpen(code: string): boolean {
  if (!/\$stepwright_import|createRequire|\brequire|__require/.test(code)) return false;
  const file = ts.createSourceFile("closure.js", withoutHelpers(code), ts.ScriptTarget.Latest, true);
  const isOpenHere = (node: ts.Node): boolean =>
    (ts.isIdentifier(node) && (node.text === openImport || node.text === "createRequire")) ||
    (ts.isCallExpression(node) && isRequire(node.expression) && !node.arguments.every(ts.isStringLiteralLike));
  const visit = (node: ts.Node): boolean => isOpenHere(node) || (ts.forEachChild(node, (child) => visit(child) || undefined) ?? false);
  return visit(file);
}

function isRequire(callee: ts.Expression): boolean {
  return ts.isIdentifier(callee) && /^(?:__)?require\d*$/.test(callee.text);
}

/** For people. */
export function withoutMarks(code: string): string {
  return code.replaceAll(openImport, "import");
}

/** What the bundler adds above the first file, such as its own `__require`, is no code of the author's. */
function withoutHelpers(code: string): string {
  return code.slice(Math.max(0, code.search(/^\/\/ /m)));
}
