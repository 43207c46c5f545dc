import { types } from "node:util";
import type { InstanceOf } from "../model/json-schema.ts";

/** Finds a class where it comes from; undefined where that is not loaded. */
export type ResolveClass = (origin: NonNullable<InstanceOf["origin"]>) => (abstract new (...args: never[]) => unknown) | undefined;

/** The question whether a value is an instance of a class, ready to be asked many times. */
export const instanceCheck = ({ name, builtIn, origin }: InstanceOf, resolveClass?: ResolveClass): ((value: unknown) => boolean) => {
  if (builtIn === true) return builtInChecks.get(name) ?? globalCheck(name);
  const found = origin && resolveClass?.(origin);
  if (found === undefined) return (value) => hasConstructorNamed(value, name);
  // Of a package there may be two copies in one process, one for `import` and one for `require`: to the compiler they are one class.
  if (origin?.kind === "package") return (value) => value instanceof found || hasConstructorNamed(value, name);
  return (value) => value instanceof found;
};

/** By what a value is: those of another realm (a `vm` context, a test runner) are as good, where `instanceof` says no. */
const builtInChecks: ReadonlyMap<string, (value: unknown) => boolean> = new Map<string, (value: unknown) => boolean>([
  ["Date", types.isDate],
  ["RegExp", types.isRegExp],
  ["Promise", types.isPromise],
  ["WeakMap", types.isWeakMap],
  ["WeakSet", types.isWeakSet],
  ["ArrayBuffer", types.isArrayBuffer],
  ["SharedArrayBuffer", types.isSharedArrayBuffer],
  ["ArrayBufferView", (value) => ArrayBuffer.isView(value)],
  ["DataView", types.isDataView],
  ["Buffer", (value) => Buffer.isBuffer(value)],
  ["Int8Array", types.isInt8Array],
  ["Uint8Array", types.isUint8Array],
  ["Uint8ClampedArray", types.isUint8ClampedArray],
  ["Int16Array", types.isInt16Array],
  ["Uint16Array", types.isUint16Array],
  ["Int32Array", types.isInt32Array],
  ["Uint32Array", types.isUint32Array],
  ["Float32Array", types.isFloat32Array],
  ["Float64Array", types.isFloat64Array],
  ["BigInt64Array", types.isBigInt64Array],
  ["BigUint64Array", types.isBigUint64Array],
]);

const globalCheck = (name: string): ((value: unknown) => boolean) => {
  const global: unknown = Reflect.get(globalThis, name);
  return typeof global === "function" ? (value) => value instanceof global : (value) => hasConstructorNamed(value, name);
};

const hasConstructorNamed = (value: unknown, name: string): boolean => {
  if (typeof value !== "object" || value === null) return false;
  for (let level: unknown = Object.getPrototypeOf(value); level !== null; level = Object.getPrototypeOf(level)) {
    if (constructorName(level) === name) return true;
  }
  return false;
};

/** The name of the class of a value, as its prototype says it. */
export const constructorName = (prototype: unknown): string | undefined => {
  const maker: unknown =
    typeof prototype === "object" && prototype !== null && "constructor" in prototype ? prototype.constructor : undefined;
  return typeof maker === "function" ? maker.name : undefined;
};
