import type { Failure } from "../../model/failure.ts";
import { err, type Result } from "../../model/result.ts";
import { diskFailure, errorCode } from "../disk.ts";
import type { Store } from "../store.ts";
import { databasePath } from "./file.ts";
import { rebuildHolding } from "./fold.ts";
import { type Lock, waitForLock } from "./lock.ts";

/**
 * Does what changes many files of a store at once while nobody folds, checks with repair or prunes: SW4009 where another process still
 * does after some seconds. `rebuild` makes the database anew at the end of it.
 */
export async function withLock<T>(
  store: Store,
  work: (rebuild: () => Promise<Result<void>>, lock: Lock) => Promise<Result<T>>,
): Promise<Result<T>> {
  try {
    const lock = await waitForLock(store);
    if (lock === undefined) return err(busy(store));
    try {
      return await work(() => rebuildHolding(store, lock), lock);
    } finally {
      await lock.release();
    }
  } catch (error) {
    const code = errorCode(error);
    if (code === undefined) throw error;
    return err(diskFailure(code, databasePath(store)));
  }
}

/** SW4009: somebody else has the lock. */
export function busy(store: Store): Failure {
  const message = `Another process is cleaning up ${store.root}, or writing its database.`;
  return { code: "SW4009", message, help: "Wait until it is done, and try again." };
}
