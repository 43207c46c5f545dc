import type { RunEvent } from "../model/events.ts";
import type { RunRecord, StepRecord } from "../model/record.ts";
import type { Invocation } from "../model/spec.ts";
import { isoTime, newRunRecord, newStepRecord } from "./new-record.ts";
import { applyToStep } from "./step-fold.ts";

/**
 * From the events of one run to its record. Events come in order; one that was applied already (a reader that starts again, a message
 * that overlaps with the journal) changes nothing. After every event the record is one that a run can really have.
 */
export class RunFold {
  #record: RunRecord | undefined;
  #lastSeq = -1;
  /** By invocation id: an id can be any text, also the name of something that every object has. */
  readonly #steps = new Map<string, StepRecord>();

  /** The record so far; undefined before `run.started`. It is the same object all along and changes with each event: clone it to keep it. */
  get record(): RunRecord | undefined {
    return this.#record;
  }

  /** Takes the next event into the record. Events of other runs, and any after the one that ended the run, change nothing. */
  apply(event: RunEvent): void {
    if (event.event === "run.started") {
      if (this.#record === undefined) this.#begin(event);
      return;
    }
    const record = this.#record;
    if (event.runId !== record?.id || event.seq <= this.#lastSeq || isOver(record)) return;
    this.#lastSeq = event.seq;
    switch (event.event) {
      case "step.added":
        record.status = "running";
        this.#add(record, event.invocation);
        keepSource(record, event);
        return;
      case "step.ready":
      case "step.started":
      case "step.progress":
      case "step.retrying":
      case "step.cached":
      case "artifact.saved":
      case "metadata.logged":
      case "tags.added":
      case "hook.ran":
      case "step.completed":
      case "step.failed":
      case "step.skipped":
      case "step.cancelled": {
        record.status = "running";
        const step = this.#steps.get(event.id);
        if (step !== undefined) applyToStep(step, event);
        return;
      }
      case "warning":
        record.warnings.push(event.id === undefined ? event.message : `${event.id}: ${event.message}`);
        return;
      case "run.completed":
        record.outputs = event.outputs;
        end(record, "completed", event.at);
        return;
      case "run.failed":
        record.error = event.error;
        end(record, "failed", event.at);
        return;
      case "run.cancelled":
        end(record, "cancelled", event.at);
        return;
      default:
        event satisfies never;
    }
  }

  #begin(event: Extract<RunEvent, { event: "run.started" }>): void {
    const record = newRunRecord(event);
    for (const invocation of event.spec.invocations) this.#add(record, invocation);
    this.#record = record;
    this.#lastSeq = event.seq;
  }

  #add(record: RunRecord, invocation: Invocation): void {
    if (this.#steps.has(invocation.id)) return;
    const step = newStepRecord(invocation);
    this.#steps.set(invocation.id, step);
    record.steps[invocation.id] = step;
    record.spec.invocations.push(invocation);
  }
}

/** The spec is shared with the event that began the run, so what is added stands in a new object. */
function keepSource(record: RunRecord, { invocation: { identity }, source }: Extract<RunEvent, { event: "step.added" }>): void {
  if (identity !== undefined && source !== undefined) record.spec.sources = { ...record.spec.sources, [identity]: source };
}

/** The record that a run's events add up to; undefined where they do not begin with `run.started`. */
export function foldEvents(events: Iterable<RunEvent>): RunRecord | undefined {
  const fold = new RunFold();
  for (const event of events) fold.apply(event);
  return fold.record;
}

/**
 * What the record of a run becomes when its owner is gone: `at` (milliseconds since 1970) is when that was found out. What was
 * running or waiting for its next attempt is `interrupted`; what had not started is `cancelled`, because in this run it never will.
 * A run that had ended stays as it is. The given record is not changed, so events that still arrive go on from it.
 */
export function interrupt(record: RunRecord, at: number): RunRecord {
  if (isOver(record)) return record;
  const interrupted = structuredClone(record);
  for (const step of Object.values(interrupted.steps)) interruptStep(step, isoTime(at));
  interrupted.error = {
    code: "SW3011",
    message: `The process that ran ${JSON.stringify(record.name)} ended before the run did.`,
    help: "Run the pipeline again. Steps that had finished are taken from the cache.",
  };
  end(interrupted, "interrupted", at);
  return interrupted;
}

function interruptStep(step: StepRecord, endedAt: string): void {
  if (step.status !== "pending" && step.status !== "running" && step.status !== "retrying") return;
  step.status = step.status === "pending" ? "cancelled" : "interrupted";
  step.endedAt = endedAt;
  const attempt = step.attempts.at(-1);
  if (attempt?.status !== "running") return;
  attempt.status = "interrupted";
  attempt.endedAt = endedAt;
}

function isOver(record: RunRecord): boolean {
  return record.endedAt !== undefined;
}

function end(record: RunRecord, status: RunRecord["status"], at: number): void {
  record.status = status;
  record.endedAt = isoTime(at);
}
