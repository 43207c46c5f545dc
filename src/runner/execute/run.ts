import { existsSync, realpathSync } from "node:fs";
import type { RunRequest } from "../model/protocol.ts";
import type { Result } from "../model/result.ts";
import { workerEntry } from "./own-files.ts";
import { Pool } from "./pool.ts";
import type { Store } from "../store/store.ts";
import type { Finished, RunOptions } from "./session.ts";

/**
 * Runs a pipeline once. An error means that the run could not begin, or could not be recorded; a run that failed is a good result with
 * status `failed`.
 */
export const run = async (request: RunRequest, options: RunOptions = {}): Promise<Result<Finished>> => {
  // The first worker starts while the rest of this process is still being loaded.
  const early = startEarly(request);
  const { openSession } = await import("./session.ts");
  const opening = openSession(request, "run", { ...options, early });
  // A database that cannot be written is no matter of the run, which has its record; whoever reads the database is told.
  const database = prepareFold().catch(() => undefined);
  const opened = await opening;
  if (!opened.ok) return opened;
  try {
    const finished = await opened.value.run(options);
    if (finished.ok) await (await database)?.foldStore(finished.value.store);
    return finished;
  } finally {
    await opened.value.close();
  }
};

/**
 * SQLite, loaded while the worker starts: then the database says what the run did before this process ends.
 */
const prepareFold = async (): Promise<{ foldStore: (store: Store) => Promise<unknown> }> => {
  const [{ loadEngine }, { foldStore }] = await Promise.all([import("../store/database/engine.ts"), import("../store/database/fold.ts")]);
  await loadEngine();
  return { foldStore };
};

/** Only where there is no doubt that a worker will be needed, and where. */
const startEarly = ({ file, workspace }: RunRequest): Pool | undefined =>
  workspace !== undefined && existsSync(workspace) && existsSync(file) ? new Pool(workerEntry, realpathSync(workspace)) : undefined;
