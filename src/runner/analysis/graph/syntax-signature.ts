import type { InputSignature, OutputSignature } from "../../model/signature.ts";
import { keyText, literalValue } from "../literals.ts";
import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import { returnedExpressions } from "./returned.ts";
import type { Call, FunctionNode } from "./values.ts";

/** What a type is called where the source has no annotation. */
export const unknownType = "?";

/** The inputs of a step as its parameters spell them out. Rest parameters are none. */
export const syntaxInputs = (node: FunctionNode): InputSignature[] => {
  const parameters = node.parameters.filter(({ name }) => name.getText() !== "this");
  return parameters.flatMap((parameter, position): InputSignature[] => {
    const { name, dotDotDotToken } = parameter;
    if (dotDotDotToken !== undefined) return [];
    if (position === parameters.length - 1 && ts.isObjectBindingPattern(name))
      return name.elements.flatMap((element) => propertyInput(parameter, element, position));
    const preset = parameter.initializer && literalValue(parameter.initializer);
    return [
      {
        name: ts.isIdentifier(name) ? name.text : `input_${String(position)}`,
        position,
        property: false,
        optional: parameter.initializer !== undefined || parameter.questionToken !== undefined || !parameter.type,
        ...(preset && { default: preset.value }),
        ...typed(parameter.type),
      },
    ];
  });
};

const propertyInput = (parameter: ts.ParameterDeclaration, element: ts.BindingElement, position: number): InputSignature[] => {
  const name = element.dotDotDotToken ? undefined : keyText(element.propertyName ?? element.name);
  if (name === undefined) return [];
  const member = memberOf(parameter.type, name);
  const whole = parameter.initializer && unwrap(parameter.initializer);
  const fromWhole =
    whole !== undefined && ts.isObjectLiteralExpression(whole)
      ? whole.properties.find((each) => each.name && keyText(each.name) === name)
      : undefined;
  const initializer = element.initializer ?? (fromWhole && ts.isPropertyAssignment(fromWhole) ? fromWhole.initializer : undefined);
  const preset = initializer && literalValue(initializer);
  return [
    {
      name,
      position,
      property: true,
      // Of a named type only the checker knows the members.
      optional: initializer !== undefined || member === undefined || member.questionToken !== undefined,
      ...(preset && { default: preset.value }),
      ...typed(member?.type),
    },
  ];
};

const memberOf = (type: ts.TypeNode | undefined, name: string): ts.PropertySignature | undefined =>
  type !== undefined && ts.isTypeLiteralNode(type)
    ? type.members.filter(ts.isPropertySignature).find((member) => keyText(member.name) === name)
    : undefined;

const typed = (type: ts.TypeNode | undefined): Pick<InputSignature, "type"> => ({ type: type?.getText() ?? unknownType });

/** The outputs of a step as its annotation and its returns spell them out. */
export const syntaxOutputs = (node: FunctionNode): Pick<Call, "kind" | "outputs"> => {
  const returned = returnedExpressions(node);
  const annotation = node.type && withoutPromise(node.type);
  const literals = returned.expressions.map(unwrap).filter(ts.isArrayLiteralExpression);
  if (annotation !== undefined) {
    const whole = annotated(annotation);
    if (whole !== undefined) return single(whole.type, whole.name);
    if (ts.isTupleTypeNode(annotation) && literals.length > 0) return { kind: "tuple", outputs: annotation.elements.map(tupleOutput) };
    if (annotation.kind === ts.SyntaxKind.VoidKeyword || annotation.kind === ts.SyntaxKind.UndefinedKeyword) return none();
  }
  const keyed = returned.expressions.map(unwrap).filter(isOutputsCall);
  const [first] = keyed;
  if (first !== undefined) return namedOutputs(first);
  if (annotation === undefined) {
    if (returned.expressions.length === 0 && !returned.never) return none();
    const [literal] = literals;
    const constant = literal !== undefined && returned.expressions.some(isConst);
    if (constant)
      return { kind: "tuple", outputs: literal.elements.map((_, index) => output(`output_${String(index)}`, unknownType, false)) };
    // A call may return what `outputs` gives.
    if (returned.expressions.map(unwrap).some(ts.isCallExpression)) return { kind: "open", outputs: [] };
  }
  // An alias may hide a tuple, or an `Annotated`.
  if (annotation !== undefined && ts.isTypeReferenceNode(annotation) && literals.length > 0) return { kind: "open", outputs: [] };
  return single(annotation);
};

const none = (): Pick<Call, "kind" | "outputs"> => ({ kind: "none", outputs: [] });

const single = (type: ts.TypeNode | undefined, name?: string): Pick<Call, "kind" | "outputs"> => ({
  kind: "single",
  outputs: [output(name ?? "output", type?.getText() ?? unknownType, name !== undefined)],
});

const output = (name: string, type: string, named: boolean): OutputSignature => ({ name, type, named });

const tupleOutput = (element: ts.TypeNode | ts.NamedTupleMember, index: number): OutputSignature => {
  const type = ts.isNamedTupleMember(element) ? element.type : element;
  const named = annotated(type);
  return named === undefined ? output(`output_${String(index)}`, type.getText(), false) : output(named.name, named.type.getText(), true);
};

const namedOutputs = (call: ts.CallExpression): Pick<Call, "kind" | "outputs"> => {
  const [argument] = call.arguments;
  const literal = argument && unwrap(argument);
  if (literal === undefined || !ts.isObjectLiteralExpression(literal) || literal.properties.some(ts.isSpreadAssignment))
    return { kind: "open", outputs: [] };
  const keys = literal.properties.flatMap(({ name }) => (name && keyText(name)) ?? []);
  return { kind: "named", outputs: keys.map((key) => output(key, unknownType, true)) };
};

/** `outputs({ … })`, `sw.outputs({ … })`. */
const isOutputsCall = (node: ts.Expression): node is ts.CallExpression => {
  if (!ts.isCallExpression(node)) return false;
  const { expression: callee } = node;
  return (ts.isIdentifier(callee) ? callee : ts.isPropertyAccessExpression(callee) ? callee.name : undefined)?.text === "outputs";
};

const isConst = (node: ts.Expression): boolean =>
  ts.isParenthesizedExpression(node)
    ? isConst(node.expression)
    : ts.isAsExpression(node) && ts.isTypeReferenceNode(node.type) && node.type.getText() === "const";

/** `Annotated<T, "name">`. */
export const annotated = (node: ts.TypeNode): { readonly type: ts.TypeNode; readonly name: string } | undefined => {
  if (ts.isParenthesizedTypeNode(node)) return annotated(node.type);
  if (!ts.isTypeReferenceNode(node)) return undefined;
  const called = ts.isIdentifier(node.typeName) ? node.typeName.text : node.typeName.right.text;
  const [type, name] = node.typeArguments ?? [];
  const isNamed = called === "Annotated" && name !== undefined && ts.isLiteralTypeNode(name) && ts.isStringLiteral(name.literal);
  return isNamed && type !== undefined ? { type, name: name.literal.text } : undefined;
};

/** `Promise<T>` → `T`, `readonly [A, B]` → `[A, B]`, through parentheses. */
export const withoutPromise = (node: ts.TypeNode): ts.TypeNode => {
  if (ts.isParenthesizedTypeNode(node)) return withoutPromise(node.type);
  if (ts.isTypeOperatorNode(node) && node.operator === ts.SyntaxKind.ReadonlyKeyword) return withoutPromise(node.type);
  const isPromise = ts.isTypeReferenceNode(node) && ts.isIdentifier(node.typeName) && /^Promise(Like)?$/.test(node.typeName.text);
  const [argument] = isPromise ? (node.typeArguments ?? []) : [];
  return argument === undefined ? node : withoutPromise(argument);
};
