import { listJournals } from "../journal.ts";
import type { Store } from "../store.ts";
import { databaseSize } from "./file.ts";

/** Runs that may wait: reading that many beside the database takes a reader a few milliseconds. */
const maxWaiting = 8;

/**
 * Whether the end of a run is the time to bring the database up to date: where there is none yet, or several runs wait. Loading SQLite
 * takes longer than a small run, so not every run pays for it; readers see what waits all the same.
 */
export const isFoldDue = (store: Store): boolean => databaseSize(store) === 0 || listJournals(store).length >= maxWaiting;
