import type { Json, JsonObject } from "../model/json.ts";
import ts from "./typescript.ts";
import { unwrap } from "./unwrap.ts";

/** The JSON value that an expression spells out, wrapped so that `null` is a value. Undefined where it is anything but a literal. */
export const literalValue = (expression: ts.Expression): { value: Json } | undefined => {
  const node = unwrap(expression);
  if (ts.isStringLiteralLike(node)) return { value: node.text };
  if (ts.isNumericLiteral(node)) return finite(Number(node.text));
  if (ts.isPrefixUnaryExpression(node)) return signed(node);
  if (node.kind === ts.SyntaxKind.TrueKeyword) return { value: true };
  if (node.kind === ts.SyntaxKind.FalseKeyword) return { value: false };
  if (node.kind === ts.SyntaxKind.NullKeyword) return { value: null };
  if (ts.isArrayLiteralExpression(node)) return array(node);
  if (ts.isObjectLiteralExpression(node)) return object(node);
  return undefined;
};

const finite = (value: number): { value: number } | undefined => (Number.isFinite(value) ? { value } : undefined);

const signed = ({ operator, operand }: ts.PrefixUnaryExpression): { value: number } | undefined => {
  const inner = unwrap(operand);
  if (!ts.isNumericLiteral(inner)) return undefined;
  if (operator === ts.SyntaxKind.MinusToken) return finite(-Number(inner.text));
  return operator === ts.SyntaxKind.PlusToken ? finite(Number(inner.text)) : undefined;
};

const array = (node: ts.ArrayLiteralExpression): { value: Json[] } | undefined => {
  const items: Json[] = [];
  for (const element of node.elements) {
    const item = literalValue(element);
    if (item === undefined) return undefined;
    items.push(item.value);
  }
  return { value: items };
};

const object = (node: ts.ObjectLiteralExpression): { value: JsonObject } | undefined => {
  const fields = new Map<string, Json>();
  for (const property of node.properties) {
    const key = property.name === undefined ? undefined : keyText(property.name);
    // `__proto__` in a literal sets the prototype: it is not a field.
    if (!ts.isPropertyAssignment(property) || key === undefined || key === "__proto__") return undefined;
    const field = literalValue(property.initializer);
    if (field === undefined) return undefined;
    fields.set(key, field.value);
  }
  return { value: Object.fromEntries(fields) };
};

/** A property key that the source spells out: `a`, `"a b"`, `0`, `["a"]`. */
export const keyText = (name: ts.PropertyName | ts.BindingName): string | undefined => {
  if (ts.isIdentifier(name) || ts.isStringLiteralLike(name) || ts.isNumericLiteral(name)) return name.text;
  if (ts.isComputedPropertyName(name) && ts.isStringLiteralLike(name.expression)) return name.expression.text;
  return undefined;
};

/** A property of an object literal by its key. */
export const property = (literal: ts.ObjectLiteralExpression, key: string): ts.ObjectLiteralElementLike | undefined =>
  literal.properties.find((element) => element.name !== undefined && keyText(element.name) === key);

/** The literal value of a property of an object literal, such as the `name` of literal options. */
export const literalProperty = (literal: ts.ObjectLiteralExpression, key: string): Json | undefined => {
  const element = property(literal, key);
  return element !== undefined && ts.isPropertyAssignment(element) ? literalValue(element.initializer)?.value : undefined;
};
