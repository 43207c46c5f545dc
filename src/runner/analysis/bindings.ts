import { keyText } from "./literals.ts";
import ts from "./typescript.ts";
import { unwrap } from "./unwrap.ts";

/** A top-level place of a file that holds a value, as far as the syntax shows it. */
export interface Binding {
  /** `train`, `steps.train`, `steps[0]`, `Training.loadData`, `default`. */
  readonly path: string;
  /** The name or key, to point at. */
  readonly name: ts.Node;
  /** What stands there: the expression, or the static method. Undefined where it comes out of something else (a destructured call). */
  readonly value: ts.Expression | ts.MethodDeclaration | ts.FunctionDeclaration | undefined;
  /** Where its JSDoc comment can stand. */
  readonly documented: readonly ts.Node[];
}

/** By file: long files are asked again and again. */
const known = new WeakMap<ts.SourceFile, readonly Binding[]>();

/** Every top-level binding of a file, and every member of the objects, arrays and classes that such bindings spell out, in source order. */
export const topLevelBindings = (file: ts.SourceFile): readonly Binding[] => {
  const found = known.get(file) ?? [...bindingsOf(file)];
  known.set(file, found);
  return found;
};

function* bindingsOf(file: ts.SourceFile): Generator<Binding> {
  for (const statement of file.statements) {
    if (ts.isVariableStatement(statement)) {
      for (const declaration of statement.declarationList.declarations)
        yield* variable(declaration.name, declaration.initializer, [statement]);
    } else if (ts.isClassDeclaration(statement)) {
      yield* members(statement.name?.text ?? "default", statement);
    } else if (ts.isFunctionDeclaration(statement)) {
      const name = statement.name;
      yield { path: name?.text ?? "default", name: name ?? statement, value: statement, documented: [statement] };
    } else if (ts.isExportAssignment(statement)) {
      yield* held("default", statement, statement.expression, [statement]);
    } else if (ts.isExpressionStatement(statement)) {
      yield* commonJs(statement);
    }
  }
}

function* variable(name: ts.BindingName, value: ts.Expression | undefined, documented: readonly ts.Node[]): Generator<Binding> {
  if (ts.isIdentifier(name)) {
    yield* held(name.text, name, value, documented);
    return;
  }
  for (const [index, element] of name.elements.entries()) {
    if (ts.isOmittedExpression(element)) continue;
    yield* variable(element.name, element.dotDotDotToken ? undefined : part(element, index, value), documented);
  }
}

/** What a destructured element receives, where the right side spells it out. */
const part = (element: ts.BindingElement, index: number, value: ts.Expression | undefined): ts.Expression | undefined => {
  const literal = value && unwrap(value);
  if (literal === undefined) return undefined;
  if (ts.isArrayBindingPattern(element.parent)) {
    if (!ts.isArrayLiteralExpression(literal) || literal.elements.slice(0, index + 1).some(ts.isSpreadElement)) return undefined;
    return literal.elements[index];
  }
  if (!ts.isObjectLiteralExpression(literal)) return undefined;
  const key = keyText(element.propertyName ?? element.name);
  const property = literal.properties.find((candidate) => candidate.name !== undefined && keyText(candidate.name) === key);
  return property !== undefined && ts.isPropertyAssignment(property) ? property.initializer : undefined;
};

function* held(path: string, name: ts.Node, value: ts.Expression | undefined, documented: readonly ts.Node[]): Generator<Binding> {
  yield { path, name, value, documented };
  const inner = value && unwrap(value);
  if (inner === undefined) return;
  if (ts.isArrayLiteralExpression(inner)) {
    for (const [index, element] of inner.elements.entries()) {
      // After a spread the positions are not known from the source.
      if (ts.isSpreadElement(element)) return;
      yield* held(`${path}[${String(index)}]`, element, element, [element]);
    }
  } else if (ts.isObjectLiteralExpression(inner)) {
    for (const property of inner.properties) {
      const key = property.name && keyText(property.name);
      if (property.name === undefined || key === undefined) continue;
      const at = `${path}.${key}`;
      const places = [property];
      if (ts.isPropertyAssignment(property)) yield* held(at, property.name, property.initializer, places);
      else if (ts.isShorthandPropertyAssignment(property))
        yield { path: at, name: property.name, value: property.name, documented: places };
    }
  } else if (ts.isClassExpression(inner)) {
    yield* members(path, inner);
  }
}

function* members(path: string, node: ts.ClassLikeDeclaration): Generator<Binding> {
  for (const member of node.members) {
    const key = member.name && ts.isPropertyName(member.name) ? keyText(member.name) : undefined;
    if (member.name === undefined || key === undefined || !isStatic(member)) continue;
    const at = `${path}.${key}`;
    if (ts.isMethodDeclaration(member)) yield { path: at, name: member.name, value: member, documented: [member] };
    else if (ts.isPropertyDeclaration(member)) yield* held(at, member.name, member.initializer, [member]);
  }
}

const isStatic = (member: ts.ClassElement): boolean =>
  ts.canHaveModifiers(member) && (ts.getModifiers(member)?.some(({ kind }) => kind === ts.SyntaxKind.StaticKeyword) ?? false);

/** `module.exports = …`, `module.exports.train = …`, `exports.train = …`. */
function* commonJs(statement: ts.ExpressionStatement): Generator<Binding> {
  const { expression } = statement;
  if (!ts.isBinaryExpression(expression) || expression.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return;
  const { left, right } = expression;
  if (!ts.isPropertyAccessExpression(left)) return;
  if (isModuleExports(left)) yield* held("default", left, right, [statement]);
  else if (isModuleExports(left.expression) || (ts.isIdentifier(left.expression) && left.expression.text === "exports"))
    yield* held(left.name.text, left.name, right, [statement]);
}

const isModuleExports = (node: ts.Expression): boolean =>
  ts.isPropertyAccessExpression(node) &&
  node.name.text === "exports" &&
  ts.isIdentifier(node.expression) &&
  node.expression.text === "module";
