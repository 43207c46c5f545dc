import type { Failure } from "../../model/failure.ts";
import type { Location } from "../../model/location.ts";

/** What the analysis refuses, in words. Each says how to write it instead. */

export const restParameter = (name: string | undefined, at?: Location): Failure => ({
  code: "SW1011",
  message: `The rest parameter${name === undefined ? "" : ` \`...${name}\``} has no fixed inputs.`,
  help: "Take a list as one parameter, or name each input: the inputs of a step are known before it runs.",
  ...(at && { at }),
});

export const unnamedInput = (at?: Location): Failure => ({
  code: "SW1022",
  message: "An input has a computed name.",
  help: "Write the property's name out in the parameter pattern.",
  ...(at && { at }),
});

export const twoInputs = (name: string, at: Location): Failure => ({
  code: "SW1022",
  message: `Two inputs are called \`${name}\`.`,
  help: "Rename the parameter or the property of the object pattern.",
  at,
});

export const generator = (name: string, at: Location): Failure => ({
  code: "SW1030",
  message: `\`${name}\` is a generator function, whose values come one by one.`,
  help: "Return the values as a list: a step returns once.",
  at,
});

export const mixedReturns = (name: string, at: Location, literal: Location): Failure => ({
  code: "SW1012",
  message: `\`${name}\` returns an array literal, which is several outputs, on one path and something else here.`,
  help: "Return an array literal on every path, or `outputs({ … })`; for one output that holds the whole list, return a variable on every path.",
  at,
  related: [{ at: literal, message: "The array literal is returned here." }],
});

export const differentLengths = (name: string, at: Location): Failure => ({
  code: "SW1012",
  message: `\`${name}\` returns array literals of different lengths.`,
  help: "Return the same number of values on every path, or declare the return type as one tuple.",
  at,
});

export const mixedOutputs = (name: string, at: Location): Failure => ({
  code: "SW1012",
  message: `\`${name}\` returns \`outputs({ … })\` on one path and something else on another.`,
  help: "Return `outputs({ … })` with the same keys on every path.",
  at,
});

export const variableLength = (name: string, type: string, at: Location): Failure => ({
  code: "SW1013",
  message: `\`${name}\` returns an array literal as \`${type}\`, which has no fixed length.`,
  help: "Give the tuple a fixed length, or return a variable to keep the list as one output.",
  at,
});

export const sameOutputs = (name: string, output: string, at: Location): Failure => ({
  code: "SW1014",
  message: `\`${name}\` has two outputs called \`${output}\`.`,
  help: 'Give each output its own name with `Annotated<T, "name">` or `outputs({ … })`.',
  at,
});

export const wrongCount = (name: string, declared: number, returned: number, at: Location): Failure => ({
  code: "SW1015",
  message: `\`${name}\` declares ${String(declared)} outputs and returns ${String(returned)} values here.`,
  help: "Return one value for each element of the declared tuple.",
  at,
});

export const unknownKeys = (name: string, at: Location): Failure => ({
  code: "SW1031",
  message: `\`${name}\` returns \`outputs(…)\` of an object whose keys are not known from its type.`,
  help: "Write the keys out: `outputs({ model, accuracy })`.",
  at,
});

export const asyncStaticPipeline = (name: string, at: Location): Failure => ({
  code: "SW1016",
  message: `The pipeline \`${name}\` is async, but a static pipeline is recorded before any step runs.`,
  help: "Remove `async` and `await`, or make it dynamic: `pipeline({ dynamic: true }, async () => { … })`.",
  at,
});
