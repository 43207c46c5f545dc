import * as z from "zod/mini";
import { Failure } from "./failure.ts";
import { JsonSchema } from "./json-schema.ts";
import { Location } from "./location.ts";

/**
 * The class that a declared type names, where it is a class: how the code that reads a stored value finds it.
 * `local`: a top-level binding of a file of the project. `package`: what `specifier` exports, as imported by `file`.
 */
export const ClassOrigin = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("local"), name: z.string(), identity: z.string() }),
  z.object({ kind: z.literal("package"), name: z.string(), file: z.string(), specifier: z.string(), export: z.string() }),
]);
export type ClassOrigin = z.infer<typeof ClassOrigin>;

/** A class that a declared type names inside of a list or plain object. `at`: the way to it by index or key, `null` for any. */
export const ClassWithin = z.object({ at: z.array(z.union([z.string(), z.number(), z.null()])), class: ClassOrigin });
export type ClassWithin = z.infer<typeof ClassWithin>;

/** One input of a step, or one parameter of a pipeline. */
export const InputSignature = z.object({
  name: z.string(),
  /** Which argument of the function it belongs to, from 0. */
  position: z.number(),
  /** True where it is a property of the object pattern at `position`; false where it is the whole argument. */
  property: z.boolean(),
  /** The type as a person would write it; `any` where nothing is known. */
  type: z.string(),
  optional: z.boolean(),
  /** The literal default, read from the source. Absent where there is none or it is not a literal. */
  default: z.optional(z.json()),
  class: z.optional(ClassOrigin),
  /** The classes that the type names inside; absent where there are none. */
  within: z.optional(z.array(ClassWithin)),
  /** The declared type is `Unmaterialized<T>`: the step gets the reference, not the data. */
  unmaterialized: z.optional(z.boolean()),
  doc: z.optional(z.string()),
});
export type InputSignature = z.infer<typeof InputSignature>;

/** `named` is true where the author chose the name (`Annotated`, `outputs`): then it is the artifact's name as well. */
export const OutputSignature = z.object({ name: z.string(), type: z.string(), named: z.boolean(), class: z.optional(ClassOrigin) });
export type OutputSignature = z.infer<typeof OutputSignature>;

/**
 * How the returned value becomes outputs.
 * `none`: nothing is returned. `single`: the value is the one output. `tuple`: an array literal, one output an element.
 * `named`: `outputs({…})`, one output a key.
 */
export const OutputShape = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("none") }),
  z.object({ kind: z.literal("single"), output: OutputSignature }),
  z.object({ kind: z.literal("tuple"), outputs: z.array(OutputSignature) }),
  z.object({ kind: z.literal("named"), outputs: z.array(OutputSignature) }),
]);
export type OutputShape = z.infer<typeof OutputShape>;

/** What is known of the type of an input or output besides its text: what values are checked by. */
export const ValueType = z.object({
  /** Absent where everything is accepted, so that nothing is checked. */
  schema: z.optional(JsonSchema),
  /** What cannot be checked, with its place: `onDone: what a function takes and returns`. The value's own place is `value`. */
  unchecked: z.optional(z.array(z.string())),
  /** False where nobody wrote the type down: it was inferred, or nothing is known. */
  annotated: z.boolean(),
});
export type ValueType = z.infer<typeof ValueType>;

/** By name. Of a pipeline only the inputs: what its steps return is checked there. */
export const ValueTypes = z.object({ inputs: z.record(z.string(), ValueType), outputs: z.record(z.string(), ValueType) });
export type ValueTypes = z.infer<typeof ValueTypes>;

/** What the source says of one step or pipeline, found by the top-level binding that holds it. */
export const Signature = z.object({
  kind: z.enum(["step", "pipeline"]),
  /** `src/train.ts#trainModel`, `src/train.ts#steps.train`, `src/train.ts#steps[0]`, `src/train.ts#Training.loadData`. */
  identity: z.string(),
  inputs: z.array(InputSignature),
  outputs: OutputShape,
  types: ValueTypes,
  doc: z.optional(z.string()),
  /** Source text of the function, as written. */
  source: z.string(),
  at: Location,
});
export type Signature = z.infer<typeof Signature>;

/** A step or pipeline that breaks a rule of the language. It is an error where it is used; the others of its file are not concerned. */
export const Refused = z.object({ identity: z.string(), failure: Failure });
export type Refused = z.infer<typeof Refused>;

/** What the source says of several bindings. One of which it says nothing is in neither list. */
export const Signatures = z.object({ signatures: z.array(Signature), refused: z.array(Refused) });
export type Signatures = Readonly<z.infer<typeof Signatures>>;
