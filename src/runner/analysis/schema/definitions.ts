import type { JsonSchema } from "../../model/json-schema.ts";
import type { ts } from "../typescript.ts";

/** The named and the recursive types of one schema: each stands once under `$defs`, and everywhere else is a reference to it. */
export class Definitions {
  readonly #names = new Map<ts.Type, string>();
  readonly #used = new Set<string>();
  readonly #schemas = new Map<string, JsonSchema>();
  readonly #open = new Map<ts.Type, { referred: boolean }>();

  /** A reference to a type that is known, or that is being described further out. */
  reference(type: ts.Type, name: string | undefined): JsonSchema | undefined {
    const open = this.#open.get(type);
    if (open !== undefined) open.referred = true;
    return open !== undefined || this.#names.has(type) ? refer(this.#nameOf(type, name)) : undefined;
  }

  /** Describes a type, and gives back what stands for it: a reference where it has a name or leads back to itself. */
  define(type: ts.Type, name: string | undefined, describe: () => JsonSchema): JsonSchema {
    const open = { referred: false };
    this.#open.set(type, open);
    const schema = describe();
    this.#open.delete(type);
    if (!open.referred && (name === undefined || isSmall(schema))) return schema;
    const own = this.#nameOf(type, name);
    this.#schemas.set(own, schema);
    return refer(own);
  }

  /** Everything that is referred to, by name. */
  all(): Readonly<Record<string, JsonSchema>> {
    return Object.fromEntries(this.#schemas);
  }

  #nameOf(type: ts.Type, name = "Type"): string {
    const known = this.#names.get(type) ?? this.#unique(name.replace(/[^\w.-]+/g, "_"));
    this.#names.set(type, known);
    return known;
  }

  #unique(name: string): string {
    let unique = name;
    for (let count = 2; this.#used.has(unique); count++) unique = `${name}_${String(count)}`;
    this.#used.add(unique);
    return unique;
  }
}

const refer = (name: string): JsonSchema => ({ $ref: `#/$defs/${name}` });

/** What is about as short as a reference to it. */
const isSmall = (schema: JsonSchema): boolean => !("properties" in schema || "allOf" in schema || "anyOf" in schema);
