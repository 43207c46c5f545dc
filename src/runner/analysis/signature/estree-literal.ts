import type { ArrayExpression, Expression, ObjectExpression, UnaryExpression } from "acorn";
import type { Json, JsonObject } from "../../model/json.ts";

/** The JSON value that an expression of parsed JavaScript spells out, wrapped so that `null` is a value; the twin of `literalValue`. */
export const estreeLiteral = (node: Expression): { value: Json } | undefined => {
  if (node.type === "Literal") return scalar(node.value);
  if (node.type === "TemplateLiteral") return node.expressions.length === 0 ? scalar(node.quasis[0]?.value.cooked) : undefined;
  if (node.type === "UnaryExpression") return signed(node);
  if (node.type === "ArrayExpression") return array(node);
  return node.type === "ObjectExpression" ? object(node) : undefined;
};

const signed = ({ operator, argument }: UnaryExpression): { value: number } | undefined => {
  const inner = operator === "-" || operator === "+" ? estreeLiteral(argument)?.value : undefined;
  return typeof inner === "number" ? { value: operator === "-" ? -inner : inner } : undefined;
};

const array = ({ elements }: ArrayExpression): { value: Json[] } | undefined => {
  const items: Json[] = [];
  for (const element of elements) {
    const item = element === null || element.type === "SpreadElement" ? undefined : estreeLiteral(element);
    if (item === undefined) return undefined;
    items.push(item.value);
  }
  return { value: items };
};

const scalar = (value: unknown): { value: Json } | undefined => {
  if (value === null || typeof value === "string" || typeof value === "boolean") return { value };
  return typeof value === "number" && Number.isFinite(value) ? { value } : undefined;
};

const object = (node: ObjectExpression): { value: JsonObject } | undefined => {
  const fields = new Map<string, Json>();
  for (const property of node.properties) {
    if (property.type === "SpreadElement" || property.computed || property.shorthand) return undefined;
    const { key } = property;
    const name = key.type === "Identifier" ? key.name : key.type === "Literal" ? String(key.value) : "__proto__";
    const field = estreeLiteral(property.value);
    // `__proto__` in a literal sets the prototype: it is not a field.
    if (field === undefined || name === "__proto__") return undefined;
    fields.set(name, field.value);
  }
  return { value: Object.fromEntries(fields) };
};
