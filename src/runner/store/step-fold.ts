import type { Failure } from "../model/failure.ts";
import type { RunEvent } from "../model/events.ts";
import type { AttemptRecord, StepRecord } from "../model/record.ts";
import type { StepStatus } from "../model/status.ts";
import { canFollow } from "../model/step-changes.ts";
import { logFile } from "./logs.ts";
import { isoTime, outputRecord } from "./new-record.ts";

/** The events that say something of one step that is in the record. */
export type StepEvent = Exclude<Extract<RunEvent, { id: string }>, { event: "step.added" }>;

/** Applies an event to the record of its step, in place. */
export function applyToStep(step: StepRecord, event: StepEvent): void {
  if (!canFollow(step.status, event.event)) return;
  switch (event.event) {
    case "step.ready":
      return;
    case "step.started":
      start(step, event);
      return;
    case "step.progress":
      step.progress = { ...step.progress, ...given({ fraction: event.fraction, message: event.message }) };
      return;
    case "step.retrying":
      endAttempt(step, "failed", event.at, event.error);
      step.status = "retrying";
      return;
    case "step.cached":
      step.inputs = event.inputs;
      for (const [name, version] of Object.entries(event.outputs)) step.outputs[name] = outputRecord(version);
      step.cachedFrom = { run: event.from.run, step: event.from.step };
      keepCacheKey(step, event);
      if (event.kept !== undefined) step.kept = given({ cacheParts: event.kept.parts });
      step.startedAt = isoTime(event.at);
      end(step, "cached", event.at);
      return;
    case "artifact.saved":
      if (event.output !== undefined) step.outputs[event.output] = outputRecord(event.version);
      return;
    case "metadata.logged":
      for (const [name, value] of Object.entries(event.metadata)) step.metadata[name] = value;
      return;
    case "tags.added":
      step.tags = [...new Set([...step.tags, ...event.tags])];
      return;
    case "hook.ran":
      step.hooks.push({ hook: event.hook, attempt: event.attempt, ...given({ error: event.error }) });
      return;
    case "step.completed":
      endAttempt(step, "completed", event.at);
      delete step.progress;
      keepCacheKey(step, event);
      end(step, "completed", event.at);
      return;
    case "step.failed":
      endAttempt(step, "failed", event.at, event.error);
      step.error = event.error;
      keepCacheKey(step, event);
      end(step, "failed", event.at);
      return;
    case "step.skipped":
      step.skippedBecause = event.because;
      end(step, "skipped", event.at);
      return;
    case "step.cancelled":
      endAttempt(step, "cancelled", event.at);
      end(step, "cancelled", event.at);
      return;
    default:
      event satisfies never;
  }
}

function start(step: StepRecord, event: Extract<StepEvent, { event: "step.started" }>): void {
  const startedAt = isoTime(event.at);
  step.status = "running";
  step.startedAt ??= startedAt;
  step.inputs = event.inputs;
  if (event.notCached !== undefined) step.notCached = event.notCached;
  delete step.progress;
  step.attempts.push({ attempt: event.attempt, status: "running", startedAt, log: logFile(event.runId, event.id, event.attempt) });
}

function end(step: StepRecord, status: StepStatus, at: number): void {
  step.status = status;
  step.endedAt = isoTime(at);
}

/** Ends the attempt that runs, if one does. */
function endAttempt(step: StepRecord, status: AttemptRecord["status"], at: number, error?: Failure): void {
  const attempt = step.attempts.at(-1);
  if (attempt?.status !== "running") return;
  attempt.status = status;
  attempt.endedAt = isoTime(at);
  if (error !== undefined) attempt.error = error;
}

function keepCacheKey(step: StepRecord, event: Extract<StepEvent, { event: "step.cached" | "step.completed" | "step.failed" }>): void {
  const parts = event.cache?.parts ?? ("parts" in event ? event.parts : undefined);
  if (event.cache !== undefined) step.cacheKey = event.cache.key;
  if (parts !== undefined) step.cacheParts = parts;
}

/** The members that have a value: a record has no member that is `undefined`, as it would be lost on disk. */
function given<T extends object>(members: T): Partial<T> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined)) as Partial<T>;
}
