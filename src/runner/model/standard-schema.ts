import type { StandardSchemaV1 } from "@standard-schema/spec";

/** True for whatever follows the Standard Schema specification: a schema of zod, valibot or arktype, whose types are functions. */
export const isStandardSchema = (value: unknown): value is StandardSchemaV1 => {
  if ((typeof value !== "object" && typeof value !== "function") || value === null || !("~standard" in value)) return false;
  const standard = value["~standard"];
  return typeof standard === "object" && standard !== null && "validate" in standard && typeof standard.validate === "function";
};
