import type { RunRecord, StepRecord } from "../model/record.ts";

/** The types that authors see. They carry the rules of the language: what TypeScript can refuse, it refuses. */

declare const outputName: unique symbol;
declare const outputsTag: unique symbol;
declare const unmaterializedTag: unique symbol;

/** The mark that `Annotated` leaves. A flavour, not a brand: a plain value is assignable. */
export interface Flavour<N extends string> {
  readonly [outputName]?: N;
}

/**
 * A value of type `T` whose output, and artifact, is called `N`.
 *
 * @example
 * const divide = step((a: number, b: number): [Annotated<number, "quotient">, Annotated<number, "remainder">] =>
 *   [Math.floor(a / b), a % b]);
 */
export type Annotated<T, N extends string> = T extends null | undefined ? T : T & Flavour<N>;

/** Something that stands for a stored value: an output of a step, an external artifact, or a version that was looked up. */
export interface ArtifactRef<T> {
  /** `train.accuracy` in a pipeline; `NAME@VERSION` for a stored version. */
  readonly id: string;
  /** Reads the value. In a static pipeline there is none yet, and this is an error that says so. */
  load(): Promise<T>;
}

/**
 * What the call of a step returns, everywhere. In a static pipeline it is a handle that is only passed on; in a dynamic pipeline and
 * outside of pipelines `await` gives the value.
 */
export interface Artifact<T> extends ArtifactRef<T>, PromiseLike<T> {}

/** What `outputs({ … })` returns: several outputs, named by key. */
export interface Outputs<O extends Record<string, unknown>> {
  readonly [outputsTag]: O;
}

/** As the type of an input: the step gets the reference to the stored value, not the value. */
export interface Unmaterialized<T> {
  readonly [unmaterializedTag]?: T;
  readonly artifact: string;
  readonly version: string;
  readonly type: string;
  /** Absolute path of the file or folder that holds the content. */
  readonly path: string;
  readonly materializer: string;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/**
 * The inputs of any function. Not `unknown`: that would become the type of a parameter that says none and has a default, `(epochs = 10) => …`.
 */
export type AnyInputs = readonly any[];

type IsAny<T> = 0 extends 1 & T ? true : false;
type IsNever<T> = [T] extends [never] ? true : false;
type AnyFunction = (...args: never[]) => unknown;

/** Lists, tuples and objects with artifacts in their places. By its type alone, a class cannot be told from a plain object. */
type Structure<T> = T extends AnyFunction
  ? never
  : T extends readonly (infer E)[]
    ? number extends T["length"]
      ? readonly Input<E>[]
      : { readonly [P in keyof T]: Input<T[P]> }
    : T extends object
      ? { [P in keyof T]: Input<T[P]> }
      : never;

/** What may stand at an input of type `T`: the value, an artifact of it, or a plain structure with artifacts inside. */
export type Input<T> =
  IsAny<T> extends true
    ? any
    : // In brackets, so that a union (a boolean is one) stays one artifact.
      [T] extends [Unmaterialized<infer U> | undefined]
      ? ArtifactRef<U> | T
      : T | ArtifactRef<T> | Structure<T>;

export type Inputs<A extends readonly unknown[]> = { [K in keyof A]: Input<A[K]> };

export type IsNamed<T> = T extends Flavour<string> ? (typeof outputName extends keyof T ? true : false) : false;

/** What the call of a step that returns `R` gives: one artifact, or several by name or position. */
export type Result<R> =
  IsAny<R> extends true
    ? Artifact<any>
    : IsNever<R> extends true
      ? Artifact<never>
      : [R] extends [Outputs<infer O>]
        ? { readonly [K in keyof O]: Artifact<O[K]> } & PromiseLike<O>
        : IsNamed<R> extends true
          ? Artifact<R>
          : [R] extends [readonly [unknown, ...unknown[]]]
            ? Artifact<R> & { readonly [K in keyof R]: Artifact<R[K]> }
            : Artifact<R>;

/**
 * A step: call it in a pipeline to record it, anywhere else to run it.
 *
 * @typeParam A what its function takes
 * @typeParam R what its function returns
 * @typeParam O options of one call
 * @typeParam C what a call takes: not what the function does where a schema stands before it
 * @typeParam V what is stored: not what the function returns where a schema stands behind it
 */
export interface Step<A extends readonly unknown[], R, O, C extends readonly unknown[] = A, V = Awaited<R>> {
  (...inputs: Inputs<C>): Result<V>;
  /** The bare function, untracked: for unit tests. */
  readonly entrypoint: (...args: A) => R;
  /** A copy with these options. Objects are merged deeply, unless `merge` is false. */
  withOptions(options: O & { merge?: boolean }): Step<A, R, O, C, V>;
  /** Changes the step itself, for all later calls. Objects are merged deeply, unless `merge` is false. */
  configure(options: Omit<O, "id" | "after"> & { merge?: boolean }): Step<A, R, O, C, V>;
}

/** A stored value of a finished run. */
export interface StoredArtifact<T> extends ArtifactRef<T> {
  readonly artifact: string;
  readonly version: string;
}

type OutputArtifacts = Record<string, StepRecord["outputs"][string] & StoredArtifact<unknown>>;

/** A finished run: what is kept of it, with artifacts that can be loaded. */
export interface Run<O = Record<string, unknown>> extends Omit<RunRecord, "outputs" | "steps"> {
  readonly outputs: { readonly [K in keyof O]: StoredArtifact<O[K]> };
  readonly steps: Readonly<Record<string, Omit<StepRecord, "outputs"> & { readonly outputs: OutputArtifacts }>>;
}

type ValueOf<T> = T extends ArtifactRef<infer V> ? V : unknown;
type ValuesOf<O> = { [K in Exclude<keyof O, "then">]: ValueOf<O[K]> };

/** `void`, which may stand as a return type only. */
type Nothing = ReturnType<() => void>;

/** Names and types of the outputs of a step that returns a tuple. */
type TupleOutputs<T extends readonly unknown[]> = {
  [
    K in Extract<keyof T, `${number}`> as T[K] extends Flavour<infer N>
      ? typeof outputName extends keyof T[K]
        ? N
        : `output_${K}`
      : `output_${K}`
  ]: T[K];
};

/** Names and types of a run's outputs, from what the pipeline function returns. */
export type PipelineOutputs<R> = [R] extends [Nothing]
  ? Record<never, never>
  : R extends Promise<infer P>
    ? DynamicOutputs<P>
    : R extends Outputs<infer O>
      ? ValuesOf<O>
      : R extends ArtifactRef<infer T>
        ? R extends readonly unknown[]
          ? T extends readonly unknown[]
            ? TupleOutputs<T>
            : never
          : { output: T }
        : R extends readonly (infer E)[]
          ? Record<`output_${number}`, ValueOf<E>>
          : ValuesOf<R>;
/** Of an async function, which waits for a handle that it returns. */
type DynamicOutputs<P> =
  IsAny<P> extends true
    ? Record<string, any>
    : [P] extends [Nothing]
      ? Record<never, never>
      : P extends Outputs<infer O>
        ? ValuesOf<O>
        : P extends readonly ArtifactRef<infer V>[]
          ? Record<`output_${number}`, V>
          : P extends Record<string, ArtifactRef<unknown>>
            ? ValuesOf<P>
            : { output: P };

/** What the function of an inlined pipeline returned, to be passed on: everything of it but its `then`, which is the run's. */
type PassedOn<R> =
  R extends Promise<unknown>
    ? unknown
    : R extends Outputs<infer O>
      ? O
      : R extends ArtifactRef<infer T>
        ? ArtifactRef<T> & (R extends readonly unknown[] ? { readonly [K in keyof T]: Artifact<T[K]> } : unknown)
        : R extends readonly unknown[]
          ? R
          : R extends object
            ? Omit<R, "then">
            : unknown;

/**
 * What the call of a pipeline gives. Inside another pipeline: what its function returned, to be passed on.
 * Anywhere else: a promise of the finished run.
 */
export type PipelineResult<R> = PromiseLike<Run<PipelineOutputs<R>>> & PassedOn<R>;

/** A pipeline: call it to run it, or inside another pipeline to inline it. */
export interface Pipeline<A extends readonly unknown[], R, O> {
  (...parameters: A): PipelineResult<R>;
  /** A copy with these options. Objects are merged deeply, unless `merge` is false. */
  withOptions(options: O & { merge?: boolean }): Pipeline<A, R, O>;
  /** Changes the pipeline itself, for all later runs. */
  configure(options: O & { merge?: boolean }): Pipeline<A, R, O>;
}
