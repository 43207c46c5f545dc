import * as z from "zod/mini";
import { Location } from "./location.ts";
import { ResolvedRunOptions, ResolvedStepOptions } from "./options.ts";
import { RunOverrides } from "./overrides.ts";
import { ClassOrigin, ClassWithin, OutputShape } from "./signature.ts";

/** An output of an invocation of the same run. */
export const OutputRef = z.object({ invocation: z.string(), output: z.string() });
export type OutputRef = z.infer<typeof OutputRef>;

/** A version that exists before the run: an external artifact, or one looked up by name. */
export const VersionRef = z.object({ artifact: z.string(), version: z.string() });
export type VersionRef = z.infer<typeof VersionRef>;

/** What stands at an input: a parameter, an artifact, or a plain structure with artifacts inside. */
export type Binding =
  | { readonly kind: "value"; readonly value: z.core.util.JSONType }
  | { readonly kind: "output"; readonly from: OutputRef }
  | { readonly kind: "version"; readonly ref: VersionRef }
  | { readonly kind: "list"; readonly items: readonly Binding[] }
  | { readonly kind: "object"; readonly fields: Readonly<Record<string, Binding>> };
export const Binding: z.ZodMiniType<Binding> = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("value"), value: z.json() }),
  z.object({ kind: z.literal("output"), from: OutputRef }),
  z.object({ kind: z.literal("version"), ref: VersionRef }),
  z.object({ kind: z.literal("list"), items: z.array(z.lazy(() => Binding)) }),
  z.object({
    kind: z.literal("object"),
    fields: z.record(
      z.string(),
      z.lazy(() => Binding),
    ),
  }),
]);

/** Where an input goes: it is argument `position`, or property `name` of the object there. */
export const InputSlot = z.object({
  name: z.string(),
  position: z.number(),
  property: z.boolean(),
  class: z.optional(ClassOrigin),
  within: z.optional(z.array(ClassWithin)),
  unmaterialized: z.optional(z.boolean()),
  /** Where one artifact stands for the whole object that the function takes apart: the inputs that are its properties. */
  whole: z.optional(z.array(z.object({ name: z.string(), optional: z.boolean() }))),
});
export type InputSlot = z.infer<typeof InputSlot>;

/**
 * A function or object that cannot travel between processes, by where it is found in the loaded module:
 * `step:IDENTITY` and `pipeline:IDENTITY` mean "what that definition's own options say", `binding:IDENTITY` a top-level value.
 */
const ValueRef = z.string();

/** One recorded call of a step. */
export const Invocation = z.object({
  /** Unique in the pipeline: the step's name, `name_2`, …, or the id that was given. */
  id: z.string(),
  /** The step's name. */
  step: z.string(),
  /** The binding that holds the step; absent for a step made while the pipeline was recorded. */
  identity: z.optional(z.string()),
  /** Only the process that recorded the pipeline can run it: no binding leads to its function, or to a function in its options. */
  local: z.optional(z.boolean()),
  /** Where the call stands. */
  at: z.optional(Location),
  /** By input name. A default that was not overridden stands here as a value, where the source says it as a literal. */
  inputs: z.record(z.string(), Binding),
  /** How the inputs become the function's arguments. */
  slots: z.array(InputSlot),
  outputs: OutputShape,
  /** Names of the artifacts that the outputs become, by output. */
  artifacts: z.record(z.string(), z.string()),
  /** Ids that must have ended well before this one starts, besides those that its inputs name. */
  after: z.array(z.string()),
  /** Ids of the inlined pipelines it stands in, outermost first. */
  group: z.optional(z.array(z.string())),
  options: ResolvedStepOptions,
  /** `{ onSuccess: "binding:src/hooks.ts#notify" }` */
  hooks: z.optional(z.record(z.string(), ValueRef)),
  /** By output. */
  materializers: z.optional(z.record(z.string(), ValueRef)),
});
export type Invocation = z.infer<typeof Invocation>;

/** What a step or pipeline was when it ran: its documentation, and its function as it was written. */
export const Source = z.object({ doc: z.optional(z.string()), source: z.string() });
export type Source = z.infer<typeof Source>;

/** What recording a pipeline function yields: the whole graph, as plain JSON. */
export const PipelineSpec = z.object({
  pipeline: z.string(),
  identity: z.string(),
  /** Relative to the workspace, with `/`. */
  file: z.string(),
  parameters: z.record(z.string(), z.json()),
  options: ResolvedRunOptions,
  /** What the run was asked for besides what the definition says. */
  overrides: z.optional(RunOverrides),
  /** In the order of the calls. A dynamic pipeline starts with none. */
  invocations: z.array(Invocation),
  outputs: z.record(z.string(), OutputRef),
  dynamic: z.boolean(),
  doc: z.optional(z.string()),
  /** Of the pipeline, of those inlined in it and of every step that is called, by identity. */
  sources: z.optional(z.record(z.string(), Source)),
});
export type PipelineSpec = z.infer<typeof PipelineSpec>;
