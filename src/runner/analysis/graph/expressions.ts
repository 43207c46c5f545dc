import { keyText } from "../literals.ts";
import ts from "../typescript.ts";
import { evaluateCall } from "./calls.ts";
import { assign, fileRange, report, textOf, type Machine } from "./machine.ts";
import { madeBy } from "./making.ts";
import { binary, prefix } from "./operators.ts";
import { partOf } from "./patterns.ts";
import type { Scope } from "./scope.ts";
import { either, handlesIn, handleText, jsonOf, truthOf, undefinedValue, type Value } from "./values.ts";

/** What an expression of a pipeline function stands for; step calls in it are recorded on the way. */
export const evaluateExpression = (machine: Machine, node: ts.Expression, scope: Scope): Value => {
  machine.recording.spend();
  const definition = madeBy(machine, node, scope);
  if (definition !== undefined) return definition;
  if (ts.isIdentifier(node)) return named(machine, node, scope);
  if (ts.isCallExpression(node)) return evaluateCall(machine, node, scope);
  if (ts.isPropertyAccessExpression(node)) return member(machine, node, scope);
  if (ts.isElementAccessExpression(node)) return element(machine, node, scope);
  if (ts.isArrowFunction(node) || ts.isFunctionExpression(node)) return { kind: "function", node, scope };
  if (ts.isObjectLiteralExpression(node)) return objectLiteral(machine, node, scope);
  if (ts.isArrayLiteralExpression(node)) return arrayLiteral(machine, node, scope);
  if (ts.isAwaitExpression(node)) return awaited(machine, node, machine.evaluate(node.expression, scope));
  if (ts.isConditionalExpression(node)) return conditional(machine, node, scope);
  if (ts.isBinaryExpression(node)) return binaryExpression(machine, node, scope);
  if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return unary(machine, node, scope);
  if (ts.isTemplateExpression(node)) return template(machine, node, scope);
  if (
    ts.isParenthesizedExpression(node) ||
    ts.isAsExpression(node) ||
    ts.isSatisfiesExpression(node) ||
    ts.isNonNullExpression(node) ||
    ts.isTypeAssertionExpression(node)
  )
    return machine.evaluate(node.expression, scope);
  return literal(node) ?? withoutJson(machine, node, scope) ?? remaining(machine, node, scope);
};

const literal = (node: ts.Expression): Value | undefined => {
  if (ts.isStringLiteralLike(node)) return { kind: "json", value: node.text };
  if (ts.isNumericLiteral(node)) return { kind: "json", value: Number(node.text) };
  switch (node.kind) {
    case ts.SyntaxKind.TrueKeyword:
      return { kind: "json", value: true };
    case ts.SyntaxKind.FalseKeyword:
      return { kind: "json", value: false };
    case ts.SyntaxKind.NullKeyword:
      return { kind: "json", value: null };
    default:
      return undefined;
  }
};

/** What can never be JSON, whatever it holds. */
const withoutJson = (machine: Machine, node: ts.Expression, scope: Scope): Value | undefined => {
  const text = textOf(node);
  if (ts.isNewExpression(node)) {
    const args = (node.arguments ?? []).map((argument) =>
      machine.evaluate(ts.isSpreadElement(argument) ? argument.expression : argument, scope),
    );
    const name = textOf(node.expression);
    if (name === "Array" || name === "Object") return { kind: "unknown", text, of: handlesIn(...args) };
    return { kind: "other", text, what: `an object of class ${name}`, of: handlesIn(...args) };
  }
  if (ts.isRegularExpressionLiteral(node)) return { kind: "other", text, what: "a regular expression", of: [] };
  if (ts.isBigIntLiteral(node)) return { kind: "other", text, what: "a bigint", of: [] };
  return ts.isClassExpression(node) ? { kind: "other", text: "class", what: "a class", of: [] } : undefined;
};

/** Whatever else there is: its parts are read for the calls in them, and of the whole nothing is known. */
const remaining = (machine: Machine, node: ts.Expression, scope: Scope): Value => {
  const parts: Value[] = [];
  ts.forEachChild(node, (child) => {
    if (ts.isExpression(child)) parts.push(machine.evaluate(child, scope));
  });
  return node.kind === ts.SyntaxKind.VoidExpression ? undefinedValue : { kind: "unknown", text: textOf(node), of: handlesIn(...parts) };
};

const named = (machine: Machine, node: ts.Identifier, scope: Scope): Value => {
  const cell = scope.find(node.text);
  if (cell === undefined) return node.text === "undefined" ? undefinedValue : { kind: "unknown", text: node.text, of: [] };
  if (cell.value.kind === "global" && node.text === "undefined") return undefinedValue;
  if (cell.value.kind === "global" && (node.text === "NaN" || node.text === "Infinity"))
    return { kind: "other", text: node.text, what: node.text, of: [] };
  machine.recording.variable(node.text, cell.value, fileRange(machine, node));
  return cell.value;
};

const member = (machine: Machine, node: ts.PropertyAccessExpression, scope: Scope): Value => {
  const value = machine.evaluate(node.expression, scope);
  if (value.kind === "undefined" && node.questionDotToken) return undefinedValue;
  return partOf(machine, value, node.name.text, node);
};

const element = (machine: Machine, node: ts.ElementAccessExpression, scope: Scope): Value => {
  const value = machine.evaluate(node.expression, scope);
  const key = jsonOf(machine.evaluate(node.argumentExpression, scope))?.json;
  if (typeof key === "string" || typeof key === "number") return partOf(machine, value, key, node);
  return { kind: "unknown", text: textOf(node), of: handlesIn(value) };
};

const objectLiteral = (machine: Machine, node: ts.ObjectLiteralExpression, scope: Scope): Value => {
  const fields = new Map<string, Value>();
  let open = false;
  for (const property of node.properties) {
    if (ts.isSpreadAssignment(property)) {
      const value = machine.evaluate(property.expression, scope);
      if (value.kind === "object") for (const [key, field] of value.fields) fields.set(key, field);
      else if (value.kind === "handle")
        for (const [key, field] of outputsByName(machine, value, property.expression)) fields.set(key, field);
      open ||= value.kind === "object" ? value.open : value.kind !== "undefined" && value.kind !== "handle";
      // What is spread must not be lost to those who ask what the object is made of.
      if (value.kind === "unknown") fields.set(`...${textOf(property.expression)}`, value);
      continue;
    }
    const key = keyText(property.name);
    if (key === undefined) open = true;
    else if (ts.isPropertyAssignment(property)) fields.set(key, machine.evaluate(property.initializer, scope));
    else if (ts.isShorthandPropertyAssignment(property)) fields.set(key, named(machine, property.name, scope));
    else if (ts.isMethodDeclaration(property)) fields.set(key, { kind: "function", node: property, scope });
    else open = true;
  }
  return { kind: "object", fields, open, text: textOf(node) };
};

/** `{ ...train() }`: what a call with several outputs spreads into an object. */
const outputsByName = (machine: Machine, value: Value & { kind: "handle" }, node: ts.Node): [string, Value][] => {
  const { call, output } = value.handle;
  if (output !== undefined || call.kind !== "named") {
    if (call.kind === "single") partOf(machine, value, "…", node);
    return [];
  }
  return call.outputs.map(({ name }) => [name, { kind: "handle", handle: { call, output: name } }]);
};

const arrayLiteral = (machine: Machine, node: ts.ArrayLiteralExpression, scope: Scope): Value => {
  const items: Value[] = [];
  let open = false;
  for (const item of node.elements) {
    if (!ts.isSpreadElement(item)) {
      items.push(ts.isOmittedExpression(item) ? undefinedValue : machine.evaluate(item, scope));
      continue;
    }
    const value = machine.evaluate(item.expression, scope);
    if (value.kind === "list") {
      items.push(...value.items);
      open ||= value.open;
    } else if (value.kind === "handle" && value.handle.output === undefined && value.handle.call.kind === "tuple") {
      const { call } = value.handle;
      items.push(...call.outputs.map(({ name }): Value => ({ kind: "handle", handle: { call, output: name } })));
    } else {
      if (value.kind === "handle") partOf(machine, value, 0, item);
      items.push({ kind: "unknown", text: textOf(item), of: handlesIn(value) });
      open = true;
    }
  }
  return { kind: "list", items, depth: machine.recording.within.length, open, text: textOf(node) };
};

const awaited = (machine: Machine, node: ts.AwaitExpression, value: Value): Value => {
  if (value.kind === "handle") {
    if (machine.dynamic) return { kind: "unknown", text: textOf(node), of: [value.handle] };
    report(machine, "SW1001", node, {
      message: `<artifact ${handleText(value.handle)}> is awaited in a static pipeline, where no step has run yet.`,
      help: "Pass it on to a step, or make the pipeline dynamic: pipeline({ dynamic: true }, async () => { … }).",
    });
    return value;
  }
  if (value.kind === "list")
    return { ...value, items: value.items.map((item) => (item.kind === "handle" ? awaited(machine, node, item) : item)) };
  return value;
};

const conditional = (machine: Machine, node: ts.ConditionalExpression, scope: Scope): Value => {
  const truth = truthOf(machine.evaluate(node.condition, scope));
  if (truth !== undefined) return machine.evaluate(truth ? node.whenTrue : node.whenFalse, scope);
  const text = textOf(node.condition);
  return alternatives(machine, node, [
    [`if (${text})`, () => machine.evaluate(node.whenTrue, scope)],
    [`else of if (${text})`, () => machine.evaluate(node.whenFalse, scope)],
  ]);
};

/** One of several is evaluated, and which one is not known. */
const alternatives = (machine: Machine, node: ts.Node, arms: readonly (readonly [string, () => Value])[]): Value => {
  const values: Value[] = [];
  for (const [text, evaluate] of arms) {
    machine.recording.uncertain({ kind: "branch", text }, () => {
      values.push(evaluate());
    });
  }
  return either(textOf(node), values);
};

const binaryExpression = (machine: Machine, node: ts.BinaryExpression, scope: Scope): Value => {
  const operator = node.operatorToken.kind;
  switch (operator) {
    case ts.SyntaxKind.EqualsToken:
      return assignment(machine, node.left, machine.evaluate(node.right, scope), scope);
    case ts.SyntaxKind.CommaToken:
      machine.evaluate(node.left, scope);
      return machine.evaluate(node.right, scope);
    case ts.SyntaxKind.AmpersandAmpersandToken:
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.QuestionQuestionToken:
      return shortCircuit(machine, node, scope);
    default: {
      const result = binary(machine, node, machine.evaluate(node.left, scope), machine.evaluate(node.right, scope));
      const assigns = operator >= ts.SyntaxKind.FirstCompoundAssignment && operator <= ts.SyntaxKind.LastCompoundAssignment;
      return assigns ? assignment(machine, node.left, result, scope) : result;
    }
  }
};

const shortCircuit = (machine: Machine, node: ts.BinaryExpression, scope: Scope): Value => {
  const left = machine.evaluate(node.left, scope);
  const kind = node.operatorToken.kind;
  const nullish = left.kind === "undefined" || (left.kind === "json" && left.value === null);
  const truth = kind === ts.SyntaxKind.QuestionQuestionToken ? (left.kind === "unknown" ? undefined : !nullish) : truthOf(left);
  const keeps = kind === ts.SyntaxKind.AmpersandAmpersandToken ? truth === false : truth === true;
  if (truth !== undefined) return keeps ? left : machine.evaluate(node.right, scope);
  const operator = kind === ts.SyntaxKind.AmpersandAmpersandToken ? "if" : "unless";
  const right = alternatives(machine, node, [[`${operator} (${textOf(node.left)})`, () => machine.evaluate(node.right, scope)]]);
  return either(textOf(node), [left, right]);
};

const assignment = (machine: Machine, target: ts.Expression, value: Value, scope: Scope): Value => {
  if (ts.isIdentifier(target)) {
    const cell = scope.find(target.text);
    if (cell !== undefined) assign(machine, cell, value);
    machine.recording.variable(target.text, value, fileRange(machine, target));
  } else if (ts.isArrayLiteralExpression(target)) {
    for (const [index, item] of target.elements.entries())
      if (!ts.isOmittedExpression(item) && !ts.isSpreadElement(item)) assignment(machine, item, partOf(machine, value, index, item), scope);
  } else if (ts.isPropertyAccessExpression(target) || ts.isElementAccessExpression(target)) setMember(machine, target, value, scope);
  return value;
};

const setMember = (
  machine: Machine,
  target: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  value: Value,
  scope: Scope,
): void => {
  const owner = machine.evaluate(target.expression, scope);
  const key = ts.isPropertyAccessExpression(target) ? target.name.text : jsonOf(machine.evaluate(target.argumentExpression, scope))?.json;
  if (owner.kind === "object") {
    if (typeof key === "string" || typeof key === "number") owner.fields.set(String(key), value);
    else {
      owner.open = true;
      owner.fields.set(`[${textOf(target)}]`, value);
    }
    if (machine.recording.within.length > 0) owner.open = true;
  } else if (owner.kind === "list") {
    if (typeof key === "number" && key >= 0 && key <= owner.items.length) owner.items[key] = value;
    else owner.open = true;
  }
};

const unary = (machine: Machine, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression, scope: Scope): Value => {
  const value = machine.evaluate(node.operand, scope);
  const step = node.operator === ts.SyntaxKind.PlusPlusToken ? 1 : node.operator === ts.SyntaxKind.MinusMinusToken ? -1 : 0;
  if (step === 0) return ts.isPrefixUnaryExpression(node) ? prefix(machine, node, value) : value;
  const after: Value =
    value.kind === "json" && typeof value.value === "number"
      ? { kind: "json", value: value.value + step }
      : { kind: "unknown", text: textOf(node.operand), of: handlesIn(value) };
  assignment(machine, node.operand, after, scope);
  return ts.isPrefixUnaryExpression(node) ? after : value;
};

/** A handle in a text is its name. */
const template = (machine: Machine, node: ts.TemplateExpression, scope: Scope): Value => {
  let text: string | undefined = node.head.text;
  const parts: Value[] = [];
  for (const span of node.templateSpans) {
    const value = machine.evaluate(span.expression, scope);
    parts.push(value);
    const part =
      value.kind === "handle" ? `<artifact ${handleText(value.handle)}>` : value.kind === "json" ? String(value.value) : undefined;
    text = text === undefined || part === undefined ? undefined : text + part + span.literal.text;
  }
  return text === undefined ? { kind: "unknown", text: textOf(node), of: [] } : { kind: "json", value: text };
};
