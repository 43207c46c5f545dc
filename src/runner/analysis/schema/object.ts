import type { JsonSchema } from "../../model/json-schema.ts";
import ts from "../typescript.ts";
import type { Build } from "./build.ts";
import { builtInBase, builtInSchema } from "./built-in.ts";
import { nominalClass } from "./class.ts";
import { allOf, anyOf } from "./combine.ts";
import { arrayOf, listSchema } from "./lists.ts";
import { membersOf } from "./members.ts";

/** The schema of an object type: list, built-in class, function, class, or the members that a value must have. */
export const objectSchema = (build: Build, type: ts.Type, at: string): JsonSchema =>
  specialSchema(build, type, at) ?? structuralSchema(build, type, at);

/** The schema of an object type that is more than its members; undefined for one that is not. */
export const specialSchema = (build: Build, type: ts.Type, at: string): JsonSchema | undefined => {
  const known = listSchema(build, type, at) ?? builtInSchema(build, type, at);
  if (known !== undefined) return known;
  if (type.getCallSignatures().length > 0 || type.getConstructSignatures().length > 0) {
    build.note(at, "what a function takes and returns");
    return { "x-type": "function" };
  }
  const base = builtInBase(build, type, at);
  const instance = nominalClass(build, type);
  if (base === undefined && instance === undefined) return undefined;
  const isList = base?.type === "array";
  if (isList) build.note(at, "properties of an array");
  const members = isList ? {} : membersOf(build, type, at, true);
  return allOf([base ?? {}, { ...(instance && { "x-instanceof": instance }), ...members }]);
};

/** A type that only says which members a value has, so that a list or a text may have them as well (`{ length: number }`). */
const structuralSchema = (build: Build, type: ts.Type, at: string): JsonSchema => {
  const members = membersOf(build, type, at);
  const { checker } = build;
  if (isOpen(checker, type)) return { "x-type": "present" };
  const others: JsonSchema[] = [];
  if (checker.isTypeAssignableTo(checker.getStringType(), type)) others.push({ type: "string" });
  if (checker.isTypeAssignableTo(checker.getNumberType(), type)) others.push({ type: "number" });
  if (checker.isTypeAssignableTo(checker.getBooleanType(), type)) others.push({ type: "boolean" });
  if (fitsArrays(members)) others.push(arrayOf(build, type.getNumberIndexType(), at));
  return anyOf([{ type: "object", ...(isRecord(checker, type) && { "x-type": "record" as const }), ...members }, ...others]);
};

/** True where any text may be a key. The compiler lets every object be one of `any`. */
const isRecord = (checker: ts.TypeChecker, type: ts.Type): boolean => {
  const index = checker.getIndexInfosOfType(type).find(({ keyType }) => keyType === checker.getStringType());
  return index !== undefined && (index.type.flags & ts.TypeFlags.Any) === 0;
};

/** True where a type names nothing at all, as `{}`, or only symbols, as `Iterable<T>`: texts and lists have those as well. */
const isOpen = (checker: ts.TypeChecker, type: ts.Type): boolean =>
  checker.getIndexInfosOfType(type).length === 0 &&
  checker.getPropertiesOfType(type).every(({ escapedName }) => escapedName.toString().startsWith("__@"));

const arrayMembers = new Set(Object.getOwnPropertyNames(Array.prototype));

/** True where an array has everything that is asked for. Optional members alone are not enough: there the compiler wants one in common. */
const fitsArrays = ({ required = [], additionalProperties }: JsonSchema): boolean =>
  required.length > 0 && additionalProperties === undefined && required.every((name) => arrayMembers.has(name));
