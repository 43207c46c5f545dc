import { existsSync, realpathSync } from "node:fs";
import type { RunRequest } from "../model/protocol.ts";
import type { Result } from "../model/result.ts";
import { workerEntry } from "./own-files.ts";
import { Pool } from "./pool.ts";
import type { Finished, RunOptions } from "./session.ts";

/**
 * Runs a pipeline once. An error means that the run could not begin, or could not be recorded; a run that failed is a good result with
 * status `failed`.
 */
export const run = async (request: RunRequest, options: RunOptions = {}): Promise<Result<Finished>> => {
  // The first worker starts while the rest of this process is still being loaded.
  const early = startEarly(request);
  const { openSession } = await import("./session.ts");
  const opened = await openSession(request, "run", early);
  if (!opened.ok) return opened;
  try {
    return await opened.value.run(options);
  } finally {
    await opened.value.close();
  }
};

/** Only where there is no doubt that a worker will be needed, and where. */
const startEarly = ({ file, workspace }: RunRequest): Pool | undefined =>
  workspace !== undefined && existsSync(workspace) && existsSync(file) ? new Pool(workerEntry, realpathSync(workspace)) : undefined;
