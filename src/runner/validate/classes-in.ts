import type { InstanceOf, JsonSchema } from "../model/json-schema.ts";

/** Where the classes come from that values of a schema must be instances of. */
export const classesIn = (schema: JsonSchema): NonNullable<InstanceOf["origin"]>[] => {
  const origins: NonNullable<InstanceOf["origin"]>[] = [];
  const visit = ({ "x-instanceof": instance, ...others }: JsonSchema): void => {
    if (instance?.origin !== undefined) origins.push(instance.origin);
    for (const part of partsOf(others)) visit(part);
  };
  visit(schema);
  return origins;
};

const partsOf = (schema: JsonSchema): JsonSchema[] => {
  const { $defs, properties, patternProperties, additionalProperties, items, prefixItems, anyOf, allOf } = schema;
  const { "x-map": map, "x-set": set, "x-rest": rest, "x-last": last } = schema;
  return [
    ...[$defs, properties, patternProperties].flatMap((named) => Object.values(named ?? {})),
    ...[prefixItems, anyOf, allOf, last].flatMap((list) => list ?? []),
    ...[additionalProperties, items, map?.keys, map?.values, set, rest].filter((part) => part !== undefined && part !== false),
  ];
};
