import * as z from "zod/mini";
import { Preview } from "./preview.ts";
import { Failure } from "./failure.ts";
import { NotCached } from "./not-cached.ts";
import { Origin } from "./origin.ts";
import { Environment, Owner } from "./events.ts";
import { PipelineSpec, VersionRef } from "./spec.ts";
import { RunStatus, StepStatus } from "./status.ts";

/** Times are ISO 8601 in UTC, with milliseconds. */
const time = z.string();

/** One try of a step. */
export const AttemptRecord = z.object({
  attempt: z.number(),
  status: z.enum(["running", "completed", "failed", "cancelled", "interrupted"]),
  startedAt: time,
  endedAt: z.optional(time),
  error: z.optional(Failure),
  /** Relative to `.stepwright/`. */
  log: z.string(),
});
export type AttemptRecord = z.infer<typeof AttemptRecord>;

export const OutputRecord = z.object({
  artifact: z.string(),
  version: z.string(),
  type: z.string(),
  hash: z.string(),
  bytes: z.number(),
  preview: Preview,
});
export type OutputRecord = z.infer<typeof OutputRecord>;

export const StepRecord = z.object({
  step: z.string(),
  status: StepStatus,
  startedAt: z.optional(time),
  endedAt: z.optional(time),
  attempts: z.array(AttemptRecord),
  /** Inputs that were given directly, by name. A structure with artifacts inside stands here with `"<artifact train.model>"` in their places. */
  parameters: z.record(z.string(), z.json()),
  /** Inputs that were artifacts, by path (`data`, `xs[0]`, `config.model`). `from` is `INVOCATION.OUTPUT` where the run made it. */
  inputs: z.record(z.string(), z.object({ artifact: z.string(), version: z.string(), from: z.optional(z.string()) })),
  outputs: z.record(z.string(), OutputRecord),
  cacheKey: z.optional(z.string()),
  /** What its cache key is made of, or would be: a step that is not cached has no key. */
  cacheParts: z.optional(z.record(z.string(), z.string())),
  /** Why it was not taken from the cache, where that does not follow from the key. */
  notCached: z.optional(NotCached),
  cachedFrom: z.optional(z.object({ run: z.string(), step: z.string() })),
  /** It was kept, as the run goes on from an earlier one: what a key of it is made of now, where that is something else. */
  kept: z.optional(z.object({ cacheParts: z.optional(z.record(z.string(), z.string())) })),
  skippedBecause: z.optional(z.array(z.string())),
  error: z.optional(Failure),
  progress: z.optional(z.object({ fraction: z.optional(z.number()), message: z.optional(z.string()) })),
  hooks: z.array(z.object({ hook: z.string(), attempt: z.number(), error: z.optional(Failure) })),
  metadata: z.record(z.string(), z.json()),
  tags: z.array(z.string()),
});
export type StepRecord = z.infer<typeof StepRecord>;

/**
 * Everything known of a run: the fold of its events (`store/fold.ts`), the file `runs/<yyyy-mm>/<id>.json`, what `run show --json`
 * prints, and what a call of a pipeline resolves to.
 */
export const RunRecord = z.object({
  id: z.string(),
  name: z.string(),
  pipeline: z.string(),
  status: RunStatus,
  startedAt: time,
  endedAt: z.optional(time),
  parameters: z.record(z.string(), z.json()),
  steps: z.record(z.string(), StepRecord),
  outputs: z.record(z.string(), VersionRef),
  error: z.optional(Failure),
  warnings: z.array(z.string()),
  tags: z.array(z.string()),
  metadata: z.record(z.string(), z.json()),
  owner: Owner,
  environment: Environment,
  /** The earlier run that it goes on from. */
  origin: z.optional(Origin),
  spec: PipelineSpec,
});
export type RunRecord = z.infer<typeof RunRecord>;

/** A run in a list: a record without its insides. */
export const RunSummary = z.pick(RunRecord, { id: true, name: true, pipeline: true, status: true, startedAt: true, endedAt: true });
export type RunSummary = z.infer<typeof RunSummary>;
