import { topLevelBindings } from "../bindings.ts";
import type { FileReader } from "../discovery/file-reader.ts";
import { importedNames } from "../discovery/import-names.ts";
import ts from "../typescript.ts";

/** A piece of top-level code. */
export interface Piece {
  /** Absolute path of its file. */
  readonly path: string;
  readonly node: ts.Node;
}

/** More pieces than this are not followed; a step that reaches so much reaches the outside somewhere that is meant. */
const mostPieces = 400;

/**
 * The code that a function reaches through names: itself first, then the functions, constants and classes of its file and of the files of
 * the project that it names, and so on. Steps and pipelines that are named are not part of it: they have keys of their own.
 */
export function* reachedCode(reader: FileReader, start: Piece, isDefinition: (piece: Piece) => boolean): Generator<Piece> {
  const seen = new Set<ts.Node>([start.node]);
  const waiting = [start];
  for (let piece = waiting.shift(); piece !== undefined && seen.size < mostPieces; piece = waiting.shift()) {
    yield piece;
    for (const name of namesIn(piece.node)) {
      const next = declarationOf(reader, piece.path, name);
      if (next === undefined || seen.has(next.node) || isDefinition(next)) continue;
      seen.add(next.node);
      waiting.push(next);
    }
  }
}

/** Every name that is used as a value in a piece of code, whether or not the code declares it itself. */
const namesIn = (start: ts.Node): ReadonlySet<string> => {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node)) return;
    if (ts.isIdentifier(node) && !isMemberName(node)) names.add(node.text);
    ts.forEachChild(node, visit);
  };
  visit(start);
  return names;
};

const isMemberName = (node: ts.Identifier): boolean => {
  const { parent } = node;
  return (
    (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
    (ts.isPropertyAssignment(parent) && parent.name === node) ||
    (ts.isBindingElement(parent) && parent.propertyName === node)
  );
};

const declarationOf = (reader: FileReader, path: string, name: string): Piece | undefined => {
  const file = reader.parse(path);
  if (file === undefined) return undefined;
  for (const imported of importedNames(file)) {
    if (imported.local !== name || imported.passedOn) continue;
    const target = reader.resolve(path, imported.specifier);
    return target === undefined || imported.exported === undefined ? undefined : exportOf(reader, target, imported.exported);
  }
  return own(file, path, name);
};

const own = (file: ts.SourceFile, path: string, name: string): Piece | undefined => {
  for (const statement of file.statements)
    if (ts.isClassDeclaration(statement) && statement.name?.text === name) return { path, node: statement };
  for (const binding of topLevelBindings(file)) if (binding.path === name && binding.value) return { path, node: binding.value };
  return undefined;
};

/** What a file exports, through one other file that it passes it on from. */
const exportOf = (reader: FileReader, path: string, name: string, depth = 0): Piece | undefined => {
  const file = reader.parse(path);
  if (file === undefined || depth > 8) return undefined;
  for (const passed of importedNames(file)) {
    if (!passed.passedOn || (passed.local !== name && passed.local !== "*")) continue;
    const target = reader.resolve(path, passed.specifier);
    const found = target === undefined ? undefined : exportOf(reader, target, passed.exported ?? name, depth + 1);
    if (found !== undefined) return found;
  }
  for (const statement of file.statements) {
    if (
      !ts.isExportDeclaration(statement) ||
      statement.moduleSpecifier ||
      !statement.exportClause ||
      !ts.isNamedExports(statement.exportClause)
    )
      continue;
    const element = statement.exportClause.elements.find((each) => each.name.text === name);
    if (element !== undefined) return declarationOf(reader, path, (element.propertyName ?? element.name).text);
  }
  return own(file, path, name);
};
