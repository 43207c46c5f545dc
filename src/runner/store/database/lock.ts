import { lstatSync, rmSync } from "node:fs";
import type { Store } from "../store.ts";
import { databasePath } from "./file.ts";

/** Held while the database is read, changed and written back. */
export interface Lock {
  /** False once another process may have taken it, because this one was suspended for too long. */
  readonly held: () => boolean;
  readonly release: () => Promise<void>;
}

/** After so many milliseconds without a sign of life a holder counts as dead. Rebuilding pauses often enough to give its sign. */
const stale = 5000;

/**
 * Takes the database's lock, the folder `stepwright.db.lock`. Undefined where another process has it: then the work is left to that one.
 * Throws what the system says where the folder cannot be made.
 */
export function tryLock(store: Store): Promise<Lock | undefined> {
  return lock(store, 0);
}

/**
 * The same, for what a person has asked for: it waits for some seconds, which is longer than a fold takes. A holder sets the time of the
 * lock every second, so one that is the same after that long has no living holder, however fresh it looks: a clock was set back.
 */
export async function waitForLock(store: Store): Promise<Lock | undefined> {
  const before = timeOf(store);
  const taken = await lock(store, 20);
  if (taken !== undefined || before === undefined || timeOf(store) !== before) return taken;
  rmSync(lockPath(store), { recursive: true, force: true });
  return lock(store, 0);
}

const lockPath = (store: Store): string => `${databasePath(store)}.lock`;

const timeOf = (store: Store): bigint | undefined => lstatSync(lockPath(store), { throwIfNoEntry: false, bigint: true })?.mtimeNs;

async function lock(store: Store, retries: number): Promise<Lock | undefined> {
  // Loaded late, because it listens to the signals of the process from then on.
  const { default: lockfile } = await import("proper-lockfile");
  let held = true;
  try {
    const release = await lockfile.lock(databasePath(store), {
      stale,
      update: stale / 5,
      realpath: false,
      retries: { retries, factor: 1, minTimeout: 300, maxTimeout: 300 },
      onCompromised: () => {
        held = false;
      },
    });
    return {
      held: () => held,
      release: async () => {
        // Giving back a lock that was taken away is refused, and needs nothing.
        if (held) await release();
      },
    };
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ELOCKED") return undefined;
    throw error;
  }
}
