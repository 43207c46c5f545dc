import * as z from "zod/mini";
import { ExecutionMode } from "./status.ts";

/** `retry: { maxRetries: 3, delay: 10, backoff: 2 }` waits 10, 20 and 40 seconds. */
export const Retry = z.object({ maxRetries: z.number(), delay: z.optional(z.number()), backoff: z.optional(z.number()) });
export type Retry = z.infer<typeof Retry>;

/** The part of a cache policy that is plain data; a `key` function is called while the pipeline is recorded and kept as `keyValue`. */
export const CachePolicy = z.union([
  z.literal("never"),
  z.object({
    /** Seconds after which a result is no longer used. */
    expiresAfter: z.optional(z.number()),
    ignoreInputs: z.optional(z.array(z.string())),
    /** Files, folders and patterns of files whose content counts, relative to the workspace. */
    files: z.optional(z.array(z.string())),
    /** Names of environment variables whose value counts. */
    env: z.optional(z.array(z.string())),
    includeCode: z.optional(z.boolean()),
    includeParameters: z.optional(z.boolean()),
    keyValue: z.optional(z.string()),
  }),
]);
export type CachePolicy = z.infer<typeof CachePolicy>;

export const Runtime = z.enum(["isolated", "inline"]);
export type Runtime = z.infer<typeof Runtime>;

/** What a step was made to run with, after definition, `configure`, `withOptions` and configuration are merged. Plain data only. */
export const ResolvedStepOptions = z.object({
  enableCache: z.optional(z.boolean()),
  cache: z.optional(CachePolicy),
  /** Where the cache is off: who says so. */
  cacheOffBy: z.optional(z.enum(["run", "step", "pipeline"])),
  retry: z.optional(Retry),
  /** Seconds, for each attempt. */
  timeout: z.optional(z.number()),
  runtime: z.optional(Runtime),
  tags: z.optional(z.array(z.string())),
  metadata: z.optional(z.record(z.string(), z.json())),
  environment: z.optional(z.record(z.string(), z.string())),
  /** `memory` in megabytes bounds the heap of the step's process. */
  resources: z.optional(z.object({ memory: z.optional(z.number()) })),
  type: z.optional(z.string()),
  extra: z.optional(z.record(z.string(), z.json())),
});
export type ResolvedStepOptions = z.infer<typeof ResolvedStepOptions>;

export const ResolvedRunOptions = z.object({
  enableCache: z.optional(z.boolean()),
  executionMode: ExecutionMode,
  maxConcurrency: z.optional(z.number()),
  tags: z.optional(z.array(z.string())),
  metadata: z.optional(z.record(z.string(), z.json())),
  extra: z.optional(z.record(z.string(), z.json())),
  /** Values of placeholders in the run's name. */
  substitutions: z.optional(z.record(z.string(), z.string())),
  /** Template of the run's name. */
  runName: z.optional(z.string()),
});
export type ResolvedRunOptions = z.infer<typeof ResolvedRunOptions>;
