import { types } from "node:util";
import type { JsonSchema } from "../model/json-schema.ts";
import { isJsonType, isOwnType } from "./kinds.ts";
import type { Rules } from "./rules.ts";

/** True where a value is of the right kind, whatever is inside it. Branches and parts of the schema are not looked at. */
export const fitsSurface = ({ isInstance, matches }: Rules, schema: JsonSchema, value: unknown): boolean => {
  const { type, enum: literals, pattern, "x-type": own, "x-bigint": digits, "x-instanceof": instance } = schema;
  if (schema.not !== undefined) return false;
  if (type !== undefined && !(typeof type === "string" ? isJsonType(value, type) : type.some((one) => isJsonType(value, one))))
    return false;
  if (literals?.some((literal) => literal === value) === false) return false;
  if (pattern !== undefined && typeof value === "string" && !matches(value, pattern)) return false;
  if (own !== undefined && !isOwnType(value, own)) return false;
  if (digits !== undefined && value !== BigInt(digits)) return false;
  if (instance !== undefined && !isInstance(value, instance)) return false;
  if (schema["x-map"] !== undefined && !types.isMap(value)) return false;
  return schema["x-set"] === undefined || types.isSet(value);
};

/** The same, through references, branches and parts: whether it is worth a look inside. */
export const mayFit = (rules: Rules, schema: JsonSchema, value: unknown): boolean => {
  const resolved = rules.resolve(schema);
  if (!fitsSurface(rules, resolved, value)) return false;
  if (resolved.allOf?.every((part) => mayFit(rules, part, value)) === false) return false;
  return resolved.anyOf?.some((branch) => mayFit(rules, branch, value)) ?? true;
};
