import type { Edit } from "../project/edits.ts";
import ts from "../typescript.ts";

/**
 * Gives each imported name a statement of its own: `import a, { b } from "p"` → `import a from "p"; import { b } from "p";`.
 * The bundler drops unused statements, not unused names, and a name that only a neighbour uses must not be in a closure.
 */
export function importEdits(file: ts.SourceFile): Edit[] {
  return file.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || statement.importClause === undefined) return [];
    const { importClause, moduleSpecifier, attributes } = statement;
    if (importClause.phaseModifier !== undefined) return [];
    const { name, namedBindings } = importClause;
    const clauses = [...(name === undefined ? [] : [name.text]), ...(namedBindings === undefined ? [] : boundNames(file, namedBindings))];
    if (clauses.length < 2) return [];
    const from = `${moduleSpecifier.getText(file)}${attributes === undefined ? "" : ` ${attributes.getText(file)}`}`;
    const text = clauses.map((clause) => `import ${clause} from ${from};`).join(" ");
    return [{ start: statement.getStart(file), end: statement.getEnd(), text }];
  });
}

function boundNames(file: ts.SourceFile, bindings: ts.NamedImportBindings): string[] {
  if (ts.isNamespaceImport(bindings)) return [bindings.getText(file)];
  return bindings.elements.map((element) => `{ ${element.getText(file)} }`);
}
