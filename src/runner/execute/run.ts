import type { RunRequest } from "../model/protocol.ts";
import type { Result } from "../model/result.ts";
import { closeEarly, startEarly } from "./early-pool.ts";
import { isFoldDue } from "../store/database/due.ts";
import type { Store } from "../store/store.ts";
import type { Finished, RunOptions } from "./session.ts";

/**
 * Runs a pipeline once. An error means that the run could not begin, or could not be recorded; a run that failed is a good result with
 * status `failed`.
 */
export const run = async (request: RunRequest, options: RunOptions = {}): Promise<Result<Finished>> => {
  // The first worker starts while the rest of this process is still being loaded.
  startEarly();
  const { openSession } = await import("./session.ts");
  const opened = await openSession(request, "run", options);
  if (!opened.ok) {
    await closeEarly();
    return opened;
  }
  try {
    const finished = await opened.value.run({ ...options, last: true });
    if (finished.ok && isFoldDue(finished.value.store)) await fold(finished.value.store);
    return finished;
  } finally {
    await opened.value.close();
  }
};

/** A database that cannot be written is no matter of the run, which has its record; whoever reads the database is told. */
const fold = async (store: Store): Promise<void> => {
  const { foldStore } = await import("../store/database/fold.ts");
  await foldStore(store).catch(() => undefined);
};
