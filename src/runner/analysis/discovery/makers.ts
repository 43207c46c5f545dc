import { topLevelBindings } from "../bindings.ts";
import { literalProperty } from "../literals.ts";
import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";

/** What a function makes when it is called. */
export interface Maker {
  readonly kind: "step" | "pipeline";
  /** Of pipelines: made dynamic by the helper itself. */
  readonly dynamic: boolean;
}

/** The names in a file under which steps and pipelines are made. */
export interface Makers {
  /** `step`, or whatever it was imported as; house helpers. */
  readonly named: ReadonlyMap<string, Maker>;
  /** `sw` of `sw.step(…)`. */
  readonly namespaces: ReadonlySet<string>;
}

/** Of a file that cannot be read, or is just being read. */
export const noMakers: Makers = { named: new Map(), namespaces: new Set() };

/** What a local file exports that makes steps or pipelines, by exported name; asked for each relative import. */
export type ImportedMakers = (specifier: string) => ReadonlyMap<string, Maker>;

const ours: ReadonlyMap<string, Maker> = new Map([
  ["step", { kind: "step", dynamic: false }],
  ["pipeline", { kind: "pipeline", dynamic: false }],
]);

/** Reads the imports of a file, then the helpers that it builds on them. */
export const makersOf = (file: ts.SourceFile, imported: ImportedMakers): Makers => {
  const named = new Map<string, Maker>();
  const namespaces = new Set<string>();
  for (const { local, exported, specifier } of importsOf(file)) {
    if (specifier !== "stepwright" && !specifier.startsWith(".")) continue;
    const isOurs = specifier === "stepwright";
    const maker = exported === undefined ? undefined : (isOurs ? ours : imported(specifier)).get(exported);
    if (maker !== undefined) named.set(local, maker);
    if (isOurs && (exported === undefined || exported === "default")) namespaces.add(local);
  }
  const makers = { named, namespaces };
  // A helper stands before those that build on it, in nearly every file; function declarations may be the other way round.
  for (const binding of [...topLevelBindings(file), ...topLevelBindings(file)]) {
    const made = binding.value && madeByCalling(binding.value, makers);
    if (made !== undefined) named.set(binding.path, made);
  }
  return makers;
};

interface Import {
  readonly local: string;
  /** Undefined for the whole module. */
  readonly exported: string | undefined;
  readonly specifier: string;
}

function* importsOf(file: ts.SourceFile): Generator<Import> {
  for (const statement of file.statements) {
    if (ts.isImportDeclaration(statement) && ts.isStringLiteral(statement.moduleSpecifier))
      yield* importClause(statement.importClause, statement.moduleSpecifier.text);
    if (ts.isExportDeclaration(statement)) yield* passedOn(statement);
    if (ts.isVariableStatement(statement)) for (const declaration of statement.declarationList.declarations) yield* requires(declaration);
  }
}

function* importClause(clause: ts.ImportClause | undefined, specifier: string): Generator<Import> {
  if (clause === undefined || clause.phaseModifier === ts.SyntaxKind.TypeKeyword) return;
  if (clause.name) yield { local: clause.name.text, exported: "default", specifier };
  const bindings = clause.namedBindings;
  if (bindings === undefined) return;
  if (ts.isNamespaceImport(bindings)) yield { local: bindings.name.text, exported: undefined, specifier };
  else for (const { name, propertyName } of bindings.elements) yield { local: name.text, exported: (propertyName ?? name).text, specifier };
}

/** `export { step as task } from "stepwright"`: no name here, but a maker for those that import it from here. */
function* passedOn({ exportClause, moduleSpecifier }: ts.ExportDeclaration): Generator<Import> {
  if (exportClause === undefined || !ts.isNamedExports(exportClause) || !moduleSpecifier || !ts.isStringLiteral(moduleSpecifier)) return;
  for (const { name, propertyName } of exportClause.elements)
    yield { local: name.text, exported: (propertyName ?? name).text, specifier: moduleSpecifier.text };
}

/** `const { step } = require("stepwright")`, `const sw = require("stepwright")`, `const step = require("stepwright").step`. */
function* requires({ name, initializer }: ts.VariableDeclaration): Generator<Import> {
  const value = initializer && unwrap(initializer);
  if (value === undefined) return;
  if (ts.isPropertyAccessExpression(value)) {
    const specifier = required(value.expression);
    if (specifier !== undefined && ts.isIdentifier(name)) yield { local: name.text, exported: value.name.text, specifier };
    return;
  }
  const specifier = required(value);
  if (specifier === undefined || ts.isArrayBindingPattern(name)) return;
  if (ts.isIdentifier(name)) yield { local: name.text, exported: undefined, specifier };
  else {
    for (const { name: local, propertyName } of name.elements) {
      const exported = propertyName ?? local;
      if (ts.isIdentifier(local) && ts.isIdentifier(exported)) yield { local: local.text, exported: exported.text, specifier };
    }
  }
}

const required = (node: ts.Expression): string | undefined => {
  const [argument] =
    ts.isCallExpression(node) && ts.isIdentifier(node.expression) && node.expression.text === "require" ? node.arguments : [];
  return argument !== undefined && ts.isStringLiteral(argument) ? argument.text : undefined;
};

/** The maker that an expression names: `step`, `sw.step`, `myStep`. */
export const makerNamed = (node: ts.Expression, { named, namespaces }: Makers): Maker | undefined => {
  if (ts.isIdentifier(node)) return named.get(node.text);
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return undefined;
  return namespaces.has(node.expression.text) ? ours.get(node.name.text) : named.get(`${node.expression.text}.${node.name.text}`);
};

/** What a function gives back when called: `fn => step({ retry }, fn)`; also another name of a maker. */
const madeByCalling = (value: ts.Node, makers: Makers): Maker | undefined => {
  if (ts.isExpression(value)) {
    const node = unwrap(value);
    const alias = makerNamed(node, makers);
    if (alias !== undefined) return alias;
    if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return made(node.body, makers);
    return ts.isArrowFunction(node) || ts.isFunctionExpression(node) ? madeByBody(node.body, makers) : undefined;
  }
  return ts.isFunctionDeclaration(value) ? madeByBody(value.body, makers) : undefined;
};

const madeByBody = (body: ts.ConciseBody | undefined, makers: Makers): Maker | undefined => {
  if (body === undefined || !ts.isBlock(body)) return undefined;
  const returned = body.statements.findLast(ts.isReturnStatement)?.expression;
  return returned && made(returned, makers);
};

/** The step or pipeline that an expression makes, with whatever is called around it. */
export const made = (expression: ts.Expression, makers: Makers): (Maker & { readonly name?: string }) | undefined => {
  const node = unwrap(expression);
  if (!ts.isCallExpression(node)) return undefined;
  const { expression: callee } = node;
  const maker = makerNamed(callee, makers);
  const inner = maker ?? (ts.isPropertyAccessExpression(callee) ? made(callee.expression, makers) : undefined);
  return inner === undefined ? firstMade(node.arguments, makers) : withOptions(inner, node.arguments);
};

const firstMade = (expressions: readonly ts.Expression[], makers: Makers): (Maker & { readonly name?: string }) | undefined => {
  for (const expression of expressions) {
    const found = made(expression, makers);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** Literal options say the name, and whether a pipeline is dynamic. */
export const withOptions = <M extends Maker>(maker: M, given: readonly ts.Expression[]): M & { readonly name?: string } => {
  const options = given.map(unwrap).find(ts.isObjectLiteralExpression);
  const name = options && literalProperty(options, "name");
  const dynamic = options !== undefined && literalProperty(options, "dynamic") === true;
  return { ...maker, dynamic: maker.kind === "pipeline" && (maker.dynamic || dynamic), ...(typeof name === "string" && { name }) };
};
