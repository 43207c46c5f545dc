import { statSync } from "node:fs";
import type { RunEvent } from "../model/events.ts";
import type { RunChange, TrackedRun } from "../model/service.ts";
import type { RunRecord } from "../model/record.ts";
import { databasePath } from "../store/database/file.ts";
import { interrupt } from "../store/fold.ts";
import { listJournals } from "../store/journal.ts";
import { livenessOf } from "../store/liveness.ts";
import { journalFolder, journalPath } from "../store/paths.ts";
import { readRecord } from "../store/records.ts";
import { findStore, type Store } from "../store/store.ts";
import { FolderWatch } from "./folder-watch.ts";
import { JournalTail } from "./journal-tail.ts";
import { runView, trackedRun } from "./run-view.ts";

/** What the watcher of a store tells. */
export interface LiveRunsListener {
  onRun(run: TrackedRun): void;
  onChange(change: RunChange): void;
  /** A run has begun or ended. */
  onHistory(): void;
}

/** Changes are told at most this often, in milliseconds: a batch of events is one message. */
const batch = 50;
/** How often owners are looked for and folders that cannot be watched are read, in milliseconds. */
const round = 1000;

/**
 * The runs of a store that go on, whoever started them: this window, another one, a terminal. It reads their journals as they grow, and
 * finds out when the process that wrote one is gone. It writes nothing.
 */
export class LiveRuns {
  readonly #workspace: string;
  readonly #listener: LiveRunsListener;
  readonly #runs = new Map<string, JournalTail>();
  /** Journals of runs that have ended: they wait for the database, and are not read again. */
  readonly #ended = new Set<string>();
  #timer: NodeJS.Timeout | undefined;
  readonly #watch = new FolderWatch(() => this.#soon());
  #pending: NodeJS.Timeout | undefined;
  /** What the history is made of, as it was at the last look. */
  #state = "";

  constructor(workspace: string, listener: LiveRunsListener) {
    this.#workspace = workspace;
    this.#listener = listener;
  }

  /** Begins to tell: first what goes on already. */
  start(): void {
    this.#timer = setInterval(() => this.#look(), round);
    this.#timer.unref();
    this.#look();
  }

  /** A run that goes on; undefined for any other. */
  record(runId: string): RunRecord | undefined {
    return this.#runs.get(runId)?.record;
  }

  /** A run that goes on, as a whole; undefined for any other. */
  tracked(runId: string): TrackedRun | undefined {
    const tail = this.#runs.get(runId);
    return tail?.record === undefined ? undefined : trackedRun(tail.record, tail.lastSeq);
  }

  get ids(): string[] {
    return [...this.#runs.keys()];
  }

  close(): void {
    clearInterval(this.#timer);
    clearTimeout(this.#pending);
    this.#watch.close();
  }

  #soon(): void {
    this.#pending ??= setTimeout(() => {
      this.#pending = undefined;
      this.#look();
    }, batch);
  }

  #look(): void {
    const found = findStore(this.#workspace);
    const store = found.ok ? found.value : undefined;
    this.#watch.follow(store === undefined ? [this.#workspace] : [store.root, journalFolder(store)]);
    const journals = store === undefined ? [] : listJournals(store);
    const present = new Set(journals);
    for (const id of this.#ended) if (!present.has(id)) this.#ended.delete(id);
    let isOther = false;
    for (const id of new Set([...this.#runs.keys(), ...journals])) {
      if (!this.#ended.has(id) && this.#read(store, id, present.has(id))) isOther = true;
    }
    const state =
      store === undefined ? "" : `${journals.join()} ${String(statSync(databasePath(store), { throwIfNoEntry: false })?.mtimeMs)}`;
    if (isOther || state !== this.#state) this.#listener.onHistory();
    this.#state = state;
  }

  /** Reads what came to one journal. @returns whether the run has begun or ended: a journal is there before its first event is */
  #read(store: Store | undefined, id: string, present: boolean): boolean {
    const known = this.#runs.get(id);
    const tail = known ?? (store && new JournalTail(journalPath(store, id), id));
    if (tail === undefined) return false;
    const { events } = tail.read();
    const { record } = tail;
    if (record === undefined) return false;
    if (known === undefined) {
      this.#runs.set(id, tail);
      const gone = isOver(record) || !this.#goesOn(store, record, present);
      // One that ended before anybody looked is history, unless it was too short to be seen.
      if (!gone) this.#listener.onRun(trackedRun(record, tail.lastSeq));
      else if (isRecent(record)) this.#listener.onRun(trackedRun(this.#endOf(store, tail, record)));
      if (gone) this.#forget(id);
      return true;
    }
    if (events.length > 0) this.#tell(tail, record, events);
    if (isOver(record)) return this.#forget(id);
    if (this.#goesOn(store, record, present)) return false;
    this.#listener.onRun(trackedRun(this.#endOf(store, tail, record)));
    return this.#forget(id);
  }

  #goesOn(store: Store | undefined, record: RunRecord, present: boolean): boolean {
    if (!present || store === undefined) return false;
    const now = Date.now();
    const lastSign = statSync(journalPath(store, record.id), { throwIfNoEntry: false })?.mtimeMs ?? now;
    return livenessOf(record.owner, lastSign, now) === "alive";
  }

  /** How a run ended that is not going on: what was written last, what its record says, or that nobody has ended it. */
  #endOf(store: Store | undefined, tail: JournalTail, record: RunRecord): RunRecord {
    tail.read();
    if (isOver(record)) return record;
    const recorded = store && readRecord(store, record.id);
    return recorded?.ok === true ? recorded.value : interrupt(record, Date.now());
  }

  #tell(tail: JournalTail, record: RunRecord, events: readonly RunEvent[]): void {
    const view = runView(record, tail.lastSeq);
    const touched = new Set(events.flatMap((event) => ("id" in event && event.id !== undefined ? [event.id] : [])));
    // A graph that grew is told as a whole: the places of the new calls come with it.
    if (events.some(({ event }) => event === "step.added")) this.#listener.onRun(trackedRun(record, tail.lastSeq));
    this.#listener.onChange({ ...view, steps: view.steps.filter(({ id }) => touched.has(id)), events });
  }

  #forget(id: string): true {
    this.#runs.delete(id);
    this.#ended.add(id);
    return true;
  }
}

const isOver = ({ status }: RunRecord): boolean => status === "completed" || status === "failed" || status === "cancelled";

/** A run that began and ended between two looks is told like one that was seen; one from earlier is not. */
const isRecent = (record: RunRecord): boolean => Date.now() - Date.parse(record.startedAt) < 10 * round;
