import type { JsonSchema } from "../../model/json-schema.ts";
import ts from "../typescript.ts";
import { memberPlace, type Build } from "./build.ts";
import { isFromLibrary } from "./built-in.ts";
import { isHidden } from "./class.ts";
import { withoutUndefined } from "./combine.ts";
import { textPattern } from "./text-pattern.ts";

/** What a type says of the properties of a value. */
type Members = Pick<JsonSchema, "properties" | "required" | "x-present" | "x-defined" | "patternProperties" | "additionalProperties">;

/**
 * The properties and index signatures of a type. Other properties are allowed, as the compiler allows them in everything that is not
 * written down on the spot.
 *
 * @param own leaves out what a built-in base class declares: an instance has it anyway
 */
export const membersOf = (build: Build, type: ts.Type, at: string, own = false): Members => {
  const properties: [string, JsonSchema][] = [];
  const required: string[] = [];
  const present: string[] = [];
  const defined: string[] = [];
  for (const property of build.checker.getPropertiesOfType(type)) {
    if (isHidden(property) || (own && isFromLibrary(property)) || isPhantom(build, property, at)) continue;
    const { name } = property;
    const { schema, allowsUndefined } = propertySchema(build, property, memberPlace(at, name));
    if (Object.keys(schema).length > 0) properties.push([name, schema]);
    if (property.flags & ts.SymbolFlags.Optional) {
      if (!allowsUndefined) defined.push(name);
    } else if (build.strict) (allowsUndefined ? present : required).push(name);
  }
  return {
    ...(properties.length > 0 && { properties: Object.fromEntries(properties) }),
    ...(required.length > 0 && { required }),
    ...(present.length > 0 && { "x-present": present }),
    ...(defined.length > 0 && { "x-defined": defined }),
    ...indexes(build, type, at),
  };
};

interface PropertySchema {
  /** What the value may be besides `undefined`, which presence decides. */
  readonly schema: JsonSchema;
  readonly allowsUndefined: boolean;
}

const propertySchema = (build: Build, property: ts.Symbol, at: string): PropertySchema => {
  const type = build.checker.getTypeOfSymbol(property);
  const allowsUndefined = (type.isUnion() ? type.types : [type]).some((one) => hasUndefined(build, one));
  const optional = (property.flags & ts.SymbolFlags.Optional) !== 0;
  const schema = build.schema(type, at);
  return { schema: optional || allowsUndefined ? withoutUndefined(schema) : schema, allowsUndefined };
};

/** Under `exactOptionalPropertyTypes` an optional property has an `undefined` of its own, which means only that it may be missing. */
const hasUndefined = ({ checker, strict }: Build, type: ts.Type): boolean =>
  !strict ||
  type === checker.getUndefinedType() ||
  (type.flags & (ts.TypeFlags.Any | ts.TypeFlags.Unknown | ts.TypeFlags.Void | ts.TypeFlags.Instantiable)) !== 0;

/** A property that no text can name, or that only marks a type and is never there (`string & { __brand: "UserId" }`). */
const isPhantom = (build: Build, property: ts.Symbol, at: string): boolean => {
  if (property.escapedName.toString().startsWith("__@")) {
    if (!(property.flags & ts.SymbolFlags.Optional)) build.note(at, "properties under symbols");
    return true;
  }
  // What `__proto__` gives is not a property either.
  return /^(?:_{1,2}(?:brand|flavou?r|nominal|opaque)|__proto__)$/.test(property.name);
};

const indexes = (build: Build, type: ts.Type, at: string): Pick<Members, "patternProperties" | "additionalProperties"> => {
  const patterns: [string, JsonSchema][] = [];
  let others: JsonSchema | undefined;
  for (const { keyType, type: value } of build.checker.getIndexInfosOfType(type)) {
    const schema = build.schema(value, `${at}[key]`);
    if (Object.keys(schema).length === 0) continue;
    if (keyType.flags & ts.TypeFlags.String) others = schema;
    else if (keyType.flags & ts.TypeFlags.Number) patterns.push([numericKey, schema]);
    else {
      const pattern = textPattern(keyType);
      if (pattern === undefined) build.note(at, "properties under symbols");
      else patterns.push([pattern, schema]);
    }
  }
  return {
    ...(patterns.length > 0 && { patternProperties: Object.fromEntries(patterns) }),
    ...(others && { additionalProperties: others }),
  };
};

/** How a number reads as a key. */
const numericKey = String.raw`^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]\d+)?|-?Infinity|NaN)$`;
