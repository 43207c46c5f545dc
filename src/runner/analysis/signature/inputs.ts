import { err, ok, type Result } from "../../model/result.ts";
import type { InputSignature, ValueType } from "../../model/signature.ts";
import type { JsDoc, ParameterDoc } from "../jsdoc.ts";
import { keyText, literalProperty, literalValue } from "../literals.ts";
import { placeOf } from "../place.ts";
import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import { isTypedAround, schemaBeside, standardType } from "./annotated.ts";
import type { Callable, Parameter } from "./callable.ts";
import { classesWithin } from "./classes-within.ts";
import { isJavaScript } from "./javascript.ts";
import type { Reader } from "./reader.ts";
import { restParameter, twoInputs, unnamedInput } from "./refusals.ts";
import { isUnmaterialized } from "./type-nodes.ts";
import { valueType } from "./value-type.ts";

/**
 * The inputs of a step, or parameters of a pipeline: each parameter, and in place of an object pattern that comes last, its properties.
 *
 * @param values gets what the values of each are checked by
 */
export const inputsOf = (reader: Reader, callable: Callable, doc: JsDoc, values: Record<string, ValueType>): Result<InputSignature[]> => {
  const inputs: InputSignature[] = [];
  for (const [position, parameter] of callable.parameters.entries()) {
    const at = placeOf(reader.workspace, parameter.declaration ?? callable.found.name);
    if (parameter.rest) return err(restParameter(parameter.declaration?.name.getText(), at));
    const name = parameter.declaration?.name;
    const last = position === callable.parameters.length - 1;
    if (last && name !== undefined && ts.isObjectBindingPattern(name)) {
      for (const element of name.elements) {
        const input = propertyInput(reader, { parameter, position, element, callable, doc, values });
        if (!input.ok) return input;
        inputs.push(input.value);
      }
    } else {
      inputs.push(parameterInput(reader, { parameter, position, callable, doc, values }));
    }
  }
  const twice = duplicate(inputs.map((input) => input.name));
  return twice === undefined ? ok(inputs) : err(twoInputs(twice, placeOf(reader.workspace, callable.found.name)));
};

interface Position {
  readonly parameter: Parameter;
  readonly position: number;
  readonly callable: Callable;
  readonly doc: JsDoc;
  readonly values: Record<string, ValueType>;
}

const parameterInput = (reader: Reader, { parameter, position, callable, doc, values }: Position): InputSignature => {
  const { declaration } = parameter;
  // A parameter that is taken apart has no name of its own.
  const name = declaration !== undefined && ts.isIdentifier(declaration.name) ? declaration.name.text : `input_${String(position)}`;
  const said = doc.parameter(name);
  const preset = declaration?.initializer && literalValue(declaration.initializer);
  const type = describeType(reader, callable, name, {
    type: parameter.type,
    written: declaration?.type,
    said,
    initializer: declaration?.initializer,
    annotated: isAnnotated(callable, parameter, said),
  });
  values[name] = type.value;
  return {
    name,
    position,
    property: false,
    optional: parameter.optional || (said?.optional ?? false),
    ...(preset && { default: preset.value }),
    ...type.signature,
    ...(said?.text !== undefined && { doc: said.text }),
  };
};

const propertyInput = (
  reader: Reader,
  { parameter, position, element, callable, doc, values }: Position & { element: ts.BindingElement },
): Result<InputSignature> => {
  const at = placeOf(reader.workspace, element);
  if (element.dotDotDotToken !== undefined) return err(restParameter(element.name.getText(), at));
  const name = keyText(element.propertyName ?? element.name);
  if (name === undefined) return err(unnamedInput(at));
  const symbol = reader.checker.getNonNullableType(patternType(reader, { parameter, position, doc })).getProperty(name);
  const type = symbol ? reader.checker.getTypeOfSymbol(symbol) : reader.checker.getTypeAtLocation(element);
  const declared = symbol?.declarations?.find(
    (declaration) => ts.isPropertySignature(declaration) || ts.isPropertyDeclaration(declaration),
  );
  const whole = parameter.declaration?.initializer && unwrap(parameter.declaration.initializer);
  const inWhole = whole !== undefined && ts.isObjectLiteralExpression(whole) ? literalProperty(whole, name) : undefined;
  const preset = (element.initializer && literalValue(element.initializer)) ?? (inWhole === undefined ? undefined : { value: inWhole });
  const said = doc.parameter(name);
  const text = said?.text ?? (symbol && ts.displayPartsToString(symbol.getDocumentationComment(reader.checker)));
  const described = describeType(reader, callable, name, {
    type,
    written: declared?.type,
    said,
    initializer: element.initializer,
    annotated: isAnnotated(callable, parameter, said ?? doc.parameterAt(position)),
  });
  values[name] = described.value;
  return ok({
    name,
    position,
    property: true,
    optional: element.initializer !== undefined || preset !== undefined || (said?.optional ?? false) || isOptional(symbol),
    ...(preset && { default: preset.value }),
    ...described.signature,
    ...(text !== undefined && text !== "" && { doc: text }),
  });
};

/** In JavaScript JSDoc beside the binding types the whole argument, which the compiler connects only at the function. */
const patternType = ({ checker }: Reader, { parameter, position, doc }: Pick<Position, "parameter" | "position" | "doc">): ts.Type => {
  const { declaration, type } = parameter;
  const said = declaration !== undefined && isJavaScript(declaration) ? doc.parameterAt(position)?.type : undefined;
  return said === undefined ? type : checker.getTypeFromTypeNode(said);
};

const isOptional = (symbol: ts.Symbol | undefined): boolean => symbol !== undefined && (symbol.flags & ts.SymbolFlags.Optional) !== 0;

interface TypeSource {
  readonly type: ts.Type;
  readonly written: ts.TypeNode | undefined;
  readonly said: ParameterDoc | undefined;
  readonly initializer: ts.Expression | undefined;
  readonly annotated: boolean;
}

interface DescribedType {
  readonly signature: Pick<InputSignature, "type" | "class" | "within" | "unmaterialized">;
  readonly value: ValueType;
}

const describeType = (reader: Reader, callable: Callable, name: string, source: TypeSource): DescribedType => {
  const { written } = source;
  const type = typeOf(reader, source);
  const from = callable.found.file;
  const origin = reader.classes.of(type, from);
  const within = origin === undefined ? classesWithin(reader, type, from) : [];
  const unmaterialized = isUnmaterialized(reader, type, written);
  const schema = callable.source && schemaBeside(callable.source, "inputs", name);
  const annotated = source.annotated || schema !== undefined;
  // A schema may take something else than the function gets.
  const taken = (schema && standardType(reader.checker, schema, "input")) ?? type;
  return {
    signature: {
      type: reader.text.of(type, written, true),
      ...(origin && { class: origin }),
      ...(within.length > 0 && { within }),
      ...(unmaterialized && { unmaterialized }),
    },
    // A reference is made by us, and the value that it stands for is not looked at.
    value: unmaterialized ? { annotated } : valueType(reader, { types: [taken], from, annotated }),
  };
};

/** Where the compiler knows nothing, JSDoc beside the binding may (it connects only JSDoc at the function), and so may the default. */
const typeOf = ({ checker }: Reader, { type, said, initializer }: TypeSource): ts.Type => {
  if (!(type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown))) return type;
  if (said?.type !== undefined) return checker.getTypeFromTypeNode(said.type);
  if (initializer === undefined || literalValue(initializer) === undefined) return type;
  return checker.getBaseTypeOfLiteralType(checker.getTypeAtLocation(initializer));
};

/** By its own annotation, a JSDoc comment, or what stands around the function. What has no source is declared somewhere. */
const isAnnotated = ({ source }: Callable, { declaration }: Parameter, said: Pick<ParameterDoc, "type"> | undefined): boolean =>
  declaration === undefined ||
  source === undefined ||
  declaration.type !== undefined ||
  said?.type !== undefined ||
  ts.getJSDocType(declaration) !== undefined ||
  isTypedAround(source);

const duplicate = (names: readonly string[]): string | undefined => names.find((name, index) => names.indexOf(name) !== index);
