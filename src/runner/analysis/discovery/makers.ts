import { topLevelBindings } from "../bindings.ts";
import { literalProperty } from "../literals.ts";
import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import { importedNames } from "./import-names.ts";

/** What a function makes when it is called. */
export interface Maker {
  readonly kind: "step" | "pipeline";
  /** Of pipelines: made dynamic by the helper itself. */
  readonly dynamic: boolean;
  /** The SDK's own function, under whatever name; false for a helper that calls it. */
  readonly own: boolean;
}

/** By name as it is written where it is called: `step`, `sw.step`, `myStep`, `house.myStep`. */
export type Makers = ReadonlyMap<string, Maker>;

/** Of a file that cannot be read, or is just being read. */
export const noMakers: Makers = new Map();

/** What authors import from; a file that does not contain it defines nothing by itself. */
export const packageName = "stepwright";

const ours: Makers = new Map([
  ["step", { kind: "step", dynamic: false, own: true }],
  ["pipeline", { kind: "pipeline", dynamic: false, own: true }],
]);

/** The makers of one file. */
export interface FileMakers {
  /** Those that its own code can call. */
  readonly local: Makers;
  /** What it passes on without a name of its own (`export … from`), by exported name. */
  readonly passedOn: Makers;
}

/** Reads the imports of a file, then the helpers that it builds on them. `imported` is asked for the exports of every other module. */
export const makersOf = (file: ts.SourceFile, imported: (specifier: string) => Makers): FileMakers => {
  const local = new Map<string, Maker>();
  const passedOn = new Map<string, Maker>();
  for (const name of importedNames(file)) {
    const makers = name.specifier === packageName ? ours : imported(name.specifier);
    const into = name.passedOn ? passedOn : local;
    if (name.exported === undefined) for (const [key, maker] of makers) into.set(name.local === "*" ? key : `${name.local}.${key}`, maker);
    else copyUnder(makers, name.exported, name.local, into);
    // CommonJS interoperation: the default import of a package is the whole of it.
    if (name.exported === "default" && name.specifier === packageName)
      for (const [key, maker] of ours) into.set(`${name.local}.${key}`, maker);
  }
  if (local.size === 0) return { local, passedOn };
  // A helper stands before those that build on it, in nearly every file; function declarations may be the other way round.
  for (const binding of [...topLevelBindings(file), ...topLevelBindings(file)]) {
    const maker = binding.value && madeByCalling(binding.value, local);
    if (maker !== undefined) local.set(binding.path, maker);
  }
  return { local, passedOn };
};

/** `task` gets what `step` means; where `kit` is an object or a namespace, `mine.step` gets what `kit.step` means. */
export const copyUnder = (from: Makers, name: string, newName: string, into: Map<string, Maker>): void => {
  for (const [key, maker] of from) if (key === name || key.startsWith(`${name}.`)) into.set(newName + key.slice(name.length), maker);
};

/** The maker that an expression names: `step`, `sw.step`, `myStep`. */
export const makerNamed = (node: ts.Expression, makers: Makers): Maker | undefined => {
  const name = dottedName(node);
  return name === undefined ? undefined : makers.get(name);
};

/** `a.b.c` as text; undefined for anything but names. */
const dottedName = (node: ts.Expression): string | undefined => {
  if (ts.isIdentifier(node)) return node.text;
  if (!ts.isPropertyAccessExpression(node)) return undefined;
  const left = dottedName(node.expression);
  return left === undefined ? undefined : `${left}.${node.name.text}`;
};

/** What a function gives back when called: `fn => step({ retry }, fn)`; also another name of a maker. */
const madeByCalling = (value: ts.Node, makers: Makers): Maker | undefined => {
  if (ts.isExpression(value)) {
    const node = unwrap(value);
    const alias = makerNamed(node, makers);
    if (alias !== undefined) return alias;
    if (ts.isArrowFunction(node) && !ts.isBlock(node.body)) return helper(made(node.body, makers));
    return ts.isArrowFunction(node) || ts.isFunctionExpression(node) ? madeByBody(node.body, makers) : undefined;
  }
  return ts.isFunctionDeclaration(value) ? madeByBody(value.body, makers) : undefined;
};

const madeByBody = (body: ts.ConciseBody | undefined, makers: Makers): Maker | undefined => {
  if (body === undefined || !ts.isBlock(body)) return undefined;
  const returned = body.statements.findLast(ts.isReturnStatement)?.expression;
  return returned && helper(made(returned, makers));
};

const helper = (maker: Maker | undefined): Maker | undefined => maker && { kind: maker.kind, dynamic: maker.dynamic, own: false };

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
