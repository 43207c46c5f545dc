import type { FinalRunEvent, NewRunEvent, RunEvent } from "../model/events.ts";
import type { RunRecord } from "../model/record.ts";
import { ok, type Result } from "../model/result.ts";
import { RunFold } from "../store/fold.ts";
import type { Journal } from "../store/journal.ts";
import { finishRun } from "../store/records.ts";
import type { Store } from "../store/store.ts";

/** The events of one run: stamped, written to the journal, and only then told. */
export class EventLog {
  readonly #runId: string;
  readonly #store: Store;
  readonly #journal: Journal;
  readonly #tell: (event: RunEvent) => void;
  readonly #fold = new RunFold();
  #count = 0;

  constructor(runId: string, store: Store, journal: Journal, tell: (event: RunEvent) => void) {
    this.#runId = runId;
    this.#store = store;
    this.#journal = journal;
    this.#tell = tell;
  }

  /** An error means that the journal cannot be written any more; then nobody hears of the event. */
  emit(event: NewRunEvent): Result<void> {
    const stamped = this.#stamp(event);
    const written = this.#journal.append(stamped);
    if (!written.ok) return written;
    this.#fold.apply(stamped);
    this.#tell(stamped);
    return written;
  }

  /** Ends the run: the last event is told when journal and record are flushed. */
  finish(event: Extract<NewRunEvent, { event: FinalRunEvent["event"] }>): Result<RunRecord> {
    const final = this.#stamp(event);
    const written = this.#journal.append(final);
    if (!written.ok) return written;
    this.#fold.apply(final);
    const { record } = this.#fold;
    if (record === undefined) throw new Error("A run without a beginning has ended.");
    const kept = finishRun(this.#store, this.#journal, record);
    this.#journal.close();
    if (!kept.ok) return kept;
    this.#tell(final);
    return ok(record);
  }

  /** Closes the journal of a run that cannot be recorded to its end. */
  abandon(): void {
    this.#journal.close();
  }

  #stamp<E extends NewRunEvent>(event: E): E & { runId: string; seq: number; at: number } {
    return { ...event, runId: this.#runId, seq: this.#count++, at: Date.now() };
  }
}
