import { Ajv2020 } from "ajv/dist/2020.js";
import type { JsonSchema } from "../model/json-schema.ts";
import type { ResolveClass } from "./instance.ts";
import { containerKeywords, instanceKeyword, simpleKeywords } from "./keywords.ts";

/** True where a value fits, false where not, undefined where it leads too deep, or round and round, for code that calls itself. */
export type CompiledCheck = (value: unknown) => boolean | undefined;

/**
 * The question whether a value fits a schema, as compiled code: for data so large that walking it takes longer than loading the
 * compiler. It says yes or no; the reasons are found by the walk.
 */
export const compileCheck = (schema: JsonSchema, resolveClass: ResolveClass | undefined): CompiledCheck => {
  const ajv = new Ajv2020({
    // The schema is our own, and a wrong keyword in it our bug.
    strictSchema: true,
    strictTypes: false,
    strictTuples: false,
    strictRequired: false,
    // NaN and the infinities are numbers to TypeScript.
    strictNumbers: false,
    meta: false,
    validateSchema: false,
    messages: false,
    addUsedSchema: false,
  });
  for (const keyword of [...simpleKeywords, instanceKeyword(resolveClass), ...containerKeywords]) ajv.addKeyword(keyword);
  const validate = ajv.compile(schema);
  return (value) => {
    try {
      return validate(value);
    } catch (error) {
      if (error instanceof RangeError) return undefined;
      throw error;
    }
  };
};
