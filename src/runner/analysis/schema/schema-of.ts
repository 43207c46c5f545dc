import type { InstanceOf, JsonSchema } from "../../model/json-schema.ts";
import ts from "../typescript.ts";
import type { Build } from "./build.ts";
import { anyOf, onlyUndefined } from "./combine.ts";
import { Definitions } from "./definitions.ts";
import { intersectionSchema } from "./intersection.ts";
import { objectSchema } from "./object.ts";
import { primitiveSchema } from "./primitives.ts";
import { typeName } from "./type-name.ts";

/** What a type comes to at run time. */
export interface TypeSchema {
  readonly schema: JsonSchema;
  /** What cannot be checked, with its place: `onDone: what a function takes and returns`. The type's own place is `value`. */
  readonly unchecked: readonly string[];
}

/** A class may have a hundred methods. */
const shortened = (notes: readonly string[]): readonly string[] =>
  notes.length <= limits.notes ? notes : [...notes.slice(0, limits.notes), `${notes.length - limits.notes} more`];

/** `Map<string, number>` and `Date` say themselves what they are. */
const titled = (name: string | undefined, schema: JsonSchema): JsonSchema => {
  const [keyword, ...others] = Object.keys(schema);
  const speaks = others.length === 0 && (keyword === "x-map" || keyword === "x-set" || schema["x-instanceof"]?.builtIn === true);
  return name === undefined || speaks ? schema : { title: name, ...schema };
};

/** A type that is nested deeper, or has more types in it, has no end that matters: `type Deep<T> = { next: Deep<T[]> }`. */
const limits = { depth: 24, types: 2000, notes: 10 };

/** What only the caller knows of types. */
export interface SchemaOptions {
  /** Where the class of a type comes from, so that the class itself and not only its name can be asked for. */
  readonly originOf?: (type: ts.Type) => InstanceOf["origin"];
  /** True for a part of an intersection that only says something to the compiler: it, and the name of an alias that adds it, are left out. */
  readonly isMark?: (type: ts.Type) => boolean;
  /** True for a type of ours: its author is not told what of it cannot be checked. */
  readonly isOurs?: (type: ts.Type) => boolean;
}

/**
 * The schema of a type, or of one of several types.
 *
 * @example schemaOf(checker, checker.getTypeAtLocation(node)).schema // { type: "array", items: { type: "number" } }
 */
export const schemaOf = (
  checker: ts.TypeChecker,
  type: ts.Type | readonly ts.Type[],
  { originOf = () => undefined, isMark = () => false, isOurs = () => false }: SchemaOptions = {},
): TypeSchema => {
  const definitions = new Definitions();
  const notes = new Set<string>();
  const strict = !checker.isTypeAssignableTo(checker.getNullType(), checker.getStringType());
  let depth = 0;
  let types = 0;
  let quiet = false;

  const build: Build = {
    checker,
    strict,
    origin: originOf,
    note: (at, what) => {
      if (!quiet) notes.add(`${at === "" ? "value" : at}: ${what}`);
    },
    schema: (marked, at) => {
      const part = unmarked(marked);
      const primitive = primitiveSchema(build, part, at);
      if (primitive !== undefined) return loose(primitive);
      const name = part.isUnion() && part.types.some((member) => unmarked(member) !== member) ? undefined : typeName(checker, part);
      const known = definitions.reference(part, name);
      if (known !== undefined) return loose(known);
      if (depth === limits.depth || types === limits.types) {
        build.note("", "what is nested too deep");
        return {};
      }
      depth++;
      types++;
      const before = quiet;
      quiet ||= isOurs(part);
      const schema = definitions.define(part, name, () => titled(name, describe(part, at)));
      quiet = before;
      depth--;
      return loose(schema);
    },
  };

  const unmarked = (part: ts.Type): ts.Type => {
    const kept = part.isIntersection() ? part.types.filter((member) => !isMark(member)) : [];
    return kept[0] !== undefined && kept.length === 1 ? kept[0] : part;
  };

  const loose = (schema: JsonSchema): JsonSchema => (strict ? schema : anyOf([schema, { type: "null" }, onlyUndefined]));

  const describe = (part: ts.Type, at: string): JsonSchema => {
    if (part.isUnion()) return anyOf(part.types.map((member) => build.schema(member, at)));
    if (part.isIntersection()) return intersectionSchema(build, part, at);
    if (part.flags & ts.TypeFlags.Object) return objectSchema(build, part, at);
    const constraint = checker.getBaseConstraintOfType(part);
    build.note(at, "a type parameter without an argument");
    return constraint === undefined || constraint === part ? {} : build.schema(constraint, at);
  };

  const schema = "flags" in type ? build.schema(type, "") : anyOf(type.map((one) => build.schema(one, "")));
  const all = definitions.all();
  return { schema: Object.keys(all).length === 0 ? schema : { ...schema, $defs: all }, unchecked: shortened([...notes]) };
};
