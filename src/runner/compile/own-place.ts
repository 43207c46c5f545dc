import { pathToFileURL } from "node:url";
import ts from "../analysis/typescript.ts";
import { inPlace, type Edit } from "../analysis/project/edits.ts";
import type { ModuleFormat } from "../analysis/project/package-json.ts";

/**
 * A bundle is one module in one place, while its files stand in many. What a file can say about its own place is therefore replaced
 * by a call of a function appended to that file: `import.meta` by `$sw(2)`, `__dirname` by `$sw(3)`, and so on. A function
 * declaration works before its line is reached, and its call is short enough to stand exactly where the original stood, so that no
 * line or column of the file moves.
 */
export interface OwnPlace {
  readonly edits: readonly Edit[];
  /** To be appended to the file; empty where nothing was replaced. */
  readonly helper: string;
}

/** What can be asked of a file's own place, by its number in the calls. */
const parts = { require: 0, import: 1, meta: 2, __dirname: 3, __filename: 4 } as const;
type Part = keyof typeof parts;

const mentions = /\bimport\s*\(|\bimport\s*\.\s*meta\b|\brequire\b|\b__dirname\b|\b__filename\b/;

/**
 * Finds what a file says about its own place: `import.meta`, `import(x)` and `require(x)` of something that is not a literal,
 * `require.resolve`, and in CommonJS files `__dirname` and `__filename`. A `require("literal")` is left to the bundler.
 */
export function ownPlace(file: ts.SourceFile, format: ModuleFormat): OwnPlace {
  const { text } = file;
  if (!mentions.test(text)) return { edits: [], helper: "" };
  const call = unusedName(text);
  const edits: Edit[] = [];
  const declared = declaredNames(file);
  const replace = (node: ts.Node, part: Part): void => {
    edits.push(inPlace(text, node.getStart(file), node.getEnd(), `${call}(${String(parts[part])})`));
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) && !ts.isExpressionWithTypeArguments(node)) return;
    if (ts.isMetaProperty(node) && node.keywordToken === ts.SyntaxKind.ImportKeyword) replace(node, "meta");
    else if (isOpenImport(node)) replace(node.expression, "import");
    else if (ts.isIdentifier(node) && isOwnName(node.text) && !declared.has(node.text) && isReference(node)) {
      if (node.text === "require" ? !isStaticRequire(node) : format === "cjs") {
        // `{ __dirname }` has no room for a call: the rest of this one line moves.
        if (ts.isShorthandPropertyAssignment(node.parent)) {
          edits.push({ start: node.getEnd(), end: node.getEnd(), text: `: ${call}(${String(parts[node.text])})` });
        } else replace(node, node.text);
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(file);
  return { edits, helper: edits.length === 0 ? "" : helper(call, file.fileName) };
}

/** The appended function. What it returns is made once a file, so that `import.meta === import.meta`. */
function helper(call: string, path: string): string {
  const url = JSON.stringify(pathToFileURL(path).href);
  return [
    `;function ${call}(part) {`,
    `return (${call}.parts ??= (() => {`,
    `const { createRequire } = globalThis.process.getBuiltinModule("node:module");`,
    `const { dirname, isAbsolute } = globalThis.process.getBuiltinModule("node:path");`,
    `const { fileURLToPath, pathToFileURL } = globalThis.process.getBuiltinModule("node:url");`,
    `const url = ${url}, filename = fileURLToPath(url), require = createRequire(url);`,
    `const resolve = (specifier) => {`,
    `if (/^[.]{0,2}[/]/.test(specifier)) return new URL(specifier, url).href;`,
    `if (URL.canParse(specifier)) return specifier;`,
    `const found = require.resolve(specifier);`,
    `return isAbsolute(found) ? pathToFileURL(found).href : "node:" + found.replace(/^node:/, "");`,
    `};`,
    `const meta = { __proto__: null, dirname: dirname(filename), filename, main: false, resolve, url };`,
    `return [require, async (specifier, options) => import(resolve(String(specifier)), options), meta, meta.dirname, filename];`,
    `})())[part];`,
    `}`,
  ].join(" ");
}

/** `$sw`, or another name of three letters that the text does not have: `import(x)` has room for no more. */
function unusedName(text: string): string {
  const others = Array.from({ length: 26 }, (_, index) => `$s${String.fromCharCode("a".charCodeAt(0) + index)}`);
  const free = ["$sw", ...others].find((name) => !text.includes(name));
  if (free === undefined) throw new Error("Every name of the form $s? is taken.");
  return free;
}

/** `import(x)` of anything but a literal, which the bundler cannot follow. */
function isOpenImport(node: ts.Node): node is ts.CallExpression {
  if (!ts.isCallExpression(node) || node.expression.kind !== ts.SyntaxKind.ImportKeyword) return false;
  const [specifier] = node.arguments;
  return specifier !== undefined && !ts.isStringLiteralLike(specifier);
}

function isOwnName(name: string): name is "require" | "__dirname" | "__filename" {
  return name === "require" || name === "__dirname" || name === "__filename";
}

function isStaticRequire(node: ts.Identifier): boolean {
  const { parent } = node;
  if (!ts.isCallExpression(parent) || parent.expression !== node) return false;
  const [specifier] = parent.arguments;
  return specifier !== undefined && ts.isStringLiteralLike(specifier);
}

/** Whether an identifier stands for a value, and not for a property or label of that name. */
function isReference(node: ts.Identifier): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent)) return parent.name !== node;
  if (ts.isPropertyAssignment(parent)) return parent.name !== node;
  return !(ts.isMethodDeclaration(parent) || ts.isPropertyDeclaration(parent) || ts.isAccessor(parent) || ts.isExportSpecifier(parent));
}

/** The own names that a file declares anywhere itself, such as `const __dirname = dirname(…)`: those mean what the file says. */
function declaredNames(file: ts.SourceFile): ReadonlySet<string> {
  const names = new Set<string>();
  const visit = (node: ts.Node): void => {
    if (isNamed(node) && node.name !== undefined && ts.isIdentifier(node.name) && isOwnName(node.name.text)) names.add(node.name.text);
    ts.forEachChild(node, visit);
  };
  visit(file);
  return names;
}

function isNamed(
  node: ts.Node,
): node is
  ts.VariableDeclaration | ts.ParameterDeclaration | ts.BindingElement | ts.FunctionDeclaration | ts.ImportClause | ts.ImportSpecifier {
  return (
    ts.isVariableDeclaration(node) ||
    ts.isParameter(node) ||
    ts.isBindingElement(node) ||
    ts.isFunctionDeclaration(node) ||
    ts.isImportClause(node) ||
    ts.isImportSpecifier(node)
  );
}
