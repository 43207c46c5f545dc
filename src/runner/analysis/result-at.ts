import { topLevelBindings } from "./bindings.ts";
import ts from "./typescript.ts";
import { unwrap } from "./unwrap.ts";

/** What a place in a source stands for: a definition, or what a call gives. */
export type ResultPlace =
  /** A top-level name: `train`, `steps.train`. */
  | { readonly kind: "definition"; readonly binding: string }
  | {
      readonly kind: "call";
      /** The top-level binding that the call stands in: the pipeline. */
      readonly within: string;
      /** The last name of what is called: `train` of `steps.train.withOptions({…})(data)`. */
      readonly callee: string;
      /** Which of the calls of that name in the binding it is, from 0. */
      readonly nth: number;
      /** Of the call; from 1. */
      readonly line: number;
      /** The part of the result that the name holds: by name, or by position. Absent for the whole. */
      readonly output?: string | number;
    };

/**
 * What the name at a position stands for, read from syntax alone: the name of a step or pipeline, a call, or a variable that holds
 * what a call gives, where it is declared and where it is used.
 *
 * @param position offset in the text
 */
export const resultAt = (file: ts.SourceFile, position: number): ResultPlace | undefined => {
  const name = identifierAt(file, position);
  if (name === undefined) return undefined;
  const binding = [...topLevelBindings(file)].find((candidate) => candidate.name === name);
  if (binding !== undefined) return { kind: "definition", binding: binding.path };
  const within = enclosing(file, name);
  const called = callOf(name);
  if (called !== undefined && within !== undefined) return place(within, called);
  const declared = declarationOf(name);
  if (declared === undefined) {
    const top = [...topLevelBindings(file)].find(({ path }) => path === name.text);
    return top && { kind: "definition", binding: top.path };
  }
  return within === undefined ? undefined : heldBy(within, declared);
};

/** Every call in a top-level binding that begins on a line, outermost first. */
export const callsOnLine = (file: ts.SourceFile, line: number): (ResultPlace & { readonly kind: "call" })[] => {
  const found: (ResultPlace & { readonly kind: "call" })[] = [];
  const first = line - 1;
  for (const binding of topLevelBindings(file)) {
    if (binding.value === undefined || !spans(file, binding.value, first)) continue;
    for (const call of calls(binding.value)) {
      if (lineOf(file, call) === first && call.parent !== binding.value.parent) found.push(place(binding, call));
    }
    if (found.length > 0) break;
  }
  return found;
};

/** The innermost top-level binding around a line, from 1; absent between them. */
export const bindingAround = (file: ts.SourceFile, line: number): string | undefined =>
  [...topLevelBindings(file)].findLast(({ value }) => value !== undefined && spans(file, value, line - 1))?.path;

interface Within {
  readonly path: string;
  readonly value: ts.Node | undefined;
}

const spans = (file: ts.SourceFile, node: ts.Node, line: number): boolean =>
  lineOf(file, node) <= line && line <= file.getLineAndCharacterOfPosition(node.end).line;

const lineOf = (file: ts.SourceFile, node: ts.Node): number => file.getLineAndCharacterOfPosition(node.getStart(file)).line;

const identifierAt = (file: ts.SourceFile, position: number): ts.Identifier | undefined => {
  const visit = (node: ts.Node): ts.Identifier | undefined => {
    if (position < node.getStart(file) || position >= node.end + (ts.isIdentifier(node) ? 1 : 0)) return undefined;
    return ts.isIdentifier(node) ? node : ts.forEachChild(node, visit);
  };
  return ts.forEachChild(file, visit);
};

const enclosing = (file: ts.SourceFile, node: ts.Node): Within | undefined =>
  [...topLevelBindings(file)].findLast(({ value }) => value !== undefined && value.pos <= node.pos && node.end <= value.end);

/** The call whose callee the name belongs to: of `train(…)`, `steps.train(…)`, `train.withOptions({…})(…)`. */
const callOf = (name: ts.Identifier): ts.CallExpression | undefined => {
  let node: ts.Node = name;
  let call: ts.CallExpression | undefined;
  for (;;) {
    const { parent } = node;
    if (ts.isPropertyAccessExpression(parent)) node = parent;
    else if (ts.isCallExpression(parent) && parent.expression === node) {
      call = parent;
      node = parent;
    } else return call;
  }
};

/** The last name of what is called that is not an option: `withOptions` and what it is given are about the call. */
const calleeOf = (call: ts.CallExpression): string | undefined => {
  let node: ts.Expression = unwrap(call.expression);
  while (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) node = unwrap(node.expression.expression);
  if (ts.isPropertyAccessExpression(node)) return node.name.text === "map" ? lastName(node.expression) : node.name.text;
  return lastName(node);
};

const lastName = (node: ts.Expression): string | undefined => {
  const inner = unwrap(node);
  if (ts.isPropertyAccessExpression(inner)) return inner.name.text;
  return ts.isIdentifier(inner) ? inner.text : undefined;
};

/** The calls in a node in the order in which they happen: arguments before what they are handed to. */
function* calls(node: ts.Node): Generator<ts.CallExpression> {
  const children: ts.Node[] = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* calls(child);
  if (ts.isCallExpression(node)) yield node;
}

const place = ({ path, value }: Within, call: ts.CallExpression, output?: string | number): ResultPlace & { readonly kind: "call" } => {
  const callee = calleeOf(call) ?? "";
  const same = value === undefined ? [] : [...calls(value)].filter((each) => calleeOf(each) === callee);
  const file = call.getSourceFile();
  return {
    kind: "call",
    within: path,
    callee,
    nth: Math.max(0, same.indexOf(call)),
    line: lineOf(file, call) + 1,
    ...(output !== undefined && { output }),
  };
};

type Declared = ts.VariableDeclaration | ts.BindingElement;

/** Where the variable of that name is declared, seen from the name, inside of functions. */
const declarationOf = (name: ts.Identifier): Declared | undefined => {
  for (let scope: ts.Node = name; !ts.isSourceFile(scope); scope = scope.parent) {
    if (!ts.isBlock(scope)) continue;
    for (const statement of scope.statements) {
      if (!ts.isVariableStatement(statement)) continue;
      for (const declaration of statement.declarationList.declarations) {
        const found = named(declaration, name.text);
        if (found !== undefined) return found;
      }
    }
  }
  return undefined;
};

const named = (declared: Declared, text: string): Declared | undefined => {
  if (ts.isIdentifier(declared.name)) return declared.name.text === text ? declared : undefined;
  for (const element of declared.name.elements) {
    const found = ts.isOmittedExpression(element) ? undefined : named(element, text);
    if (found !== undefined) return found;
  }
  return undefined;
};

/** What a declaration holds, where a call gives it. */
const heldBy = (within: Within, declared: Declared): ResultPlace | undefined => {
  let output: string | number | undefined;
  let node: Declared = declared;
  while (ts.isBindingElement(node)) {
    const pattern: ts.BindingPattern = node.parent;
    output = ts.isArrayBindingPattern(pattern) ? pattern.elements.indexOf(node) : propertyOf(node);
    const { parent } = pattern;
    if (ts.isParameter(parent)) return undefined;
    node = parent;
  }
  const value = node.initializer && unwrap(node.initializer);
  return value !== undefined && ts.isCallExpression(value) ? place(within, value, output) : undefined;
};

const propertyOf = ({ propertyName, name }: ts.BindingElement): string | undefined => {
  const key = propertyName ?? name;
  return ts.isIdentifier(key) || ts.isStringLiteral(key) ? key.text : undefined;
};
