import type { StandardSchemaV1 } from "@standard-schema/spec";
import type { InputSchemas, OutputOptions, StepOptions } from "./options.ts";
import type { Annotated, AnyInputs, Flavour, IsNamed, Outputs } from "./types.ts";

/** What schemas in the options of a step do to the types of its call. */

/** By output: options, or a schema alone. */
export type OutputSettings = Readonly<Record<string, OutputOptions | StandardSchemaV1>>;

/** Options of a step with schemas. */
export type WithSchemas<S, T> = Omit<StepOptions, "inputs" | "outputs"> & { readonly inputs: S; readonly outputs?: T };

type Takes<S> = S extends StandardSchemaV1<infer I, unknown> ? I : never;
type Makes<S> = S extends StandardSchemaV1<unknown, infer O> ? O : never;

/** What the function gets where every input has a schema. */
export type MadeInputs<S extends InputSchemas> = { readonly [K in keyof S]: Makes<S[K]> };

/** Schemas that make what the function takes. */
export type SchemasFor<P> = { readonly [K in keyof P]?: StandardSchemaV1<unknown, P[K]> };

/** Refuses a schema for an input that the function does not have. */
export type OnlyNames<S, P> = Readonly<Record<Exclude<keyof S, keyof P>, never>>;

/**
 * Of a function that takes its inputs by position types do not say which name stands where. Refuses one that takes an object with these
 * names apart: there they do.
 */
export type ByPosition<S, A extends AnyInputs> = A extends readonly [infer P]
  ? P extends readonly unknown[] | string | number | boolean | null | undefined
    ? unknown
    : [keyof S & keyof P] extends [never]
      ? unknown
      : never
  : unknown;

type Taken<P, S> = { readonly [K in keyof P]: K extends keyof S ? Takes<S[K]> : P[K] };
type OptionalKeys<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];

/** What a call takes: what a schema does, in place of what it makes. What a schema has a default for may be left out. */
export type TakenInputs<P, S> = Omit<Taken<P, S>, OptionalKeys<Taken<P, S>>> & Partial<Pick<Taken<P, S>, OptionalKeys<Taken<P, S>>>>;

/** What is stored of one output. */
type Made<X, V> =
  X extends StandardSchemaV1<unknown, infer O> ? O : X extends { readonly schema: StandardSchemaV1<unknown, infer O> } ? O : V;
type MadeAt<T, K, V> = K extends keyof T ? Made<T[K], V> : V;

type NameOf<V> = V extends Flavour<infer N> ? N : never;
type MadeElement<T, V, K> = IsNamed<V> extends true ? Annotated<MadeAt<T, NameOf<V>, V>, NameOf<V>> : MadeAt<T, `output_${K & string}`, V>;

/** What is stored of all that a function returns. */
export type Stored<V, T> = string extends keyof T
  ? V
  : keyof T extends never
    ? V
    : [V] extends [Outputs<infer O>]
      ? Outputs<{ [K in keyof O]: MadeAt<T, K, O[K]> }>
      : IsNamed<V> extends true
        ? Annotated<MadeAt<T, NameOf<V>, V>, NameOf<V>>
        : [V] extends [readonly [unknown, ...unknown[]]]
          ? "output" extends keyof T
            ? MadeAt<T, "output", V>
            : { [K in keyof V]: MadeElement<T, V[K], K> }
          : MadeAt<T, "output", V>;
