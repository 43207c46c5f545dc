import type { RunEvent } from "../../../src/runner/model/events.ts";
import type { AttemptView, StepView } from "../../../src/runner/model/panel-view.ts";
import type { Invocation } from "../../../src/runner/model/spec.ts";
import { canFollow } from "../../../src/runner/model/step-changes.ts";

/** The events that say something of one step that is in the view. */
export type StepEvent = Exclude<Extract<RunEvent, { id: string }>, { event: "step.added" | "warning" }>;

/** A step that has not started. */
export function pendingStep({ id, options }: Pick<Invocation, "id" | "options">): StepView {
  const retries = options.retry?.maxRetries ?? 0;
  return { id, status: "pending", attempts: [], outputs: [], ...(retries > 0 ? { maxAttempts: retries + 1 } : {}) };
}

/** What an event makes of its step. The same object comes back where nothing that is drawn has changed. */
export function foldStep(step: StepView, event: StepEvent): StepView {
  if (!canFollow(step.status, event.event)) return step;
  switch (event.event) {
    case "step.ready":
    case "metadata.logged":
    case "tags.added":
    case "hook.ran":
      return step;
    case "step.started": {
      const { retryAt: _due, progress: _old, ...rest } = step;
      const begun: AttemptView = { attempt: event.attempt, status: "running", startedAt: event.at };
      return { ...rest, status: "running", startedAt: step.startedAt ?? event.at, attempts: [...step.attempts, begun] };
    }
    case "step.progress": {
      const { fraction = step.progress?.fraction, message = step.progress?.message } = event;
      return { ...step, progress: { ...(fraction === undefined ? {} : { fraction }), ...(message === undefined ? {} : { message }) } };
    }
    case "step.retrying":
      return {
        ...step,
        status: "retrying",
        attempts: endAttempt(step, "failed", event.at),
        retryAt: event.at + event.delay * 1000,
        error: event.error,
      };
    case "step.cached":
      return {
        ...ended(step, "cached", event.at),
        startedAt: event.at,
        cachedFrom: event.from,
        outputs: Object.entries(event.outputs).map(([output, { artifact, version }]) => ({ output, artifact, version })),
      };
    case "artifact.saved": {
      const { output } = event;
      if (output === undefined) return step;
      const saved = { output, artifact: event.version.artifact, version: event.version.version };
      return { ...step, outputs: [...step.outputs.filter((other) => other.output !== output), saved] };
    }
    case "step.completed": {
      const { error: _ofAnEarlierAttempt, ...rest } = ended(step, "completed", event.at);
      return rest;
    }
    case "step.failed":
      return { ...ended(step, "failed", event.at), error: event.error };
    case "step.skipped":
      return { ...ended(step, "skipped", event.at), skippedBecause: event.because };
    case "step.cancelled":
      return ended(step, "cancelled", event.at);
    default:
      return event satisfies never;
  }
}

function ended(step: StepView, status: "completed" | "cached" | "failed" | "skipped" | "cancelled", at: number): StepView {
  const { progress: _progress, retryAt: _retryAt, ...rest } = step;
  const attempts = status === "completed" || status === "failed" || status === "cancelled" ? endAttempt(step, status, at) : step.attempts;
  return { ...rest, status, endedAt: at, attempts };
}

function endAttempt(step: StepView, status: AttemptView["status"], at: number): readonly AttemptView[] {
  return step.attempts.map((attempt) => (attempt.status === "running" ? { ...attempt, status, endedAt: at } : attempt));
}
