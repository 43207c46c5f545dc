import { existsSync, lstatSync, readFileSync, renameSync, statSync } from "node:fs";
import path from "node:path";
import type { Store } from "../store.ts";
import { applicationId, schemaVersion } from "./migrate.ts";

/** The database of a store. It may be deleted at any time: everything in it is made from the other files of the store. */
export const databasePath = (store: Store): string => path.join(store.root, "stepwright.db");

/** What SQLite keeps beside a database that another tool has open, or left without closing it. */
const companions = ["-wal", "-shm", "-journal"] as const;

/** Why a file cannot be gone on with. Each is a word of the name under which it is set aside. */
export type Unusable = "damaged" | "foreign" | "unfinished";

/** What stands where the database belongs. */
export type Found =
  | { readonly kind: "absent" }
  | { readonly kind: "usable"; readonly bytes: Uint8Array }
  | { readonly kind: "newer"; readonly version: number }
  | { readonly kind: "unusable"; readonly reason: Unusable };

/** Offsets in the first 100 bytes of every SQLite file: https://www.sqlite.org/fileformat.html#the_database_header */
const header = { magic: "SQLite format 3\0", length: 100, writeVersion: 18, userVersion: 60, applicationId: 68 } as const;
const walMode = 2;

/**
 * Reads the database file and judges it by its header alone, so that a file which is not ours, or not finished, never reaches SQLite.
 *
 * `unfinished`: it is in write-ahead mode (which needs shared memory that an engine in memory does not have), or another tool's open
 * transaction lies beside it. Part of its content is then in the other file.
 */
export function readDatabaseFile(store: Store): Found {
  const file = databasePath(store);
  const there = lstatSync(file, { throwIfNoEntry: false });
  if (there === undefined) return { kind: "absent" };
  let bytes: Buffer;
  try {
    // A link would have us read a file that is not ours.
    if (!there.isFile()) return { kind: "unusable", reason: "damaged" };
    bytes = readFileSync(file);
  } catch {
    return existsSync(file) ? { kind: "unusable", reason: "damaged" } : { kind: "absent" };
  }
  if (bytes.length < header.length || bytes.toString("latin1", 0, header.magic.length) !== header.magic)
    return { kind: "unusable", reason: "damaged" };
  if (bytes.readUInt32BE(header.applicationId) !== applicationId) return { kind: "unusable", reason: "foreign" };
  if (bytes[header.writeVersion] === walMode || companions.some((suffix) => existsSync(file + suffix)))
    return { kind: "unusable", reason: "unfinished" };
  const version = bytes.readUInt32BE(header.userVersion);
  return version > schemaVersion ? { kind: "newer", version } : { kind: "usable", bytes };
}

/**
 * Which file stands where the database belongs: another one after each writing. Two processes can both take themselves for the holder of
 * the lock, where one was suspended for long or a clock was moved; the one that finds another file than it has read leaves it alone.
 */
export function databaseStamp(store: Store): string {
  const found = lstatSync(databasePath(store), { throwIfNoEntry: false, bigint: true });
  return found === undefined ? "absent" : [found.ino, found.mtimeNs, found.size].join(" ");
}

/** Size of the database in bytes; 0 where there is none. */
export function databaseSize(store: Store): number {
  return statSync(databasePath(store), { throwIfNoEntry: false })?.size ?? 0;
}

/**
 * Moves a database that cannot be used out of the way, for whoever wants to look into it: `stepwright.db.damaged-2026-01-31T10-20-30-400Z`.
 * What SQLite keeps beside it goes along: left behind, it would be taken for part of the new database and destroy it.
 * Returns the new name.
 */
export function setAside(store: Store, reason: Unusable, now: Date): string {
  const file = databasePath(store);
  const aside = `${file}.${reason}-${now.toISOString().replaceAll(/[:.]/g, "-")}`;
  for (const suffix of ["", ...companions]) if (existsSync(file + suffix)) renameSync(file + suffix, aside + suffix);
  return aside;
}
