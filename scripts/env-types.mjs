import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import ts from "typescript";
import { root } from "./stamp.mjs";

/**
 * Makes `dist/types/stepwright-env.d.ts`: the public types in one file that stands by itself, for a workspace that has no package
 * installed. Each declaration file becomes an ambient module. What its types take from the schema library is written out, because
 * that library is not there either.
 */

const types = join(root, "dist", "types");
const entry = join(types, "index.d.ts");

/** Flags that write a type out as a person would, as far as it goes. */
const flags =
  ts.NodeBuilderFlags.NoTruncation |
  ts.NodeBuilderFlags.IgnoreErrors |
  ts.NodeBuilderFlags.InTypeAlias |
  ts.NodeBuilderFlags.UseFullyQualifiedType |
  ts.NodeBuilderFlags.MultilineObjectLiterals;

export function makeEnvTypes() {
  const program = ts.createProgram([entry], {
    module: ts.ModuleKind.NodeNext,
    target: ts.ScriptTarget.ES2024,
    lib: ["lib.es2024.d.ts"],
    types: [],
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  });
  const needed = neededBy(program);
  const modules = reachable(program).flatMap((file) => ambient(program, file, needed));
  writeFileSync(join(types, "stepwright-env.d.ts"), [header, importMeta, ...modules, standardSchema(), ""].join("\n\n"));
}

/**
 * The statements that the public names lead to: a file holds more than authors see.
 * @param {ts.Program} program
 */
function neededBy(program) {
  const checker = program.getTypeChecker();
  /** @type {Set<ts.Node>} */
  const needed = new Set();
  /** @param {ts.Symbol | undefined} symbol */
  const want = (symbol) => {
    const meant = symbol && symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
    for (const declaration of meant?.declarations ?? []) {
      const statement = ts.findAncestor(declaration, (node) => node.parent !== undefined && ts.isSourceFile(node.parent));
      if (statement === undefined || needed.has(statement) || !statement.getSourceFile().fileName.startsWith(types.replaceAll("\\", "/")))
        continue;
      needed.add(statement);
      if (isSchemaType(statement)) continue;
      /** @param {ts.Node} node */
      const look = (node) => {
        if (ts.isIdentifier(node)) want(checker.getSymbolAtLocation(node));
        ts.forEachChild(node, look);
      };
      look(statement);
    }
  };
  const module = checker.getSymbolAtLocation(/** @type {ts.SourceFile} */ (program.getSourceFile(entry)));
  for (const symbol of module === undefined ? [] : checker.getExportsOfModule(module)) want(symbol);
  // What is written out of a schema names these.
  for (const [file, name] of named) {
    const source = program.getSourceFile(join(types, file));
    const symbol = source && checker.getSymbolAtLocation(source);
    want(symbol && checker.getExportsOfModule(symbol).find((each) => each.name === name));
  }
  return needed;
}

/** Types that stand by their name in what is written out. */
const named = /** @type {const} */ ([
  ["model/failure.d.ts", "ThrownError"],
  ["model/spec.d.ts", "Binding"],
  ["model/json.d.ts", "Json"],
]);

/** A type that a schema gives. @param {ts.Node} statement */
const isSchemaType = (statement) => ts.isTypeAliasDeclaration(statement) && /\bz\./.test(statement.getText());

/** Whether Node runs a file as the program; the types of Node say so too, where they are installed. */
const importMeta = `interface ImportMeta {
  main: boolean;
}`;

const header = `// Types of the package \`stepwright\`, written by its extension for folders that do not have it installed.
// It may be checked in. Delete it once the package itself is installed.`;

/** The types of schemas that other libraries give, whole: one small file of types and nothing else (MIT license). */
function standardSchema() {
  const file = createRequire(import.meta.url)
    .resolve("@standard-schema/spec")
    .replace(/index\.\w+$/, "index.d.ts");
  const text = readFileSync(file, "utf8")
    .replaceAll(/^(export )?declare /gm, "$1")
    .trim();
  return `declare module ${JSON.stringify(standardSchemaName)} {\n${text.replaceAll(/^(?=.)/gm, "  ")}\n}`;
}

const standardSchemaName = "stepwright/internal/standard-schema";

/** @param {ts.Program} program */
function reachable(program) {
  /** @type {ts.SourceFile[]} */
  const found = [];
  /** @param {string} path */
  const visit = (path) => {
    const file = program.getSourceFile(path);
    if (file === undefined || found.includes(file)) return;
    found.push(file);
    for (const specifier of specifiersOf(file)) if (specifier.startsWith(".")) visit(target(path, specifier));
  };
  visit(entry);
  // What is written out of a schema names them in place, and no import leads there.
  for (const [file] of named) visit(join(types, file));
  return found;
}

/** @param {ts.SourceFile} file */
function specifiersOf(file) {
  return file.statements.flatMap((statement) =>
    (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) &&
    statement.moduleSpecifier !== undefined &&
    ts.isStringLiteral(statement.moduleSpecifier)
      ? [statement.moduleSpecifier.text]
      : [],
  );
}

/**
 * @param {string} from
 * @param {string} specifier
 */
const target = (from, specifier) => resolve(dirname(from), specifier).replace(/\.ts$/, ".d.ts");

/** The name of the ambient module that a declaration file becomes. @param {string} path */
const nameOf = (path) =>
  path === entry
    ? "stepwright"
    : `stepwright/internal/${relative(types, path)
        .replaceAll("\\", "/")
        .replace(/(\.d)?\.ts$/, "")}`;

/**
 * @param {ts.Program} program
 * @param {ts.SourceFile} file
 * @param {ReadonlySet<ts.Node>} needed
 */
function ambient(program, file, needed) {
  const checker = program.getTypeChecker();
  const printer = ts.createPrinter();
  const kept = file.statements.flatMap((statement) => {
    if (ts.isExportDeclaration(statement)) return file.fileName === entry ? [redirected(statement.getText(file), file.fileName)] : [];
    if (ts.isImportDeclaration(statement) || !needed.has(statement)) return [];
    const text = statement.getFullText(file).trim();
    if (!isSchemaType(statement)) {
      // A schema is a value of the product; authors only see its type.
      if (/\bz\./.test(statement.getText(file))) return [];
      return [redirected(text.replace(/^export declare /m, "export ").replace(/^declare /m, ""), file.fileName)];
    }
    const { name } = /** @type {ts.TypeAliasDeclaration} */ (statement);
    const node = checker.typeToTypeNode(checker.getTypeAtLocation(name), undefined, flags);
    if (node === undefined) throw new Error(`${name.text} cannot be written out.`);
    return [`export type ${name.text} = ${redirectedImports(printer.printNode(ts.EmitHint.Unspecified, node, file))};`];
  });
  if (kept.length === 0) return [];
  const body = [...importsOf(file, kept.join("\n")), ...kept].join("\n").replaceAll(/^(?=.)/gm, "  ");
  return [`declare module ${JSON.stringify(nameOf(file.fileName))} {\n${body}\n}`];
}

/**
 * The imports whose names the kept text uses.
 * @param {ts.SourceFile} file
 * @param {string} text
 */
function importsOf(file, text) {
  return file.statements.flatMap((statement) => {
    if (
      !ts.isImportDeclaration(statement) ||
      !ts.isStringLiteral(statement.moduleSpecifier) ||
      !/^\.|^@standard-schema\/spec$/.test(statement.moduleSpecifier.text)
    )
      return [];
    const bindings = statement.importClause?.namedBindings;
    if (bindings === undefined || !ts.isNamedImports(bindings)) return [];
    const used = bindings.elements.filter(({ name }) => new RegExp(`\\b${name.text}\\b`).test(text.replaceAll(/\/\*[\s\S]*?\*\//g, "")));
    if (used.length === 0) return [];
    const specifier = statement.moduleSpecifier.text;
    const from = specifier.startsWith(".") ? nameOf(target(file.fileName, specifier)) : standardSchemaName;
    return [
      `import type { ${used.map((element) => element.getText(file).replace(/^type /, "")).join(", ")} } from ${JSON.stringify(from)};`,
    ];
  });
}

/**
 * @param {string} text
 * @param {string} from
 */
const redirected = (text, from) =>
  redirectedImports(
    text.replaceAll(
      /(from |import\()"(\.[^"]+)"/g,
      (_, before, specifier) => `${before}${JSON.stringify(nameOf(target(from, specifier)))}`,
    ),
  );

/** @param {string} text */
const redirectedImports = (text) =>
  text
    .replaceAll(/import\("[^"]*\/zod\/[^"]*"[^)]*\)\.JSONType/g, 'import("stepwright/internal/model/json").Json')
    .replaceAll(/import\("((?:\/|[A-Za-z]:)[^"]+|[^"]*internal[^"]*)"(?:, \{[^)]*\})?\)/g, (whole, /** @type {string} */ printed) => {
      // The printer writes letters that are not ASCII as `\u00e9`.
      const path = `${JSON.parse(`"${printed}"`)}.d.ts`;
      return existsSync(path) ? `import(${JSON.stringify(nameOf(path))})` : whole;
    });
