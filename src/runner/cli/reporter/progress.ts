import type { Preview } from "../../model/preview.ts";
import type { RunEvent } from "../../model/events.ts";
import type { Invocation } from "../../model/spec.ts";
import { oneLine } from "../text/printable.ts";
import { widest } from "../text/width.ts";

/** A step that runs, or waits between two attempts. Times in milliseconds since 1970. */
export interface RunningStep {
  readonly id: string;
  /** When its first attempt started. */
  readonly startedAt: number;
  attempt: number;
  readonly maxAttempts: number;
  fraction?: number | undefined;
  message?: string | undefined;
  /** When the next attempt is due; set while it waits for it. */
  retryAt?: number | undefined;
  readonly outputs: (readonly [name: string, preview: Preview])[];
}

/** Longer ids are not lined up: one long id would push everything else to the right. */
const widestId = 30;

/** What a terminal needs to know of a run while it goes on: a fold of its events, kept small however long the run is. */
export class Progress {
  readonly running = new Map<string, RunningStep>();
  pipeline: string | undefined;
  startedAt: number | undefined;
  done = 0;
  total = 0;
  /** Columns that ids take where they stand under each other. */
  idWidth = 0;
  readonly #maxAttempts = new Map<string, number>();

  apply(event: RunEvent): void {
    switch (event.event) {
      case "run.started":
        this.pipeline = event.spec.pipeline;
        this.startedAt = event.at;
        event.spec.invocations.forEach((invocation) => {
          this.#add(invocation);
        });
        break;
      case "step.added":
        this.#add(event.invocation);
        break;
      case "step.started":
        this.#start(event.id, event.attempt, event.at);
        break;
      case "step.progress": {
        const step = this.running.get(event.id);
        if (step) Object.assign(step, { fraction: event.fraction, message: event.message });
        break;
      }
      case "step.retrying": {
        const step = this.running.get(event.id);
        if (step) Object.assign(step, { fraction: undefined, message: undefined, retryAt: event.at + event.delay * 1000 });
        break;
      }
      case "artifact.saved":
        if (event.output !== undefined) this.running.get(event.id)?.outputs.push([event.output, event.version.preview]);
        break;
      case "step.completed":
      case "step.cached":
      case "step.failed":
      case "step.skipped":
      case "step.cancelled":
        this.running.delete(event.id);
        this.done += 1;
        break;
      case "step.ready":
      case "metadata.logged":
      case "tags.added":
      case "hook.ran":
      case "warning":
      case "run.completed":
      case "run.failed":
      case "run.cancelled":
        break;
      default:
        event satisfies never;
    }
  }

  #add(invocation: Invocation): void {
    this.total += 1;
    this.idWidth = Math.max(this.idWidth, widest([oneLine(invocation.id)], widestId));
    this.#maxAttempts.set(invocation.id, 1 + (invocation.options.retry?.maxRetries ?? 0));
  }

  #start(id: string, attempt: number, at: number): void {
    const step = this.running.get(id);
    if (step) Object.assign(step, { attempt, retryAt: undefined });
    else this.running.set(id, { id, attempt, startedAt: at, maxAttempts: this.#maxAttempts.get(id) ?? 1, outputs: [] });
  }
}
