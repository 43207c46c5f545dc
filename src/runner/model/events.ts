import * as z from "zod/mini";
import { ArtifactVersion } from "./artifact.ts";
import { Failure } from "./failure.ts";
import { NotCached } from "./not-cached.ts";
import { Origin } from "./origin.ts";
import { Invocation, PipelineSpec, Source, VersionRef } from "./spec.ts";

/**
 * The one spine. A run event is a line of the journal, the message to the extension and the webview, a line of `run --json`, and
 * what the terminal reporter draws. Everything else (rows, trees, colours) is a fold of these.
 */

/** In every event: which run, its number in the run (from 0, without gaps), and when (milliseconds since 1970). */
const base = { runId: z.string(), seq: z.number(), at: z.number() };
/** In every event of a step. */
const step = { ...base, id: z.string() };
const attempt = { ...step, attempt: z.number() };

/** Who runs a run: enough to tell later whether that very process still lives. */
export const Owner = z.object({
  host: z.string(),
  /** Identity of this boot of the machine; empty where the system gives none. */
  boot: z.string(),
  pid: z.number(),
  /** When the process started, milliseconds since 1970. */
  startedAt: z.number(),
  /** Linux: the same in clock ticks since the boot, which no change of the clock moves. */
  startTicks: z.optional(z.number()),
});
export type Owner = z.infer<typeof Owner>;

/** Where a run happened. */
export const Environment = z.object({ node: z.string(), platform: z.string(), stepwright: z.string() });

/** The cache key of a step and what went into it, part by part (`code`, `package:zod`, `parameter:epochs`, `input:data` …). */
export const CacheKey = z.object({ key: z.string(), parts: z.record(z.string(), z.string()) });
export type CacheKey = z.infer<typeof CacheKey>;

/** The input that was an artifact, by its path: `data`, `xs[0]`, `config.model`. */
const UsedInput = z.object({ artifact: z.string(), version: z.string(), from: z.optional(z.string()) });
export type UsedInput = z.infer<typeof UsedInput>;

export const RunEvent = z.discriminatedUnion("event", [
  z.object({
    ...base,
    event: z.literal("run.started"),
    name: z.string(),
    spec: PipelineSpec,
    owner: Owner,
    environment: Environment,
    origin: z.optional(Origin),
  }),
  /** Of dynamic pipelines: the graph grew. `source` stands with the first call of a step. */
  z.object({ ...step, event: z.literal("step.added"), invocation: Invocation, source: z.optional(Source) }),
  z.object({ ...step, event: z.literal("step.ready") }),
  /** Comes again for the same attempt where another process runs it: the first one refused it, for the traces of an earlier step. */
  z.object({
    ...attempt,
    event: z.literal("step.started"),
    inputs: z.record(z.string(), UsedInput),
    pid: z.number(),
    notCached: z.optional(NotCached),
  }),
  z.object({ ...attempt, event: z.literal("step.progress"), fraction: z.optional(z.number()), message: z.optional(z.string()) }),
  /** The attempt failed; another one starts after `delay` seconds. */
  z.object({ ...attempt, event: z.literal("step.retrying"), delay: z.number(), error: Failure }),
  z.object({
    ...step,
    event: z.literal("step.cached"),
    inputs: z.record(z.string(), UsedInput),
    /** The step run that made the outputs. */
    from: z.object({ run: z.string(), step: z.string() }),
    outputs: z.record(z.string(), ArtifactVersion),
    /** The key under which the outputs were made; absent where a step that is not cached was kept. */
    cache: z.optional(CacheKey),
    /** What a key would have been made of, where there is none. */
    parts: z.optional(CacheKey.shape.parts),
    /**
     * Not the cache said so: the run goes on from an earlier one and keeps what the step made there, whatever has changed since. With what a
     * key is made of now, where that is something else.
     */
    kept: z.optional(z.object({ parts: z.optional(CacheKey.shape.parts) })),
  }),
  /** A version was made: an output of the step, or by `saveArtifact` inside it (then `output` is absent). */
  z.object({ ...step, event: z.literal("artifact.saved"), output: z.optional(z.string()), version: ArtifactVersion }),
  z.object({ ...step, event: z.literal("metadata.logged"), metadata: z.record(z.string(), z.json()) }),
  z.object({ ...step, event: z.literal("tags.added"), tags: z.array(z.string()) }),
  /** A hook of the step ran. `error` when it threw, which changes nothing else. */
  z.object({ ...attempt, event: z.literal("hook.ran"), hook: z.string(), error: z.optional(Failure) }),
  /** `parts`: what a key would be made of, where the step is not cached and so has none. */
  z.object({ ...attempt, event: z.literal("step.completed"), cache: z.optional(CacheKey), parts: z.optional(CacheKey.shape.parts) }),
  z.object({ ...attempt, event: z.literal("step.failed"), error: Failure, cache: z.optional(CacheKey) }),
  /** `because`: the invocations whose end made this one pointless. */
  z.object({ ...step, event: z.literal("step.skipped"), because: z.array(z.string()) }),
  z.object({ ...step, event: z.literal("step.cancelled") }),
  /** Something the person should know that is not an error, such as a value stored in a format that only this Node reads. */
  z.object({ ...base, event: z.literal("warning"), id: z.optional(z.string()), message: z.string() }),
  z.object({ ...base, event: z.literal("run.completed"), outputs: z.record(z.string(), VersionRef) }),
  z.object({ ...base, event: z.literal("run.failed"), error: Failure }),
  z.object({ ...base, event: z.literal("run.cancelled") }),
]);
export type RunEvent = z.infer<typeof RunEvent>;

type Without<T, K extends PropertyKey> = T extends unknown ? Omit<T, K> : never;
/** A run event before the run stamps it. */
export type NewRunEvent = Without<RunEvent, "runId" | "seq" | "at">;

/** The event that ends a run. Nothing follows it. */
export type FinalRunEvent = Extract<RunEvent, { event: "run.completed" | "run.failed" | "run.cancelled" }>;
