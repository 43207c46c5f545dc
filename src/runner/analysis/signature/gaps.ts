import type { Failure } from "../../model/failure.ts";
import type { Signature } from "../../model/signature.ts";

/** An input or output of a step, or a parameter of a pipeline, of which something is not known. */
export interface Gap {
  readonly side: "input" | "output";
  readonly name: string;
}

/** Inputs and outputs whose type nobody wrote down, or gave a schema for: of a pipeline the parameters only. */
export const unannotated = ({ types }: Signature): Gap[] =>
  sides(types).flatMap(({ side, values }) =>
    Object.entries(values).flatMap(([name, { annotated }]): Gap[] => (annotated ? [] : [{ side, name }])),
  );

/** What cannot be checked at run time, with the places inside a value; a value of which nothing can be checked has the place `value`. */
export const unchecked = ({ inputs, types }: Signature): (Gap & { readonly notes: readonly string[] })[] =>
  sides(types).flatMap(({ side, values }) =>
    Object.entries(values).flatMap(([name, { schema, unchecked: notes = [] }]) => {
      const isReference = side === "input" && inputs.some((input) => input.name === name && input.unmaterialized === true);
      if (isReference) return [];
      const all = schema === undefined ? [...notes, "value: any"] : notes;
      return all.length === 0 ? [] : [{ side, name, notes: all }];
    }),
  );

const sides = ({ inputs, outputs }: Signature["types"]) => [
  { side: "input" as const, values: inputs },
  { side: "output" as const, values: outputs },
];

/** The failure where annotations are asked for and some are missing; undefined where none is. */
export const annotationFailure = (signature: Signature): Failure | undefined => {
  const gaps = unannotated(signature);
  if (gaps.length === 0) return undefined;
  const name = signature.identity.slice(signature.identity.lastIndexOf("#") + 1);
  const [first] = gaps;
  const what = gaps.map(({ side, name: gap }) => `the ${side} \`${gap}\``).join(", ");
  return {
    code: "SW1032",
    message: `The ${signature.kind} \`${name}\` has no type annotation for ${what}.`,
    help:
      first?.side === "output"
        ? "Write down what the function returns, `(…): Model => …`, in JavaScript by `@returns {Model}`."
        : "Write the type beside the parameter, `(epochs: number) => …`, in JavaScript by `@param {number} epochs`.",
    at: signature.at,
  };
};
