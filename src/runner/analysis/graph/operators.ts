import ts from "../typescript.ts";
import { report, textOf, type Machine } from "./machine.ts";
import { handlesIn, handleText, truthOf, type Value } from "./values.ts";

/** What a binary operator gives for two values that are known; `&&`, `||` and `??` are not among these. */
export const binary = (machine: Machine, node: ts.BinaryExpression, left: Value, right: Value): Value => {
  const operator = node.operatorToken.kind;
  if (isCalculation(operator)) {
    for (const [value, operand] of [
      [left, node.left],
      [right, node.right],
    ] as const)
      if (value.kind === "handle") usedInCalculation(machine, value, operand);
  }
  if (left.kind === "json" && right.kind === "json") {
    const result = calculated(operator, left.value, right.value);
    if (result !== undefined) return { kind: "json", value: result };
  }
  if ((left.kind === "undefined" || right.kind === "undefined") && (isKnown(left) || isKnown(right))) {
    const equal = left.kind === right.kind || isNull(left) || isNull(right);
    if (operator === ts.SyntaxKind.EqualsEqualsEqualsToken) return { kind: "json", value: left.kind === right.kind };
    if (operator === ts.SyntaxKind.ExclamationEqualsEqualsToken) return { kind: "json", value: left.kind !== right.kind };
    if (operator === ts.SyntaxKind.EqualsEqualsToken) return { kind: "json", value: equal };
    if (operator === ts.SyntaxKind.ExclamationEqualsToken) return { kind: "json", value: !equal };
  }
  return { kind: "unknown", text: textOf(node), of: handlesIn(left, right) };
};

const isKnown = (value: Value): boolean => value.kind !== "unknown" && value.kind !== "other";
const isNull = (value: Value): boolean => value.kind === "json" && value.value === null;

type Primitive = string | number | boolean | null;

const calculated = (operator: ts.SyntaxKind, left: Primitive, right: Primitive): Primitive | undefined => {
  switch (operator) {
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
    case ts.SyntaxKind.EqualsEqualsToken:
      return left === right;
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
    case ts.SyntaxKind.ExclamationEqualsToken:
      return left !== right;
    case ts.SyntaxKind.PlusToken:
    case ts.SyntaxKind.PlusEqualsToken:
      if (typeof left === "string" || typeof right === "string") return String(left) + String(right);
      break;
    default:
  }
  if (typeof left === "string" && typeof right === "string") return compared(operator, left, right);
  return typeof left === "number" && typeof right === "number"
    ? (compared(operator, left, right) ?? finite(arithmetic(operator, left, right)))
    : undefined;
};

const compared = <T extends string | number>(operator: ts.SyntaxKind, left: T, right: T): boolean | undefined => {
  switch (operator) {
    case ts.SyntaxKind.LessThanToken:
      return left < right;
    case ts.SyntaxKind.LessThanEqualsToken:
      return left <= right;
    case ts.SyntaxKind.GreaterThanToken:
      return left > right;
    case ts.SyntaxKind.GreaterThanEqualsToken:
      return left >= right;
    default:
      return undefined;
  }
};

const arithmetic = (operator: ts.SyntaxKind, left: number, right: number): number | undefined => {
  switch (operator) {
    case ts.SyntaxKind.PlusToken:
    case ts.SyntaxKind.PlusEqualsToken:
      return left + right;
    case ts.SyntaxKind.MinusToken:
    case ts.SyntaxKind.MinusEqualsToken:
      return left - right;
    case ts.SyntaxKind.AsteriskToken:
    case ts.SyntaxKind.AsteriskEqualsToken:
      return left * right;
    case ts.SyntaxKind.SlashToken:
    case ts.SyntaxKind.SlashEqualsToken:
      return left / right;
    case ts.SyntaxKind.PercentToken:
    case ts.SyntaxKind.PercentEqualsToken:
      return left % right;
    case ts.SyntaxKind.AsteriskAsteriskToken:
      return left ** right;
    default:
      return undefined;
  }
};

const finite = (value: number | undefined): number | undefined => (value !== undefined && Number.isFinite(value) ? value : undefined);

/** What a handle refuses to be part of. Comparing for identity is not among these. */
const isCalculation = (operator: ts.SyntaxKind): boolean =>
  (operator >= ts.SyntaxKind.LessThanToken &&
    operator <= ts.SyntaxKind.GreaterThanEqualsToken &&
    operator !== ts.SyntaxKind.LessThanSlashToken) ||
  (operator >= ts.SyntaxKind.PlusToken && operator <= ts.SyntaxKind.PercentToken) ||
  (operator >= ts.SyntaxKind.PlusEqualsToken && operator <= ts.SyntaxKind.PercentEqualsToken);

/** A handle stands for a value that does not exist yet. */
const usedInCalculation = (machine: Machine, value: Value & { kind: "handle" }, node: ts.Node): void =>
  report(machine, "SW1001", node, {
    message: `<artifact ${handleText(value.handle)}> is used in arithmetic or a comparison, but there is no value yet.`,
    help: machine.dynamic
      ? "Await the handle first, or use the value inside a step."
      : "A step's result is a handle that is passed on. Use the value inside a step. To print the handle, write `${handle}`.",
  });

/** `!x`, `-x`, `+x`, `typeof x`. */
export const prefix = (machine: Machine, node: ts.PrefixUnaryExpression, value: Value): Value => {
  const { operator } = node;
  if (operator === ts.SyntaxKind.ExclamationToken) {
    const truth = truthOf(value);
    if (truth !== undefined) return { kind: "json", value: !truth };
  } else if (value.kind === "handle") usedInCalculation(machine, value, node.operand);
  if (value.kind === "json" && typeof value.value === "number") {
    if (operator === ts.SyntaxKind.MinusToken) return { kind: "json", value: -value.value };
    if (operator === ts.SyntaxKind.PlusToken) return value;
  }
  return { kind: "unknown", text: textOf(node), of: handlesIn(value) };
};
