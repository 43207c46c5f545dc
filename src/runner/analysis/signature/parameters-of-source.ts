import { parse, type Expression, type Function as FunctionNode, type Pattern, type Property } from "acorn";
import type { Json } from "../../model/json.ts";
import { err, ok, type Result } from "../../model/result.ts";
import { restParameter, unnamedInput } from "./refusals.ts";
import { estreeLiteral } from "./estree-literal.ts";

/** What the text of a function says of one input. Types are not in it. */
export interface SourceParameter {
  readonly name: string;
  /** Which argument it belongs to, from 0. */
  readonly position: number;
  /** True where it is a property of the object pattern at `position`. */
  readonly property: boolean;
  /** The literal default; absent where there is none or it is not a literal. */
  readonly default?: Json;
}

/**
 * The inputs of a function by its own text (`Function.prototype.toString`): for steps that no top-level binding holds, so that no
 * signature is at hand. A text that does not parse, such as that of a native or bound function, has none.
 *
 * @example
 * parametersOfSource("({ data, epochs = 10 }) => fit(data, epochs)")
 * // data, and epochs with default 10, both properties of argument 0
 */
export const parametersOfSource = (source: string): Result<SourceParameter[]> => {
  const parameters = parseFunction(source)?.params ?? [];
  const found: SourceParameter[] = [];
  for (const [position, parameter] of parameters.entries()) {
    if (parameter.type === "RestElement") return err(restParameter(nameOf(parameter.argument)));
    const { target, preset } = split(parameter);
    if (target.type === "ObjectPattern" && position === parameters.length - 1) {
      for (const property of target.properties) {
        if (property.type === "RestElement") return err(restParameter(nameOf(property.argument)));
        const name = keyOf(property);
        if (name === undefined) return err(unnamedInput());
        found.push({ name, position, property: true, ...literalDefault(split(property.value).preset) });
      }
    } else {
      found.push({ name: nameOf(target) ?? `input_${String(position)}`, position, property: false, ...literalDefault(preset) });
    }
  }
  return ok(found);
};

/** A function's text is an expression, or a method as it stands in an object or, with `static`, in a class. */
const parseFunction = (source: string): FunctionNode | undefined => {
  const expression = parseExpression(`(${source})`);
  if (expression?.type === "ArrowFunctionExpression" || expression?.type === "FunctionExpression") return expression;
  const object = parseExpression(`({${source}})`);
  const [member] = object?.type === "ObjectExpression" ? object.properties : [];
  if (member?.type === "Property" && member.value.type === "FunctionExpression") return member.value;
  const holder = parseExpression(`(class {${source}})`);
  return holder?.type === "ClassExpression" ? holder.body.body.find((element) => element.type === "MethodDefinition")?.value : undefined;
};

const parseExpression = (text: string): Expression | undefined => {
  try {
    const [statement] = parse(text, { ecmaVersion: "latest" }).body;
    return statement?.type === "ExpressionStatement" ? statement.expression : undefined;
  } catch {
    return undefined;
  }
};

const split = (pattern: Pattern): { target: Pattern; preset: Expression | undefined } =>
  pattern.type === "AssignmentPattern" ? { target: pattern.left, preset: pattern.right } : { target: pattern, preset: undefined };

const literalDefault = (expression: Expression | undefined): { default?: Json } => {
  const literal = expression && estreeLiteral(expression);
  return literal === undefined ? {} : { default: literal.value };
};

const nameOf = (pattern: Pattern): string | undefined => (pattern.type === "Identifier" ? pattern.name : undefined);

const keyOf = ({ key, computed }: Pick<Property, "key" | "computed">): string | undefined => {
  if (key.type === "Identifier" && !computed) return key.name;
  return key.type === "Literal" && (typeof key.value === "string" || typeof key.value === "number") ? String(key.value) : undefined;
};
