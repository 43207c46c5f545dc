import type { StandardSchemaV1 } from "@standard-schema/spec";
import { gotText } from "./got.ts";
import { pathText, type Place } from "./place.ts";
import { most, type Violation, type Findings } from "./violation.ts";

/** What a schema of the author's makes of a value, or what it has against it. */
export type StandardResult = { readonly findings: Findings } | { readonly value: unknown };

/**
 * Asks a Standard Schema. What it throws counts as what it has against the value.
 *
 * @param name what paths start with: `config` for `config.layers[2]`
 */
export const checkStandard = async (schema: StandardSchemaV1, value: unknown, name: string): Promise<StandardResult> => {
  let result: StandardSchemaV1.Result<unknown>;
  try {
    result = await schema["~standard"].validate(value);
  } catch (error) {
    const says = `the schema threw ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`;
    return { findings: { violations: [{ path: name, says, got: gotText(value) }], total: 1 } };
  }
  if (result.issues === undefined) return { value: result.value };
  const { issues } = result;
  return {
    findings: { violations: issues.slice(0, most).map((issue) => violationOf(issue, value, name)), total: issues.length },
  };
};

const violationOf = ({ message, path = [] }: StandardSchemaV1.Issue, value: unknown, name: string): Violation => {
  let place: Place | undefined;
  let found: unknown = value;
  let isThere = true;
  for (const segment of path) {
    const key = typeof segment === "object" ? segment.key : segment;
    const within = place;
    place = typeof key === "number" ? { within, as: "element", key } : { within, as: "property", key: String(key) };
    isThere = isHolder(found) && key in found;
    found = isHolder(found) ? Reflect.get(found, key) : undefined;
  }
  return { path: pathText(place, name), says: message.replace(/\.$/, ""), got: isThere ? gotText(found) : "nothing" };
};

const isHolder = (value: unknown): value is object => (typeof value === "object" && value !== null) || typeof value === "function";
