import type { Failure } from "../model/failure.ts";
import type { Pool } from "./pool.ts";

/** What goes along while a file is made ready and its pipeline is recorded: before there is a run to tell of. */
export interface Opening {
  /** Called with what the module says while it is loaded, and the pipeline function while it is recorded. */
  readonly onOutput?: ((text: Buffer) => void) | undefined;
  /** Ends the processes at once: nothing has begun that could be finished. */
  readonly signal?: AbortSignal | undefined;
}

/** Does `work` with the pool listening and the wish to cancel heard. */
export const whileOpening = async <T>(pool: Pool, { onOutput, signal }: Opening, work: () => Promise<T>): Promise<T> => {
  pool.listener = { onMessage: () => undefined, onOutput: (text) => onOutput?.(text) };
  const cancel = (): void => {
    pool.kill();
  };
  if (signal?.aborted === true) cancel();
  signal?.addEventListener("abort", cancel);
  try {
    return await work();
  } finally {
    signal?.removeEventListener("abort", cancel);
  }
};

/** A run that was cancelled before it was one. */
export const cancelledEarly = (): Failure => ({
  code: "SW3008",
  message: "Cancelled before the run began.",
  help: "Run the pipeline again.",
});
