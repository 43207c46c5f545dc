import type { Outputs } from "./types.ts";

const brand = Symbol.for("stepwright.outputs");

/**
 * Several outputs, named by key. Returned from a step, the call site destructures by name; returned from a pipeline, they are the
 * outputs of the run.
 *
 * @example
 * const train = step((xs: number[]) => outputs({ model: fit(xs), accuracy: 0.9 }));
 * // in a pipeline:
 * const { model, accuracy } = train(xs);
 */
export const outputs = <O extends Record<string, unknown>>(values: O): Outputs<O> => {
  const result = { ...values };
  Object.defineProperty(result, brand, { value: true });
  return result as Record<string, unknown> as never;
};

/** True for what `outputs` returned, also of another copy of this module. */
export const isOutputs = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && brand in value;
