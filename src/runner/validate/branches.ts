import type { JsonSchema } from "../model/json-schema.ts";
import { isObject } from "./kinds.ts";
import type { Rules } from "./rules.ts";
import { mayFit } from "./surface.ts";

/** A property that tells branches apart, and what it may be in any of them. */
export interface Discriminant {
  readonly key: string;
  readonly schemas: readonly JsonSchema[];
}

/**
 * The branches of a union that a value can be meant for: those of its kind, and of these the ones whose discriminant it has. Where its
 * discriminant is in none of them, that discriminant.
 */
export const branchesFor = (rules: Rules, branches: readonly JsonSchema[], value: unknown): readonly JsonSchema[] | Discriminant => {
  const { resolve } = rules;
  let candidates = branches.filter((branch) => mayFit(rules, branch, value));
  if (candidates.length < 2 || !isObject(value)) return candidates;
  for (const key of discriminants(candidates.map(resolve))) {
    const fitting = candidates.filter((branch) => literalsAt(resolve(branch), key)?.some((literal) => literal === value[key]));
    if (fitting.length === 0) return { key, schemas: candidates.flatMap((branch) => resolve(branch).properties?.[key] ?? []) };
    candidates = fitting;
  }
  return candidates;
};

/** Resolved branches only: keys that have literals in every branch, not the same everywhere. */
const discriminants = (branches: readonly JsonSchema[]): string[] =>
  Object.keys(branches[0]?.properties ?? {}).filter((key) => {
    const literals = branches.map((branch) => literalsAt(branch, key));
    return !literals.includes(undefined) && new Set(literals.map((each) => JSON.stringify(each))).size > 1;
  });

const literalsAt = ({ properties = {}, required = [] }: JsonSchema, key: string): JsonSchema["enum"] =>
  required.includes(key) && Object.hasOwn(properties, key) ? properties[key]?.enum : undefined;
