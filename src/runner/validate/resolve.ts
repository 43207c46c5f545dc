import type { JsonSchema } from "../model/json-schema.ts";

/** What a schema stands for: itself, or the definition that it refers to. */
export type Resolve = (schema: JsonSchema) => JsonSchema;

/** @param root the schema that holds the definitions */
export const resolveIn =
  (root: JsonSchema): Resolve =>
  (schema) => {
    let resolved = schema;
    while (resolved.$ref !== undefined) {
      const target: JsonSchema | undefined = root.$defs?.[definitionName(resolved.$ref)];
      if (target === undefined) throw new Error(`The schema has no definition ${resolved.$ref}`);
      resolved = target;
    }
    return resolved;
  };

/** `#/$defs/Dataset` → `Dataset`. */
export const definitionName = (reference: string): string => reference.slice("#/$defs/".length);
