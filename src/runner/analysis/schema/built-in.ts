import type { JsonSchema } from "../../model/json-schema.ts";
import ts from "../typescript.ts";
import { isLibrary } from "../signature/sources.ts";
import type { Build } from "./build.ts";
import { arrayOf } from "./lists.ts";

/**
 * The schema of a class that JavaScript or Node brings along: `Date`, `Map<K, V>`, `Uint8Array`, `URL`, … A value must be one, not only
 * look like one. Undefined for another type.
 */
export const builtInSchema = (build: Build, type: ts.Type, at: string): JsonSchema | undefined => {
  const symbol = type.getSymbol();
  if (symbol === undefined || !isFromLibrary(symbol)) return undefined;
  const wrapped = wrappers.get(symbol.name);
  if (wrapped !== undefined) return wrapped;
  const [first, second] = typeArguments(build.checker, type);
  switch (symbol.name) {
    case "Map":
    case "ReadonlyMap":
      if (first === undefined || second === undefined) return undefined;
      return { "x-map": { keys: build.schema(first, `${at}.keys()`), values: build.schema(second, `${at}.get()`) } };
    case "Set":
    case "ReadonlySet":
      return first && { "x-set": build.schema(first, `${at}.values()`) };
    case "ArrayBufferView":
      return { "x-instanceof": { name: symbol.name, builtIn: true } };
    default:
      return hasConstructor(build.checker, symbol) ? instanceSchema(symbol.name) : undefined;
  }
};

/**
 * Which built-in class a class or interface extends: `class Rows extends Array<Row>`. Only the kind of value: with which type arguments
 * cannot be asked of the compiler, the type of array elements aside.
 */
export const builtInBase = (build: Build, type: ts.Type, at: string): JsonSchema | undefined => {
  for (const base of basesOf(build.checker, type)) {
    const symbol = base.getSymbol();
    if (symbol === undefined) continue;
    if (!isFromLibrary(symbol)) {
      const further = builtInBase(build, base, at);
      if (further !== undefined) return further;
    } else if (build.checker.isArrayType(base)) {
      return arrayOf(build, build.checker.getIndexTypeOfType(type, ts.IndexKind.Number), at);
    } else if (hasConstructor(build.checker, symbol)) return instanceSchema(symbol.name);
  }
  return undefined;
};

/** True for what the compiler's libraries or Node's own types declare, also where a project adds to it. */
export const isFromLibrary = (symbol: ts.Symbol): boolean =>
  symbol.declarations?.some((declaration) => {
    const { fileName } = declaration.getSourceFile();
    return isLibrary(fileName) || /[\\/]node_modules[\\/](?:@types[\\/]node|undici-types)[\\/]/.test(fileName);
  }) ?? false;

/** The names that stand for primitives, and for anything. */
const wrappers: ReadonlyMap<string, JsonSchema> = new Map<string, JsonSchema>([
  ["String", { type: "string" }],
  ["Number", { type: "number" }],
  ["Boolean", { type: "boolean" }],
  ["BigInt", { "x-type": "bigint" }],
  ["Symbol", { "x-type": "symbol" }],
  ["Object", { "x-type": "present" }],
  ["Function", { "x-type": "function" }],
  ["CallableFunction", { "x-type": "function" }],
  ["NewableFunction", { "x-type": "function" }],
]);

/** These have constructors, but what has their members is one: an error need not be made by `Error`. */
const structural = /Error$|^DOMException$|^(?:Async)?Iterator$/;

/** An interface and a variable of one name are how the libraries declare a class; `Math` is declared so too, and makes nothing. */
const hasConstructor = (checker: ts.TypeChecker, symbol: ts.Symbol): boolean => {
  if (structural.test(symbol.name)) return false;
  if (symbol.flags & ts.SymbolFlags.Class) return true;
  const isBoth = (symbol.flags & ts.SymbolFlags.Interface) !== 0 && (symbol.flags & ts.SymbolFlags.Variable) !== 0;
  return isBoth && checker.getTypeOfSymbol(symbol).getProperty("prototype") !== undefined;
};

const instanceSchema = (name: string): JsonSchema => ({
  // A class of one of Node's modules is no global: it is told by its name like anybody's.
  "x-instanceof": { name, ...(typeof Reflect.get(globalThis, name) === "function" && { builtIn: true }) },
});

const typeArguments = (checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] =>
  isReference(type) ? checker.getTypeArguments(type) : [];

const basesOf = (checker: ts.TypeChecker, type: ts.Type): readonly ts.Type[] => {
  const declared = isReference(type) ? type.target : type;
  return declared.isClassOrInterface() ? checker.getBaseTypes(declared) : [];
};

const isReference = (type: ts.Type): type is ts.TypeReference =>
  (type.flags & ts.TypeFlags.Object) !== 0 && ((type as ts.ObjectType).objectFlags & ts.ObjectFlags.Reference) !== 0;
