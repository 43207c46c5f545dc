import ts from "../typescript.ts";
import { functionBehind, isSourceFunction, type SourceFunction } from "./function-behind.ts";
import type { Found } from "./find-binding.ts";
import type { Reader } from "./reader.ts";

/** What a step or pipeline calls, from its source and from its type. */
export interface Callable {
  readonly found: Found;
  /** The function, where its source is in the project. */
  readonly source: SourceFunction | undefined;
  /** One for each argument. Empty where the function takes none. */
  readonly parameters: readonly Parameter[];
  /** The type that the function returns, promises included; undefined where nothing is known. */
  readonly returned: ts.Type | undefined;
}

export interface Parameter {
  /** As declared, in source or in a declaration file. */
  readonly declaration: ts.ParameterDeclaration | undefined;
  readonly type: ts.Type;
  readonly optional: boolean;
  readonly rest: boolean;
}

/**
 * Undefined where neither source nor type says anything: a plain `any`.
 *
 * The type of the binding has the last word on which function it is: through any wrapper, the compiler keeps each parameter's
 * declaration as the label of the tuple of arguments.
 */
export const callableOf = (reader: Reader, found: Found): Callable | undefined => {
  const { checker, sdk } = reader;
  const signature = signatureOf(reader, found.type);
  const labelled = signature && labelledFunction(checker, signature);
  const source = labelled ?? (found.value && functionBehind(checker, sdk, found.value));
  const fromType = signature === undefined ? undefined : argumentsOf(checker, signature);
  if (source !== undefined) {
    const own = checker.getSignatureFromDeclaration(source);
    const declared = source.parameters.filter(({ name }) => name.getText() !== "this");
    const parameters = declared.map((declaration, index) => {
      const argument = fromType?.length === declared.length && !isOverloaded(checker, source) ? fromType[index] : undefined;
      return declaredParameter(checker, declaration, argument?.type);
    });
    const returned = own === undefined ? signature?.getReturnType() : checker.getReturnTypeOfSignature(own);
    return { found, source, parameters, returned };
  }
  if (signature === undefined || fromType === undefined) return undefined;
  return { found, source: undefined, parameters: fromType, returned: signature.getReturnType() };
};

/** How the bare function is called: a step says so by `entrypoint`; a pipeline is called like its function. */
const signatureOf = ({ checker, sdk }: Reader, type: ts.Type): ts.Signature | undefined => {
  const entrypoint = type.getProperty("entrypoint");
  if (entrypoint !== undefined && sdk.declares(entrypoint)) return checker.getTypeOfSymbol(entrypoint).getCallSignatures()[0];
  return type.getCallSignatures()[0];
};

/** The arguments of `(...args: A)`, where `A` is a tuple, or of plain parameters. */
const argumentsOf = (checker: ts.TypeChecker, signature: ts.Signature): Parameter[] =>
  signature.getParameters().flatMap((symbol): Parameter[] => {
    const declaration = symbol.declarations?.find(ts.isParameter);
    const type = checker.getTypeOfSymbol(symbol);
    const rest = declaration?.dotDotDotToken !== undefined;
    if (rest && isTuple(checker, type)) return tupleArguments(checker, type);
    return [{ declaration, type, rest, optional: declaration !== undefined && checker.isOptionalParameter(declaration) }];
  });

const tupleArguments = (checker: ts.TypeChecker, tuple: ts.TupleTypeReference): Parameter[] =>
  checker.getTypeArguments(tuple).map((type, index) => {
    const label = tuple.target.labeledElementDeclarations?.[index];
    const flags = tuple.target.elementFlags[index] ?? ts.ElementFlags.Required;
    return {
      declaration: label !== undefined && ts.isParameter(label) ? label : undefined,
      type,
      optional: (flags & ts.ElementFlags.Optional) !== 0,
      rest: (flags & ts.ElementFlags.Variable) !== 0,
    };
  });

/** True for `[A, B]`, also `readonly`. */
export const isTuple = (checker: ts.TypeChecker, type: ts.Type): type is ts.TupleTypeReference => checker.isTupleType(type);

const labelledFunction = (checker: ts.TypeChecker, signature: ts.Signature): SourceFunction | undefined => {
  for (const { declaration } of argumentsOf(checker, signature)) {
    if (declaration !== undefined && isSourceFunction(declaration.parent)) return declaration.parent;
  }
  return undefined;
};

/** Through a wrapper the compiler sees the last overload only, but the function takes what its implementation takes. */
const isOverloaded = (checker: ts.TypeChecker, { name }: SourceFunction): boolean =>
  ((name && checker.getSymbolAtLocation(name)?.declarations?.length) ?? 1) > 1;

const declaredParameter = (checker: ts.TypeChecker, declaration: ts.ParameterDeclaration, argument: ts.Type | undefined): Parameter => {
  const own = checker.getTypeAtLocation(declaration);
  // The type of the arguments has type parameters erased to their constraint; a wrapper may have lost everything else.
  const known = argument !== undefined && !(argument.flags & ts.TypeFlags.Any);
  return {
    declaration,
    type: known ? argument : own,
    optional: checker.isOptionalParameter(declaration) || declaration.initializer !== undefined,
    rest: declaration.dotDotDotToken !== undefined,
  };
};
