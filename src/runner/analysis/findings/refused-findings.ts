import { resolve } from "node:path";
import type { Failure } from "../../model/failure.ts";
import type { Finding } from "../../model/finding.ts";
import type { FileReader } from "../discovery/file-reader.ts";
import { rangeOf } from "../place.ts";
import ts from "../typescript.ts";

/** A failure of the analysis as a finding: its place becomes the piece of text that begins there. */
export const findingOf = (workspace: string, reader: FileReader, { at, code, message, help, related }: Failure): Finding | undefined => {
  if (at === undefined) return undefined;
  const file = reader.parse(resolve(workspace, at.file));
  const node = file && nodeAt(file, at.line, at.column);
  const start = { line: at.line, column: at.column };
  const range = node === undefined ? { start, end: { line: at.line, column: at.column + 1 } } : rangeOf(node);
  return { code, severity: "error", message, help, file: at.file, range, ...(related && { related: [...related] }) };
};

/** The largest expression, parameter or name that begins at a place; of a declaration its name. */
const nodeAt = (file: ts.SourceFile, line: number, column: number): ts.Node | undefined => {
  const starts = file.getLineStarts();
  const start = starts[line - 1];
  if (start === undefined) return undefined;
  const offset = start + column - 1;
  const visit = (node: ts.Node): ts.Node | undefined => {
    if (node.getFullStart() > offset || node.getEnd() < offset) return undefined;
    const isStart = node.getStart(file) === offset && !ts.isSourceFile(node);
    if (
      isStart &&
      (ts.isExpression(node) || ts.isParameter(node) || ts.isBindingElement(node) || ts.isTypeNode(node) || node.getChildCount() === 0)
    )
      return node;
    if (isStart && ts.isVariableDeclaration(node)) return node.name;
    return ts.forEachChild(node, visit);
  };
  return visit(file);
};
