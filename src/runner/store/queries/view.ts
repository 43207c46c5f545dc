import type { Failure } from "../../model/failure.ts";
import { catchUp } from "../database/catch-up.ts";
import type { Database } from "../database/engine.ts";
import { loadDatabase } from "../database/load.ts";
import { newerDatabase } from "../database/newer.ts";
import { readWaiting } from "../database/waiting.ts";
import { listJournals } from "../journal.ts";
import type { Store } from "../store.ts";

/**
 * The database of a store with everything applied that waits, live runs included, as a copy in memory. Made when it is first asked
 * for; never written back.
 */
export class View {
  readonly #store: Store;
  readonly #notes: Failure[] = [];
  #opening: Promise<Database> | undefined;
  #closed = false;

  constructor(store: Store) {
    this.#store = store;
  }

  /** What a person should know about the copy. */
  get notes(): readonly Failure[] {
    return this.#notes;
  }

  database(): Promise<Database> {
    if (this.#closed) throw new Error("The reader is closed");
    return (this.#opening ??= this.#open());
  }

  /** Gives the memory back, also where the copy is still being made. */
  close(): void {
    this.#closed = true;
    // A copy that could not be made has told so to whoever asked for it, and holds no memory.
    this.#opening?.then(
      (db) => {
        db.close();
      },
      () => undefined,
    );
  }

  async #open(): Promise<Database> {
    // The list of journals comes first. A fold may be going on: a journal leaves the list only after its record and the new database
    // are in place, so what is not listed any more is in the database that is read next, and what is listed can still be read.
    const ids = listJournals(this.#store);
    const { db, fresh, found } = await loadDatabase(this.#store);
    if (found.kind === "newer") this.#notes.push(newerDatabase(this.#store, found.version));
    const now = Date.now();
    const runs = ids.flatMap((id) => readWaiting(this.#store, id, now)?.record ?? []);
    await catchUp(db, this.#store, { runs, fresh });
    return db;
  }
}
