import * as z from "zod/mini";
import type { Store } from "../store.ts";
import { type Database, loadEngine } from "./engine.ts";
import { type Found, readDatabaseFile } from "./file.ts";
import { migrate } from "./migrate.ts";
import { all } from "./statements.ts";

/** A database in memory, at this version. `fresh`: it holds nothing yet, because the file could not be used. */
export interface Loaded {
  readonly db: Database;
  readonly fresh: boolean;
  /** What was on disk. */
  readonly found: Found;
}

/**
 * Reads the database of a store into memory, or begins an empty one where there is none that can be used. Writes nothing.
 * `afresh`: begins an empty one in any case.
 */
export async function loadDatabase(store: Store, { afresh = false }: { readonly afresh?: boolean } = {}): Promise<Loaded> {
  const engine = await loadEngine();
  const found = readDatabaseFile(store);
  const empty = (reason: Found): Loaded => ({ db: prepared(new engine.Database()), fresh: true, found: reason });
  if (found.kind !== "usable" || afresh) return empty(found);
  const db = new engine.Database(found.bytes);
  if (isIntact(db)) return { db: prepared(db), fresh: false, found };
  db.close();
  return empty({ kind: "unusable", reason: "damaged" });
}

/** Looks through all pages, so that damage is found here and not in the middle of an answer. */
function isIntact(db: Database): boolean {
  try {
    return all(db, "PRAGMA quick_check(1)", z.object({ quick_check: z.string() }))[0]?.quick_check === "ok";
  } catch {
    return false;
  }
}

function prepared(db: Database): Database {
  // The file in memory is thrown away when something fails: nothing is gained by a journal for it.
  db.exec("PRAGMA journal_mode = MEMORY; PRAGMA foreign_keys = ON");
  migrate(db);
  return db;
}
