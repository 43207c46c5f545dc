import ts from "../analysis/typescript.ts";

/** How a file's top-level bindings are reached at run time. */
export type TopLevelBinding =
  | { readonly kind: "local"; readonly name: string }
  /** `export default …`. */
  | { readonly kind: "default" }
  /** `exports.name = …`, `module.exports.name = …`. */
  | { readonly kind: "property"; readonly name: string }
  /** `module.exports = …`. */
  | { readonly kind: "exports" };

/** The name of a binding in identities: `train`, `default`. */
export function bindingName(binding: TopLevelBinding): string {
  switch (binding.kind) {
    case "local":
    case "property":
      return binding.name;
    case "default":
    case "exports":
      return "default";
    default:
      return binding satisfies never;
  }
}

/**
 * What a file binds at its top level and could hold a step or pipeline: variables (also destructured ones), classes, functions, the
 * default export, and in CommonJS files what is exported without a variable. Each name once; a variable before an export of its name.
 */
export function topLevel(file: ts.SourceFile): TopLevelBinding[] {
  const found = new Map<string, TopLevelBinding>();
  const add = (binding: TopLevelBinding): void => {
    if (!found.has(bindingName(binding))) found.set(bindingName(binding), binding);
  };
  for (const statement of file.statements) for (const name of declaredNames(statement)) add({ kind: "local", name });
  const exported = ts.isExternalModule(file) ? defaultExport(file) : file.statements.flatMap(commonJsExports);
  for (const binding of exported) add(binding);
  return [...found.values()];
}

function declaredNames(statement: ts.Statement): string[] {
  if (ts.canHaveModifiers(statement) && ts.getModifiers(statement)?.some((m) => m.kind === ts.SyntaxKind.DeclareKeyword) === true)
    return [];
  if (ts.isVariableStatement(statement)) return statement.declarationList.declarations.flatMap((d) => namesIn(d.name));
  if (ts.isClassDeclaration(statement)) return statement.name === undefined ? [] : [statement.name.text];
  if (ts.isFunctionDeclaration(statement) && statement.body !== undefined) return statement.name === undefined ? [] : [statement.name.text];
  return [];
}

function namesIn(name: ts.BindingName): string[] {
  if (ts.isIdentifier(name)) return [name.text];
  return name.elements.flatMap((element) => (ts.isOmittedExpression(element) ? [] : namesIn(element.name)));
}

/** `export default` of a value; an interface is none. */
function defaultExport(file: ts.SourceFile): TopLevelBinding[] {
  const has = file.statements.some(
    (s) =>
      (ts.isExportAssignment(s) && s.isExportEquals !== true) ||
      ((ts.isClassDeclaration(s) || ts.isFunctionDeclaration(s)) &&
        s.modifiers?.some((m) => m.kind === ts.SyntaxKind.DefaultKeyword) === true),
  );
  return has ? [{ kind: "default" }] : [];
}

function commonJsExports(statement: ts.Statement): TopLevelBinding[] {
  if (!ts.isExpressionStatement(statement)) return [];
  const { expression } = statement;
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return [];
  if (isModuleExports(expression.left)) return [{ kind: "exports" }];
  if (!ts.isPropertyAccessExpression(expression.left)) return [];
  const owner = expression.left.expression;
  const exported = isModuleExports(owner) || (ts.isIdentifier(owner) && owner.text === "exports");
  return exported ? [{ kind: "property", name: expression.left.name.text }] : [];
}

function isModuleExports(node: ts.Node): boolean {
  return (
    ts.isPropertyAccessExpression(node) &&
    node.name.text === "exports" &&
    ts.isIdentifier(node.expression) &&
    node.expression.text === "module"
  );
}
