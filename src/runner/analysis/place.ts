import { relative, sep } from "node:path";
import type { Location } from "../model/location.ts";
import type { Range } from "../model/range.ts";
import ts from "./typescript.ts";

/** A path as identities and places name it: relative to the workspace, with `/`. */
export const relativePath = (workspace: string, file: string): string => relative(workspace, file).split(sep).join("/");

/** Where a node begins, leading comments aside. */
export const placeOf = (workspace: string, node: ts.Node): Location => {
  const source = node.getSourceFile();
  const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return { file: relativePath(workspace, source.fileName), line: line + 1, column: character + 1 };
};

/** The piece of its file that a node takes, leading comments aside. */
export const rangeOf = (node: ts.Node): Range => rangeBetween(node, node);

/** From where one node begins to where another ends. */
export const rangeBetween = (first: ts.Node, last: ts.Node): Range => {
  const source = first.getSourceFile();
  return rangeOfOffsets(source, first.getStart(source), last.getEnd());
};

/** Offsets in the text of a file, as lines and columns. */
export const rangeOfOffsets = (source: ts.SourceFile, start: number, end: number): Range => {
  const from = source.getLineAndCharacterOfPosition(start);
  const to = source.getLineAndCharacterOfPosition(end);
  return { start: { line: from.line + 1, column: from.character + 1 }, end: { line: to.line + 1, column: to.character + 1 } };
};
