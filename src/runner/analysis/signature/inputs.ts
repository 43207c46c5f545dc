import { err, ok, type Result } from "../../model/result.ts";
import type { InputSignature } from "../../model/signature.ts";
import type { JsDoc, ParameterDoc } from "../jsdoc.ts";
import { keyText, literalProperty, literalValue } from "../literals.ts";
import { placeOf } from "../place.ts";
import ts from "../typescript.ts";
import { unwrap } from "../unwrap.ts";
import type { Callable, Parameter } from "./callable.ts";
import { coercionOf } from "./coercion.ts";
import { isJavaScript } from "./javascript.ts";
import type { Reader } from "./reader.ts";
import { restParameter, twoInputs, unnamedInput } from "./refusals.ts";
import { isUnmaterialized } from "./type-nodes.ts";

/** The inputs of a step, or parameters of a pipeline: each parameter, and in place of an object pattern that comes last, its properties. */
export const inputsOf = (reader: Reader, callable: Callable, doc: JsDoc): Result<InputSignature[]> => {
  const inputs: InputSignature[] = [];
  for (const [position, parameter] of callable.parameters.entries()) {
    const at = placeOf(reader.workspace, parameter.declaration ?? callable.found.name);
    if (parameter.rest) return err(restParameter(parameter.declaration?.name.getText(), at));
    const name = parameter.declaration?.name;
    const last = position === callable.parameters.length - 1;
    if (last && name !== undefined && ts.isObjectBindingPattern(name)) {
      for (const element of name.elements) {
        const input = propertyInput(reader, { parameter, position, element, callable, doc });
        if (!input.ok) return input;
        inputs.push(input.value);
      }
    } else {
      inputs.push(parameterInput(reader, { parameter, position, callable, doc }));
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
}

const parameterInput = (reader: Reader, { parameter, position, callable, doc }: Position): InputSignature => {
  const { declaration } = parameter;
  // A parameter that is taken apart has no name of its own.
  const name = declaration !== undefined && ts.isIdentifier(declaration.name) ? declaration.name.text : `input_${String(position)}`;
  const said = doc.parameter(name);
  const preset = declaration?.initializer && literalValue(declaration.initializer);
  return {
    name,
    position,
    property: false,
    optional: parameter.optional || (said?.optional ?? false),
    ...(preset && { default: preset.value }),
    ...describeType(reader, callable, { type: parameter.type, written: declaration?.type, said, initializer: declaration?.initializer }),
    ...(said?.text !== undefined && { doc: said.text }),
  };
};

const propertyInput = (
  reader: Reader,
  { parameter, position, element, callable, doc }: Position & { element: ts.BindingElement },
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
  return ok({
    name,
    position,
    property: true,
    optional: element.initializer !== undefined || preset !== undefined || (said?.optional ?? false) || isOptional(symbol),
    ...(preset && { default: preset.value }),
    ...describeType(reader, callable, { type, written: declared?.type, said, initializer: element.initializer }),
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
}

const describeType = (
  reader: Reader,
  callable: Callable,
  source: TypeSource,
): Pick<InputSignature, "type" | "coercion" | "class" | "unmaterialized"> => {
  const { written } = source;
  const type = typeOf(reader, source);
  const origin = reader.classes.of(type, callable.found.file);
  return {
    type: reader.text.of(type, written, true),
    coercion: coercionOf(type),
    ...(origin && { class: origin }),
    ...(isUnmaterialized(reader, type, written) && { unmaterialized: true }),
  };
};

/** Where the compiler knows nothing, JSDoc beside the binding may (it connects only JSDoc at the function), and so may the default. */
const typeOf = ({ checker }: Reader, { type, said, initializer }: TypeSource): ts.Type => {
  if (!(type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown))) return type;
  if (said?.type !== undefined) return checker.getTypeFromTypeNode(said.type);
  if (initializer === undefined || literalValue(initializer) === undefined) return type;
  return checker.getBaseTypeOfLiteralType(checker.getTypeAtLocation(initializer));
};

const duplicate = (names: readonly string[]): string | undefined => names.find((name, index) => names.indexOf(name) !== index);
