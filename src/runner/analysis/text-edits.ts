import type { TextEdit } from "../model/finding.ts";
import { packageName } from "./discovery/makers.ts";
import { rangeOfOffsets } from "./place.ts";
import ts from "./typescript.ts";

/** Replaces a node, leading comments aside. */
export const replace = (file: string, node: ts.Node, text: string): TextEdit => between(file, node, node.getStart(), node.getEnd(), text);

/** Inserts before a node. */
export const insertAt = (file: string, node: ts.Node, text: string): TextEdit =>
  between(file, node, node.getStart(), node.getStart(), text);

/** Inserts after a node. */
export const insertAfter = (file: string, node: ts.Node, text: string): TextEdit => between(file, node, node.getEnd(), node.getEnd(), text);

/** Replaces a piece of the file that a node is in, by its offsets. */
export const between = (file: string, node: ts.Node, start: number, end: number, text: string): TextEdit => ({
  file,
  range: rangeOfOffsets(node.getSourceFile(), start, end),
  text,
});

/** What makes a name of the SDK one of a file; nothing where it already is. */
export const importEdits = (file: string, source: ts.SourceFile, name: string): TextEdit[] => {
  const declarations = source.statements.filter(ts.isImportDeclaration);
  for (const { importClause, moduleSpecifier } of declarations) {
    if (!ts.isStringLiteral(moduleSpecifier) || moduleSpecifier.text !== packageName) continue;
    const bindings = importClause?.namedBindings;
    if (importClause?.phaseModifier !== undefined || bindings === undefined || !ts.isNamedImports(bindings)) continue;
    if (bindings.elements.some((element) => (element.propertyName ?? element.name).text === name)) return [];
    const last = bindings.elements.at(-1);
    return last === undefined ? [] : [insertAfter(file, last, `, ${name}`)];
  }
  const [first] = source.statements;
  return first === undefined ? [] : [insertAt(file, first, `import { ${name} } from "${packageName}";\n`)];
};
