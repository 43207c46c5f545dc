import type { InstanceOf, JsonSchema } from "../../model/json-schema.ts";
import type { ts } from "../typescript.ts";

/** What every part of the translation of one type needs. */
export interface Build {
  readonly checker: ts.TypeChecker;
  /** False under `strictNullChecks: false`, where every type has `null` and `undefined` in it. */
  readonly strict: boolean;
  /** The schema of a type that stands at a place, such as `data.features[]`. */
  readonly schema: (type: ts.Type, at: string) => JsonSchema;
  /** Remembers that something at a place cannot be checked. */
  readonly note: (at: string, what: string) => void;
  readonly origin: (type: ts.Type) => InstanceOf["origin"];
}

/** `data` and `labels` → `data.labels`. */
export const memberPlace = (at: string, name: string): string => (at === "" ? name : `${at}.${name}`);
