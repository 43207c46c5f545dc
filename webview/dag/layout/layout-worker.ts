import { layOutJob, type LayoutJob } from "./layout-job.ts";

/** Runs in a thread of its own: a layout takes seconds at some thousand nodes, and the page goes on meanwhile. */
self.addEventListener("message", ({ data }: MessageEvent<LayoutJob>) => self.postMessage(layOutJob(data)));
