import { renameSync, rmSync } from "node:fs";
import { err, ok, type Result } from "../../model/result.ts";
import { diskFailure, errorCode, onDisk, writeTemporary } from "../disk.ts";
import { listJournals, removeJournal } from "../journal.ts";
import { writeRecord } from "../records.ts";
import type { Store } from "../store.ts";
import { sweepTemporaries } from "../temporaries.ts";
import { catchUp } from "./catch-up.ts";
import { databasePath, databaseSize, databaseStamp, setAside } from "./file.ts";
import { loadDatabase } from "./load.ts";
import { type Lock, tryLock } from "./lock.ts";
import { newerDatabase } from "./newer.ts";
import { readWaiting, type WaitingRun } from "./waiting.ts";

/** What came of folding. */
export interface FoldReport {
  /**
   * `folded`: the database says what the files say. `current`: nothing was waiting. `postponed`: too little for so large a database.
   * `busy`: another process is at it.
   */
  readonly outcome: "folded" | "current" | "postponed" | "busy";
  /** How many waiting runs were applied. */
  readonly runs: number;
  /** Everything was read anew from the files. */
  readonly rebuilt: boolean;
  /** Where a database that could not be used was moved to. */
  readonly setAside?: string;
}

/** How much is done. `waiting` leaves a large database alone until it is worth it; `all` takes even one run; `rebuild` begins from nothing. */
type Extent = "waiting" | "all" | "rebuild";

/** Up to this size, in bytes, the database is written at once. */
const small = 8 * 1024 * 1024;
/** Above it, one waiting run for each so many bytes: then a run pays the same for the writing however long the history is. */
const bytesForEachRun = 512 * 1024;

/**
 * Applies waiting journals to the database and removes those of ended runs. Meant for the end of a run and for idle times; it never
 * waits for another process. `force`: also where a large database would wait for more.
 *
 * Live runs are not written, so that no tool ever finds a run that stays `running`. An interrupted run is written, and its journal is
 * kept until it is settled (see `WaitingRun`): events that still arrive undo the interruption at the next fold, and for readers at once.
 */
export function foldStore(store: Store, { force = false }: { readonly force?: boolean } = {}): Promise<Result<FoldReport>> {
  return foldUnderLock(store, force ? "all" : "waiting");
}

/** Makes the database anew from the files, so that it says what they say whatever happened to either. */
export function syncStore(store: Store): Promise<Result<FoldReport>> {
  return foldUnderLock(store, "rebuild");
}

const idle = (outcome: "current" | "postponed" | "busy"): Result<FoldReport> => ok({ outcome, runs: 0, rebuilt: false });

async function foldUnderLock(store: Store, extent: Extent): Promise<Result<FoldReport>> {
  if (extent !== "rebuild") {
    const waiting = listJournals(store).length;
    if (waiting === 0) return idle("current");
    const size = databaseSize(store);
    if (extent === "waiting" && size > small && waiting < size / bytesForEachRun) return idle("postponed");
  }
  try {
    const lock = await tryLock(store);
    if (lock === undefined) return idle("busy");
    try {
      return await fold(store, extent, lock);
    } finally {
      await lock.release();
    }
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return err(diskFailure(code, databasePath(store)));
  }
}

/** Makes the database anew for somebody who holds the lock. */
export async function rebuildHolding(store: Store, lock: Lock): Promise<Result<void>> {
  const folded = await fold(store, "rebuild", lock);
  return folded.ok ? ok(undefined) : folded;
}

type EndedRun = Exclude<WaitingRun, { kind: "live" }>;

async function fold(store: Store, extent: Extent, lock: Lock): Promise<Result<FoldReport>> {
  const now = Date.now();
  const waiting = listJournals(store).map((id) => readWaiting(store, id, now));
  const ended = waiting.filter((run): run is EndedRun => run !== undefined && run.kind !== "live");
  if (ended.length === 0 && extent !== "rebuild") return idle("current");

  const stamp = databaseStamp(store);
  const loaded = await loadDatabase(store, { afresh: extent === "rebuild" });
  try {
    if (loaded.found.kind === "newer") return err(newerDatabase(store, loaded.found.version));
    // A journal goes only when its record is safe, because from then on the record alone can make the rows again.
    const done = ended.filter((run) => (run.kind === "finished" ? true : run.settled));
    for (const run of done) {
      const written = run.kind === "finished" && run.recorded ? ok(undefined) : writeRecord(store, run.record);
      if (!written.ok) return written;
    }
    await catchUp(loaded.db, store, { runs: ended.map((run) => run.record), fresh: loaded.fresh });
    // Written first, because that takes long; what follows is a matter of microseconds.
    const written = onDisk(databasePath(store), () => writeTemporary(store, loaded.db.export(), true));
    if (!written.ok) return written;
    if (!lock.held() || databaseStamp(store) !== stamp) {
      rmSync(written.value, { force: true });
      return idle("busy");
    }
    const aside = loaded.found.kind === "unusable" ? setAside(store, loaded.found.reason, new Date(now)) : undefined;
    const replaced = onDisk(databasePath(store), () => {
      renameSync(written.value, databasePath(store));
    });
    if (!replaced.ok) return replaced;
    for (const run of done) removeJournal(store, run.record.id);
    sweepTemporaries(store, now);
    return ok({ outcome: "folded", runs: ended.length, rebuilt: loaded.fresh, ...(aside !== undefined && { setAside: aside }) });
  } finally {
    loaded.db.close();
  }
}
