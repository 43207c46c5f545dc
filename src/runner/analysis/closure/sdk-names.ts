import ts from "../typescript.ts";

/** Whether an expression is one of the SDK's functions, under the name that the file gives it. */
export type IsSdkCall = (callee: ts.Expression) => boolean;

/** Finds some of the SDK's functions by a file's imports: named, renamed, whole (`import * as sw`), and by `require`. */
export function sdkCalls(file: ts.SourceFile, functions: readonly string[]): IsSdkCall {
  const names = new Set<string>();
  const namespaces = new Set<string>();
  const addNames = (name: ts.BindingName): void => {
    if (ts.isIdentifier(name)) namespaces.add(name.text);
    else if (ts.isObjectBindingPattern(name))
      for (const { propertyName, name: local } of name.elements) {
        const imported = propertyName ?? local;
        if (ts.isIdentifier(local) && ts.isIdentifier(imported) && functions.includes(imported.text)) names.add(local.text);
      }
  };
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement) && isSdk(statement.moduleSpecifier)) {
      const bindings = statement.importClause?.namedBindings;
      if (bindings === undefined) continue;
      if (ts.isNamespaceImport(bindings)) namespaces.add(bindings.name.text);
      else
        for (const { propertyName, name } of bindings.elements) if (functions.includes((propertyName ?? name).text)) names.add(name.text);
    } else if (ts.isVariableStatement(statement)) {
      for (const { name, initializer } of statement.declarationList.declarations) if (isSdkRequire(initializer)) addNames(name);
    }
  }
  return (callee) =>
    ts.isIdentifier(callee)
      ? names.has(callee.text)
      : ts.isPropertyAccessExpression(callee) &&
        ts.isIdentifier(callee.expression) &&
        namespaces.has(callee.expression.text) &&
        functions.includes(callee.name.text);
}

function isSdk(specifier: ts.Expression): boolean {
  return ts.isStringLiteral(specifier) && (specifier.text === "stepwright" || specifier.text.startsWith("stepwright/"));
}

function isSdkRequire(node: ts.Expression | undefined): boolean {
  if (node === undefined || !ts.isCallExpression(node) || !ts.isIdentifier(node.expression) || node.expression.text !== "require")
    return false;
  const [specifier] = node.arguments;
  return specifier !== undefined && isSdk(specifier);
}
