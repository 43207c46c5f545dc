import { lstatSync, readFileSync } from "node:fs";
import type * as z from "zod/mini";

/** What was found where a JSON file of the store should be. `damaged`: something is there that cannot be read as what it should be. */
export type Stored<T> = { readonly state: "good"; readonly value: T } | { readonly state: "missing" } | { readonly state: "damaged" };

/**
 * Reads a JSON file of the store and checks it against its schema. Links are not followed: a store that came with a clone must not
 * make us read files elsewhere.
 */
export function readStored<S extends z.ZodMiniType>(path: string, schema: S): Stored<z.output<S>> {
  try {
    const found = lstatSync(path, { throwIfNoEntry: false });
    if (found === undefined) return { state: "missing" };
    if (!found.isFile()) return { state: "damaged" };
    const decoded = schema.safeParse(JSON.parse(readFileSync(path, "utf8")));
    return decoded.success ? { state: "good", value: decoded.data } : { state: "damaged" };
  } catch {
    return { state: "damaged" };
  }
}
