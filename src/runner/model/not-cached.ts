import * as z from "zod/mini";

/**
 * Why a step was run although it might have been answered from the cache, as far as its cache key does not say it: absent where nothing
 * was ever kept under the key.
 */
export const NotCached = z.discriminatedUnion("because", [
  z.object({
    because: z.literal("off"),
    /**
     * Who says so: an option of the run, the step or the pipeline; the step's `code`, where not all of it can be seen; the `store`, which
     * came from elsewhere and is not trusted; a `replay`, which was to run the step anew.
     */
    by: z.enum(["run", "step", "pipeline", "code", "store", "replay"]),
    /** It is said by `cache: "never"`, else by `enableCache`. */
    never: z.optional(z.boolean()),
  }),
  /** The step run that made the result, and when, in milliseconds since 1970. */
  z.object({ because: z.literal("expired"), run: z.string(), step: z.string(), at: z.number() }),
  /** Of the step run that made the result: what of its outputs is not there any more. */
  z.object({
    because: z.literal("missing"),
    run: z.string(),
    step: z.string(),
    outputs: z.record(z.string(), z.enum(["missing", "damaged"])),
  }),
]);
export type NotCached = z.infer<typeof NotCached>;
