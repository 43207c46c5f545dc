import { dirname, join, relative, resolve, sep } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { Edit } from "../project/edits.ts";
import ts from "../typescript.ts";
import { pureExpression } from "./pure.ts";

/** Stands in the code behind each file that it names, followed by the file's name relative to the workspace. */
const mark = "$stepwright_file:";
/** Stands around a text that is such a place, which has no room for one more argument, and what then stands in place of the mark. */
const wrap = "$stepwright_place";
const wrapMark = "$stepwright_place_file:";

/**
 * Marks where code names a file by its place beside the code, as it does to start a thread or a process, or to read a prompt or a table:
 *
 * * `new URL("./job.ts", import.meta.url)`, `import.meta.resolve("./job.ts")`;
 * * `join(import.meta.dirname, "prompts", "a.txt")`, the same with `resolve`, `path.join` and `__dirname`;
 * * `${import.meta.dirname}/job.py`, `__dirname + "/job.py"`.
 *
 * The mark is one more argument: it goes where the code goes, and is taken out with it.
 */
export function namedFileEdits(file: ts.SourceFile, workspace: string): Edit[] {
  if (!/import\.meta\.(?:url|dirname|resolve)|__dirname/.test(file.text)) return [];
  const edits = placeEdits(file);
  const visit = (node: ts.Node): void => {
    const nameOf = (path: string): string => encodeURI(relative(workspace, path).replaceAll(sep, "/"));
    const path = ts.isNewExpression(node) || ts.isCallExpression(node) ? namedBy(node, file.fileName) : undefined;
    if (path !== undefined) {
      const end = node.getEnd() - 1;
      edits.push({ start: end, end, text: `, "${mark}${nameOf(path)}"` });
    }
    const text = textOfPlace(node);
    if (text !== undefined) {
      const [start, end] = [node.getStart(file), node.getEnd()];
      edits.push({ start, end: start, text: `${wrap}(` });
      edits.push({ start: end, end, text: `, "${wrapMark}${nameOf(join(dirname(file.fileName), text))}")` });
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return edits;
}

/** The names of the files that are named in what is left of some code. */
export function namedFiles(code: string): string[] {
  return [...new Set([...code.matchAll(/\$stepwright_(?:place_)?file:([^"'`]+)/g)].map(([, name = ""]) => decodeURI(name)))].sort();
}

/** For people. */
export function withoutFileMarks(code: string): string {
  return code.replaceAll(/, "\$stepwright_file:[^"]*"|\$stepwright_place\(|, "\$stepwright_place_file:[^"]*"\)/g, "");
}

/** A constant that holds such a place belongs to those who use it: making one does nothing else. */
function placeEdits(file: ts.SourceFile): Edit[] {
  return file.statements.flatMap((statement) => {
    if (!ts.isVariableStatement(statement)) return [];
    return statement.declarationList.declarations.flatMap(({ initializer }) =>
      initializer !== undefined && isPlace(initializer, file.fileName) ? pureExpression(file, initializer) : [],
    );
  });
}

/** Whether an expression is such a place, or its path or text: `fileURLToPath(new URL("./job.ts", import.meta.url))`. */
export function isPlace(node: ts.Expression, from: string): boolean {
  if (ts.isPropertyAccessExpression(node)) return ["href", "pathname"].includes(node.name.text) && isPlace(node.expression, from);
  if (!ts.isNewExpression(node) && !ts.isCallExpression(node)) return textOfPlace(node) !== undefined;
  const [first] = node.arguments ?? [];
  const isPathOf = ts.isCallExpression(node) && calledName(node.expression) === "fileURLToPath";
  return namedBy(node, from) !== undefined || (isPathOf && first !== undefined && isPlace(first, from));
}

function namedBy(node: ts.NewExpression | ts.CallExpression, from: string): string | undefined {
  const [first, ...others] = node.arguments ?? [];
  if (first === undefined) return undefined;
  if (ts.isNewExpression(node)) {
    const isUrl = ts.isIdentifier(node.expression) && node.expression.text === "URL" && others.length === 1;
    return isUrl && isMeta(others[0], "url") && ts.isStringLiteralLike(first) ? besides(first.text, from) : undefined;
  }
  if (isMeta(node.expression, "resolve"))
    return ts.isStringLiteralLike(first) && first.text.startsWith(".") ? besides(first.text, from) : undefined;
  const isPath = ["join", "resolve"].includes(calledName(node.expression)) && others.length > 0;
  if (!isPath || !isFolder(first)) return undefined;
  return others.every(ts.isStringLiteralLike) ? resolve(dirname(from), ...others.map(({ text }) => text)) : undefined;
}

/** What follows the folder of the code in a text that begins with it: `/job.py`. */
function textOfPlace(node: ts.Node): string | undefined {
  if (ts.isTemplateExpression(node)) {
    const [span, more] = node.templateSpans;
    const isPlace = node.head.text === "" && more === undefined && span !== undefined && isFolder(span.expression);
    return isPlace ? span.literal.text : undefined;
  }
  const isSum = ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.PlusToken;
  return isSum && isFolder(node.left) && ts.isStringLiteralLike(node.right) ? node.right.text : undefined;
}

const isFolder = (node: ts.Expression): boolean => isMeta(node, "dirname") || (ts.isIdentifier(node) && node.text === "__dirname");

function besides(specifier: string, from: string): string | undefined {
  const url = URL.parse(specifier, pathToFileURL(from).href);
  try {
    return url?.protocol === "file:" ? fileURLToPath(url) : undefined;
  } catch {
    return undefined;
  }
}

function isMeta(node: ts.Node | undefined, property: string): boolean {
  return node !== undefined && ts.isPropertyAccessExpression(node) && node.name.text === property && ts.isMetaProperty(node.expression);
}

function calledName(callee: ts.Expression): string {
  if (ts.isIdentifier(callee)) return callee.text;
  return ts.isPropertyAccessExpression(callee) ? callee.name.text : "";
}
