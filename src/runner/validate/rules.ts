import type { InstanceOf, JsonSchema } from "../model/json-schema.ts";
import { instanceCheck, type ResolveClass } from "./instance.ts";
import { resolveIn, type Resolve } from "./resolve.ts";

/** What a walk looks up time and again. */
export interface Rules {
  readonly resolve: Resolve;
  readonly isInstance: (value: unknown, wanted: InstanceOf) => boolean;
  readonly matches: (text: string, pattern: string) => boolean;
  /** Only a part of long lists is looked at. */
  readonly sampled: boolean;
}

/** @param root the schema that holds the definitions */
export const rulesOf = (root: JsonSchema, resolveClass?: ResolveClass, sampled = false): Rules => {
  const patterns = new Map<string, RegExp>();
  const instances = new Map<InstanceOf, (value: unknown) => boolean>();
  return {
    resolve: resolveIn(root),
    sampled,
    isInstance: (value, wanted) => {
      const check = instances.get(wanted) ?? instanceCheck(wanted, resolveClass);
      instances.set(wanted, check);
      return check(value);
    },
    matches: (text, pattern) => {
      const compiled = patterns.get(pattern) ?? new RegExp(pattern, "u");
      patterns.set(pattern, compiled);
      return compiled.test(text);
    },
  };
};
