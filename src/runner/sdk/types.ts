import type { RunRecord, StepRecord } from "../model/record.ts";

/** The types that authors see. They carry the rules of the language: what TypeScript can refuse, it refuses. */

declare const outputName: unique symbol;
declare const outputsTag: unique symbol;
declare const unmaterializedTag: unique symbol;

/** The mark that `Annotated` leaves. A flavour, not a brand: a plain value is assignable. */
interface Flavour<N extends string> {
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

type IsAny<T> = 0 extends 1 & T ? true : false;
type IsNever<T> = [T] extends [never] ? true : false;
type AnyFunction = (...args: never[]) => unknown;
type IsPlainObject<T> = T extends object ? (T extends readonly unknown[] | AnyFunction ? false : true) : false;

/** What may stand at an input of type `T`: the value, an artifact of it, or a plain structure with artifacts inside. */
export type Input<T> =
  IsAny<T> extends true
    ? // eslint-disable-next-line @typescript-eslint/no-explicit-any -- an input of type `any` takes anything, artifacts included.
      any
    : T extends Unmaterialized<infer U>
      ? ArtifactRef<U> | T
      : | T
        | ArtifactRef<T>
        | (T extends readonly (infer E)[] ? readonly Input<E>[] : IsPlainObject<T> extends true ? { [P in keyof T]: Input<T[P]> } : never);

export type Inputs<A extends readonly unknown[]> = { [K in keyof A]: Input<A[K]> };

type IsNamed<T> = T extends Flavour<string> ? (typeof outputName extends keyof T ? true : false) : false;

/** What the call of a step that returns `R` gives: one artifact, or several by name or position. */
export type Result<R> =
  IsAny<R> extends true
    ? // eslint-disable-next-line @typescript-eslint/no-explicit-any -- nothing is known of the value.
      Artifact<any>
    : IsNever<R> extends true
      ? Artifact<never>
      : [R] extends [Outputs<infer O>]
        ? { readonly [K in keyof O]: Artifact<O[K]> } & PromiseLike<O>
        : IsNamed<R> extends true
          ? Artifact<R>
          : R extends readonly [unknown, ...unknown[]]
            ? Artifact<R> & { readonly [K in keyof R]: Artifact<R[K]> }
            : Artifact<R>;

/** A step: call it in a pipeline to record it, anywhere else to run it. */
export interface Step<A extends readonly unknown[], R, O> {
  (...inputs: Inputs<A>): Result<Awaited<R>>;
  /** The bare function, untracked: for unit tests. */
  readonly entrypoint: (...args: A) => R;
  /** A copy with these options. Objects are merged deeply, unless `merge` is false. */
  withOptions(options: O & { merge?: boolean }): Step<A, R, O>;
  /** Changes the step itself, for all later calls. Objects are merged deeply, unless `merge` is false. */
  configure(options: Omit<O, "id" | "after"> & { merge?: boolean }): Step<A, R, O>;
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
type IsEmpty<T> = [T] extends [void] ? true : false;

/** Names and types of a run's outputs, from what the pipeline function returns. */
export type PipelineOutputs<R> =
  IsEmpty<Awaited<R>> extends true
    ? Record<never, never>
    : R extends ArtifactRef<infer T>
      ? { output: T }
      : R extends readonly unknown[]
        ? Record<`output_${number}`, ValueOf<R[number]>>
        : R extends PromiseLike<infer P>
          ? R extends Promise<unknown>
            ? DynamicOutputs<P>
            : NamedOutputs<R>
          : NamedOutputs<R>;
type NamedOutputs<R> = { [K in Exclude<keyof R, "then">]: ValueOf<R[K]> };
type DynamicOutputs<P> = [P] extends [Outputs<infer O>]
  ? { [K in keyof O]: O[K] extends ArtifactRef<infer V> ? V : O[K] }
  : P extends Record<string, ArtifactRef<unknown>>
    ? NamedOutputs<P>
    : P extends readonly ArtifactRef<unknown>[]
      ? Record<`output_${number}`, ValueOf<P[number]>>
      : { output: P };

/**
 * What the call of a pipeline gives. Inside another pipeline: what its function returned, to be passed on.
 * Anywhere else: a promise of the finished run.
 */
export type PipelineResult<R> = PromiseLike<Run<PipelineOutputs<R>>> &
  (R extends ArtifactRef<infer T> ? ArtifactRef<T> : R extends Promise<unknown> ? unknown : R extends object ? Omit<R, "then"> : unknown);

/** A pipeline: call it to run it, or inside another pipeline to inline it. */
export interface Pipeline<A extends readonly unknown[], R, O> {
  (...parameters: A): PipelineResult<R>;
  /** A copy with these options. Objects are merged deeply, unless `merge` is false. */
  withOptions(options: O & { merge?: boolean }): Pipeline<A, R, O>;
  /** Changes the pipeline itself, for all later runs. */
  configure(options: O & { merge?: boolean }): Pipeline<A, R, O>;
}
