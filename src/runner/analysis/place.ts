import { relative, sep } from "node:path";
import type { Location } from "../model/location.ts";
import ts from "./typescript.ts";

/** A path as identities and places name it: relative to the workspace, with `/`. */
export const relativePath = (workspace: string, file: string): string => relative(workspace, file).split(sep).join("/");

/** Where a node begins, leading comments aside. */
export const placeOf = (workspace: string, node: ts.Node): Location => {
  const source = node.getSourceFile();
  const { line, character } = source.getLineAndCharacterOfPosition(node.getStart(source));
  return { file: relativePath(workspace, source.fileName), line: line + 1, column: character + 1 };
};
