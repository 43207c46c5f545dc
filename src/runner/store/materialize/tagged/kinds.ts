import { types } from "node:util";
import type { LoadableClass } from "../../../model/materializer.ts";
import { DirectoryRef, FileRef, TaggedText } from "../../../model/values.ts";
import { asBinary, type Binary } from "../binary.ts";

/** What an object is, as far as storing it is concerned. */
export type ObjectKind =
  | { readonly kind: "list"; readonly value: readonly unknown[] }
  | { readonly kind: "object"; readonly value: Readonly<Record<string, unknown>> }
  | { readonly kind: "date"; readonly value: Date }
  | { readonly kind: "map"; readonly value: ReadonlyMap<unknown, unknown> }
  | { readonly kind: "set"; readonly value: ReadonlySet<unknown> }
  | { readonly kind: "regexp"; readonly value: RegExp }
  | { readonly kind: "url"; readonly value: URL }
  | { readonly kind: "error"; readonly value: Error; readonly type: ErrorType }
  | { readonly kind: "text"; readonly value: TaggedText }
  | { readonly kind: "binary"; readonly value: Binary }
  /** Kept by `v8.serialize` only: `new Number(1)` and the like, and `arguments`. */
  | { readonly kind: "v8" }
  | { readonly kind: "file" }
  | { readonly kind: "promise" }
  /** An instance of a class. */
  | { readonly kind: "instance" };

const errorTypes = { Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError, AggregateError } as const;
export type ErrorType = keyof typeof errorTypes;

const errorTypeOf = new Map<unknown, ErrorType>(Object.entries(errorTypes).map(([name, type]) => [type.prototype, name as ErrorType]));

/** The prototype that an error of this type has; undefined for a name that is none of JavaScript's own. */
export function errorPrototype(name: string): Error | undefined {
  return Object.hasOwn(errorTypes, name) ? errorTypes[name as ErrorType].prototype : undefined;
}

/** Tells what an object is. By its exact prototype: an instance of a subclass of `Map` is an instance, since `Map` would not bring it back. */
export function kindOf(value: object): ObjectKind {
  const prototype: unknown = Object.getPrototypeOf(value);
  switch (prototype) {
    case Array.prototype:
      if (Array.isArray(value)) return { kind: "list", value };
      break;
    case Object.prototype:
    case null:
      if (types.isArgumentsObject(value)) return { kind: "v8" };
      if (!types.isModuleNamespaceObject(value)) return { kind: "object", value: value as Readonly<Record<string, unknown>> };
      break;
    case Date.prototype:
      if (types.isDate(value)) return { kind: "date", value };
      break;
    case Map.prototype:
      if (types.isMap(value)) return { kind: "map", value };
      break;
    case Set.prototype:
      if (types.isSet(value)) return { kind: "set", value };
      break;
    case RegExp.prototype:
      if (types.isRegExp(value)) return { kind: "regexp", value };
      break;
    case URL.prototype:
      if (value instanceof URL) return { kind: "url", value };
      break;
  }
  return rarerKind(value, prototype);
}

function rarerKind(value: object, prototype: unknown): ObjectKind {
  const binary = asBinary(value);
  if (binary !== undefined) return { kind: "binary", value: binary };
  const errorType = errorTypeOf.get(prototype);
  if (errorType !== undefined && value instanceof Error) return { kind: "error", value, type: errorType };
  if (TaggedText.is(value)) return { kind: "text", value };
  if (FileRef.is(value) || DirectoryRef.is(value)) return { kind: "file" };
  if (types.isPromise(value) || (!isLoadable(value) && isThenable(value))) return { kind: "promise" };
  if (types.isBoxedPrimitive(value) && Object.getPrototypeOf(prototype) === Object.prototype) return { kind: "v8" };
  return { kind: "instance" };
}

const isThenable = (value: object): boolean => "then" in value && typeof value.then === "function";

/** The class of an instance, by the name that its author gave it. */
export function className(value: object): string {
  const name = classOf(value)?.name ?? "";
  return name === "" ? "class without a name" : name;
}

/** Whether the class is one of JavaScript's own, to which nobody adds a method. */
export function isBuiltIn(value: object): boolean {
  const type = classOf(value);
  return type !== undefined && Reflect.get(globalThis, type.name) === type;
}

/** Whether the instance writes itself as JSON and its class rebuilds it from that. */
export function isLoadable(value: object): value is WithJson {
  const type = classOf(value);
  return hasToJson(value) && type !== undefined && loader(type) !== undefined;
}

/** The static method that rebuilds an instance from its JSON, bound to its class. */
export function loader(type: LoadableClass): ((json: unknown) => unknown) | undefined {
  const load: unknown = Reflect.get(type, "fromJSON") ?? Reflect.get(type, "load");
  return typeof load === "function" ? (json) => load.call(type, json) as unknown : undefined;
}

/** What writes itself as JSON. */
export interface WithJson {
  toJSON(key: string): unknown;
}

/** Whether `JSON.stringify` would ask the value for its JSON. */
export function hasToJson(value: object): value is WithJson {
  return "toJSON" in value && typeof value.toJSON === "function";
}

function classOf(value: object): LoadableClass | undefined {
  const prototype: unknown = Object.getPrototypeOf(value);
  if (typeof prototype !== "object" || prototype === null || !("constructor" in prototype)) return undefined;
  const type: unknown = prototype.constructor;
  return typeof type === "function" && type !== Object ? type : undefined;
}
