import type { RunRequest } from "../model/protocol.ts";
import type { Result } from "../model/result.ts";
import { openSession, type Finished, type RunOptions } from "./session.ts";

export type { Finished, RunOptions } from "./session.ts";

/**
 * Runs a pipeline once. An error means that the run could not begin, or could not be recorded; a run that failed is a good result with
 * status `failed`.
 */
export const run = async (request: RunRequest, options: RunOptions = {}): Promise<Result<Finished>> => {
  const opened = await openSession(request);
  if (!opened.ok) return opened;
  try {
    return await opened.value.run(options);
  } finally {
    await opened.value.close();
  }
};
