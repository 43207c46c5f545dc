import type { JsonSchema } from "../../model/json-schema.ts";
import ts from "../typescript.ts";
import type { Build } from "./build.ts";
import { allOf } from "./combine.ts";
import { membersOf } from "./members.ts";
import { objectSchema, specialSchema } from "./object.ts";

/**
 * The schema of an intersection. Of plain members one object is made. Beside a primitive, members are a mark that no value has
 * (`string & { __brand: "UserId" }`); beside a list or class they are asked of the value too, where it is not a list.
 */
export const intersectionSchema = (build: Build, type: ts.IntersectionType, at: string): JsonSchema => {
  const primitives = type.types.filter((part) => !isObject(part));
  if (primitives.length > 0) return allOf(primitives.map((part) => build.schema(part, at)));
  const plain: ts.Type[] = [];
  const special: JsonSchema[] = [];
  for (const part of type.types) {
    const schema = isPlain(build, part) ? undefined : build.schema(part, at);
    if (schema === undefined) plain.push(part);
    else special.push(schema);
  }
  if (special.length === 0) return objectSchema(build, type, at);
  return allOf([...special, ...plain.map((part) => membersOf(build, part, at))]);
};

/** Asked with a build that remembers nothing: the question must leave no trace in the answer. */
const isPlain = (build: Build, type: ts.Type): boolean => {
  const silent: Build = { ...build, schema: () => ({}), note: () => undefined };
  return specialSchema(silent, type, "") === undefined;
};

const isObject = (type: ts.Type): boolean => (type.flags & ts.TypeFlags.Object) !== 0;
