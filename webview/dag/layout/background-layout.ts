import type { Layout } from "../graph/layout.ts";
import { layOutJob, type LayoutJob } from "./layout-job.ts";

/**
 * Lays out in a thread of its own, one job at a time. The thread's script is part of the page's own, for a page of an editor may load no
 * other; it is ended when it has answered, or when something else is wanted.
 */
export class BackgroundLayout {
  #worker: Worker | undefined;

  /** Begins a job in place of what was asked before. `done` is called once, unless another job begins first. */
  begin(job: LayoutJob, done: (layout: Layout) => void): void {
    this.cancel();
    const address = URL.createObjectURL(new Blob([layoutWorkerScript], { type: "text/javascript" }));
    const worker = new Worker(address);
    this.#worker = worker;
    const end = (layout: Layout): void => {
      if (this.#worker !== worker) return;
      this.cancel();
      done(layout);
    };
    worker.addEventListener("message", ({ data }: MessageEvent<Layout>) => end(data));
    // Where no thread may be started, the page waits.
    worker.addEventListener("error", () => end(layOutJob(job)));
    worker.postMessage(job);
    URL.revokeObjectURL(address);
  }

  cancel(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
  }
}
