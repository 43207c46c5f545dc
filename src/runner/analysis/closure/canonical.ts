import { applyEdits, type Edit } from "../project/edits.ts";
import ts from "../typescript.ts";

/**
 * Minified code with the short names replaced by numbers, in order of first appearance: `var e=3;f(e)` → `var #1=3;f(#1)`.
 *
 * The bundler hands out short names by how often each letter is used in the whole text, names included, so renaming one local can
 * exchange the letters everywhere. Which variables share a name does not depend on letters; the numbers say just that.
 */
export function canonical(minified: string): string {
  const file = ts.createSourceFile(
    "closure.js",
    minified,
    { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone },
    true,
  );
  const names = identifiers(file);
  const bound = new Set(names.filter(isDeclared).map(({ text }) => text));
  const numbers = new Map<string, string>();
  const numberOf = (name: string): string => {
    const number = numbers.get(name) ?? `#${String(numbers.size + 1)}`;
    numbers.set(name, number);
    return number;
  };
  const edits = names.flatMap((node): Edit[] => {
    const text = replacement(node, bound, numberOf);
    return text === undefined ? [] : [{ start: node.getStart(file), end: node.getEnd(), text }];
  });
  return applyEdits(minified, edits);
}

type Name = ts.Identifier | ts.PrivateIdentifier;

/** In the order of the text. */
function identifiers(file: ts.SourceFile): Name[] {
  const found: Name[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isIdentifier(node) || ts.isPrivateIdentifier(node)) found.push(node);
    else ts.forEachChild(node, visit);
  };
  visit(file);
  return found;
}

function isDeclared(node: Name): boolean {
  const { parent } = node;
  return (
    (ts.isVariableDeclaration(parent) ||
      ts.isParameter(parent) ||
      ts.isBindingElement(parent) ||
      ts.isFunctionDeclaration(parent) ||
      ts.isFunctionExpression(parent) ||
      ts.isClassLike(parent) ||
      ts.isImportClause(parent) ||
      ts.isNamespaceImport(parent) ||
      ts.isImportSpecifier(parent)) &&
    parent.name === node
  );
}

/** What stands in the place of a name; `undefined` for names that are not variables. Short forms are written out: `{e}` is `{e:#1}`. */
function replacement(node: Name, bound: ReadonlySet<string>, numberOf: (name: string) => string): string | undefined {
  const { parent, text } = node;
  // Private names and labels are shortened as well, each in a space of their own.
  if (ts.isPrivateIdentifier(node)) return numberOf(text);
  if (ts.isLabeledStatement(parent) || ts.isBreakOrContinueStatement(parent)) return numberOf(`${text}:`);
  if (!bound.has(text) || isKey(node)) return undefined;
  if (ts.isShorthandPropertyAssignment(parent) && parent.name === node) return `${text}:${numberOf(text)}`;
  if (ts.isBindingElement(parent) && isShortElement(parent, node)) return `${text}:${numberOf(text)}`;
  if (ts.isImportSpecifier(parent) && parent.propertyName === undefined) return `${text} as ${numberOf(text)}`;
  if (ts.isExportSpecifier(parent) && parent.propertyName === undefined) return `${numberOf(text)} as ${text}`;
  return numberOf(text);
}

function isShortElement(element: ts.BindingElement, node: Name): boolean {
  const { name, propertyName, dotDotDotToken, parent } = element;
  return name === node && propertyName === undefined && dotDotDotToken === undefined && ts.isObjectBindingPattern(parent);
}

/** Whether a name is that of a property, an export or the like, which nobody shortens. */
function isKey(node: Name): boolean {
  const { parent } = node;
  if (ts.isBindingElement(parent) || ts.isImportSpecifier(parent)) return parent.propertyName === node;
  if (ts.isExportSpecifier(parent))
    return parent.parent.parent.moduleSpecifier !== undefined || (parent.propertyName !== undefined && parent.name === node);
  const isMember =
    ts.isPropertyAccessExpression(parent) ||
    ts.isPropertyAssignment(parent) ||
    ts.isMethodDeclaration(parent) ||
    ts.isPropertyDeclaration(parent) ||
    ts.isAccessor(parent) ||
    ts.isMetaProperty(parent) ||
    ts.isImportAttribute(parent) ||
    ts.isNamespaceExport(parent);
  return isMember && parent.name === node;
}
