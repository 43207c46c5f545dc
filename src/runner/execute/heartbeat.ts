import { beatEvery, type Journal } from "../store/journal.ts";

/**
 * Lets a journal give signs of life while its run goes on, also when no step says anything for hours. Gives what ends it. A process
 * that is only waiting for its timer is not kept alive.
 */
export function startHeartbeat(journal: Journal): () => void {
  const timer = setInterval(() => {
    journal.beat();
  }, beatEvery);
  timer.unref();
  return () => {
    clearInterval(timer);
  };
}
