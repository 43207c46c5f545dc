import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";

/** A name that a file gets from a module, or passes on from it. */
export interface ImportedName {
  /** The name in this file; of what is only passed on, the name that it is exported under. `*` where everything is passed on. */
  readonly local: string;
  /** Undefined for the whole module. */
  readonly exported: string | undefined;
  readonly specifier: string;
  /** Passed on (`export … from`): no name of this file. */
  readonly passedOn?: true;
}

/** Every import of values: `import`, `export … from`, `require(…)`, `await import(…)`, `import x = require(…)`. Types do not count. */
export const importedNames = (file: ts.SourceFile): readonly ImportedName[] => {
  const found = known.get(file) ?? [...namesOf(file)];
  known.set(file, found);
  return found;
};

/** By file: it is asked for each name that is followed. */
const known = new WeakMap<ts.SourceFile, readonly ImportedName[]>();

function* namesOf(file: ts.SourceFile): Generator<ImportedName> {
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier))
      yield* importClause(statement.importClause, statement.moduleSpecifier.text);
    else if (ts.isExportDeclaration(statement)) yield* passedOn(statement);
    else if (ts.isImportEqualsDeclaration(statement)) yield* importEquals(statement);
    else if (ts.isVariableStatement(statement))
      for (const declaration of statement.declarationList.declarations) yield* requires(declaration);
  }
}

function* importClause(clause: ts.ImportClause | undefined, specifier: string): Generator<ImportedName> {
  if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return;
  if (clause.name) yield { local: clause.name.text, exported: "default", specifier };
  const bindings = clause.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) yield { local: bindings.name.text, exported: undefined, specifier };
  else {
    for (const { name, propertyName, isTypeOnly } of bindings.elements)
      if (!isTypeOnly) yield { local: name.text, exported: (propertyName ?? name).text, specifier };
  }
}

/** `export { step as task } from …`, `export * as sw from …`, `export * from …`: makers for those that import them from here. */
function* passedOn({ exportClause, moduleSpecifier, isTypeOnly }: ts.ExportDeclaration): Generator<ImportedName> {
  if (isTypeOnly || !moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return;
  const specifier = moduleSpecifier.text;
  if (exportClause === undefined) yield { local: "*", exported: undefined, specifier, passedOn: true };
  else if (ts.isNamespaceExport(exportClause)) yield { local: exportClause.name.text, exported: undefined, specifier, passedOn: true };
  else {
    for (const { name, propertyName } of exportClause.elements)
      yield { local: name.text, exported: (propertyName ?? name).text, specifier, passedOn: true };
  }
}

function* importEquals({ name, moduleReference, isTypeOnly }: ts.ImportEqualsDeclaration): Generator<ImportedName> {
  if (isTypeOnly || !ts.isExternalModuleReference(moduleReference) || !ts.isStringLiteral(moduleReference.expression)) return;
  yield { local: name.text, exported: undefined, specifier: moduleReference.expression.text };
}

/** `const { step } = require("stepwright")`, `const sw = await import("stepwright")`, `const step = require("stepwright").step`. */
function* requires({ name, initializer }: ts.VariableDeclaration): Generator<ImportedName> {
  const value = initializer && unwrap(initializer);
  if (value === undefined) return;
  if (ts.isPropertyAccessExpression(value)) {
    const specifier = required(unwrap(value.expression));
    if (specifier !== undefined && ts.isIdentifier(name)) yield { local: name.text, exported: value.name.text, specifier };
    return;
  }
  const specifier = required(value);
  if (specifier === undefined || ts.isArrayBindingPattern(name)) return;
  if (ts.isIdentifier(name)) yield { local: name.text, exported: undefined, specifier };
  else {
    for (const { name: local, propertyName } of name.elements) {
      const exported = propertyName ?? local;
      if (ts.isIdentifier(local) && ts.isIdentifier(exported)) yield { local: local.text, exported: exported.text, specifier };
    }
  }
}

const required = (node: ts.Expression): string | undefined => {
  if (!ts.isCallExpression(node)) return undefined;
  const { expression: callee } = node;
  const loads = callee.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(callee) && callee.text === "require");
  const [argument] = loads ? node.arguments : [];
  return argument !== undefined && ts.isStringLiteral(argument) ? argument.text : undefined;
};
