import { exitStatus } from "./exit.ts";

/** Ctrl+C, the end of a job on a build server, the closing of the terminal. */
const signals = ["SIGINT", "SIGTERM", "SIGHUP"] as const;

/**
 * Calls `cancel` on the first signal and ends the process on the second one, when the person does not want to wait any longer. The
 * workers notice that their coordinator is gone, and the run is later shown as interrupted.
 * @returns Gives the signals their usual meaning back.
 */
export function cancelOnSignal(cancel: () => void): () => void {
  let asked = false;
  const listener = (): void => {
    // Nothing is left to wait for here, so the usual rule against ending at once does not hold.
    if (asked) process.exit(exitStatus.cancelled);
    asked = true;
    cancel();
  };
  for (const signal of signals) process.on(signal, listener);
  return () => {
    for (const signal of signals) process.off(signal, listener);
  };
}
