import type { Failure } from "../model/failure.ts";
import type { FinalRunEvent, NewRunEvent, RunEvent } from "../model/events.ts";
import type { RunRecord } from "../model/record.ts";
import { ok, type Result } from "../model/result.ts";
import { RunFold } from "../store/fold.ts";
import type { Journal } from "../store/journal.ts";
import { finishRun } from "../store/records.ts";
import type { Store } from "../store/store.ts";

export interface EventLogOptions {
  readonly runId: string;
  readonly store: Store;
  readonly journal: Journal;
  /** Hears of each event, after it is in the journal. */
  readonly onEvent: (event: RunEvent) => void;
  /** The journal cannot be written any more. Nobody hears of the events that are not in it. */
  readonly onBroken: (failure: Failure) => void;
}

/**
 * The events of one run: stamped, written to the journal, and only then told. What happens at once is written at once: the events of one
 * turn of the event loop make one write.
 */
export class EventLog {
  readonly #options: EventLogOptions;
  readonly #fold = new RunFold();
  #unwritten: RunEvent[] = [];
  #count = 0;
  #latest = 0;

  constructor(options: EventLogOptions) {
    this.#options = options;
  }

  emit(event: NewRunEvent): void {
    const stamped = this.#stamp(event);
    this.#fold.apply(stamped);
    this.#unwritten.push(stamped);
    if (this.#unwritten.length > 1) return;
    queueMicrotask(() => {
      const written = this.#write();
      if (!written.ok) this.#options.onBroken(written.error);
    });
  }

  /** Ends the run: the last event is told when journal and record are flushed. */
  finish(event: Extract<NewRunEvent, { event: FinalRunEvent["event"] }>): Result<RunRecord> {
    const earlier = this.#write();
    if (!earlier.ok) return earlier;
    const { store, journal, onEvent } = this.#options;
    const final = this.#stamp(event);
    const written = journal.append(final);
    if (!written.ok) return written;
    this.#fold.apply(final);
    const { record } = this.#fold;
    if (record === undefined) throw new Error("A run without a beginning has ended.");
    const kept = finishRun(store, journal, record);
    journal.close();
    if (!kept.ok) return kept;
    onEvent(final);
    return ok(record);
  }

  /** Closes the journal of a run that cannot be recorded to its end. */
  abandon(): void {
    this.#unwritten = [];
    this.#options.journal.close();
  }

  #write(): Result<void> {
    const events = this.#unwritten;
    this.#unwritten = [];
    if (events.length === 0) return ok(undefined);
    const written = this.#options.journal.append(...events);
    if (written.ok) for (const event of events) this.#options.onEvent(event);
    return written;
  }

  #stamp<E extends NewRunEvent>(event: E): E & { runId: string; seq: number; at: number } {
    // A clock that is set back meanwhile must not let a step end before it began.
    this.#latest = Math.max(this.#latest, Date.now());
    return { ...event, runId: this.#options.runId, seq: this.#count++, at: this.#latest };
  }
}
