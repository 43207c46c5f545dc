import { workerEntry } from "./own-files.ts";
import { Pool } from "./pool.ts";

let early: Pool | undefined;

/**
 * Starts the first worker before it is known what it will load: a process takes as long to start as all that comes before it is
 * needed. Whoever calls this calls `closeEarly` at the end.
 */
export const startEarly = (): void => {
  early ??= new Pool(workerEntry);
};

/** The pool that was started early, or a new one. Whoever takes it closes it. */
export const takePool = (): Pool => {
  const pool = early ?? new Pool(workerEntry);
  early = undefined;
  return pool;
};

/** Ends what nobody took, because there was nothing to run. */
export const closeEarly = async (): Promise<void> => {
  await early?.close();
  early = undefined;
};
