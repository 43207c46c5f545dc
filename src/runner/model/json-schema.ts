import * as z from "zod/mini";
import type { ClassOrigin } from "./signature.ts";

/** What JSON itself calls a type, `integer` aside: TypeScript has no such thing. */
export type JsonType = "string" | "number" | "boolean" | "null" | "object" | "array";

/**
 * What a value can be besides JSON. `object`: anything but a primitive, functions included. `present`: anything but `null` and
 * `undefined`, which is what TypeScript's `{}` means. `record`: an object whose keys are data, so not a map, a date or a typed array.
 */
export type OwnType = "undefined" | "bigint" | "symbol" | "function" | "object" | "present" | "record";

/** Keys whose values have schemas. */
export type JsonSchemas = Readonly<Record<string, JsonSchema>>;

/**
 * A class that a value must be an instance of. `builtIn`: one that every Node has, told by what it is and not by its name.
 * Otherwise by the class that `origin` leads to, or by the name of a constructor on the prototype chain.
 */
export interface InstanceOf {
  readonly name: string;
  readonly builtIn?: true;
  readonly origin?: ClassOrigin;
}

/**
 * What a TypeScript type comes to at run time: the part of JSON Schema (2020-12) that types need, and keywords of our own, `x-…`, for
 * what JSON lacks. A validator that does not know those accepts what they would look at. Numbers include `NaN` and the infinities.
 */
export interface JsonSchema {
  readonly $defs?: JsonSchemas;
  /** Only `#/$defs/NAME`. */
  readonly $ref?: string;
  /** The name of the type, as messages call it. */
  readonly title?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly enum?: readonly (string | number | boolean | null)[];
  /** Unicode (`u`) regular expression. */
  readonly pattern?: string;
  readonly properties?: JsonSchemas;
  /** Keys whose values may not be `undefined`. */
  readonly required?: readonly string[];
  readonly patternProperties?: JsonSchemas;
  readonly additionalProperties?: JsonSchema;
  readonly prefixItems?: readonly JsonSchema[];
  /** Elements after the prefix; `false` where there are none. */
  readonly items?: JsonSchema | false;
  readonly minItems?: number;
  readonly anyOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  /** Only `{}`: nothing is accepted, which is what `never` means. */
  readonly not?: Readonly<Record<string, never>>;
  readonly "x-type"?: OwnType;
  /** The digits of a bigint literal. */
  readonly "x-bigint"?: string;
  readonly "x-instanceof"?: InstanceOf;
  readonly "x-map"?: { readonly keys: JsonSchema; readonly values: JsonSchema };
  readonly "x-set"?: JsonSchema;
  /** In place of `items` where a tuple goes on after its rest (`[...number[], string]`): what stands between the prefix and `x-last`. */
  readonly "x-rest"?: JsonSchema;
  /** The end of a tuple whose rest stands before it. `minItems` covers it. */
  readonly "x-last"?: readonly JsonSchema[];
  /** Keys that must be there, though their value may be `undefined`. */
  readonly "x-present"?: readonly string[];
  /** Optional keys that, where they are there, may not be `undefined` (`exactOptionalPropertyTypes`). */
  readonly "x-defined"?: readonly string[];
}

/** Reads one that we have written ourselves: going through all of it would cost more than it could find. */
export const JsonSchema: z.ZodMiniType<JsonSchema> = z.custom<JsonSchema>((value: unknown) => typeof value === "object" && value !== null);
