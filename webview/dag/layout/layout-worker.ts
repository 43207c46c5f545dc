import { layOut, type Layout } from "../graph/layout.ts";
import type { LayoutJob } from "./layout-job.ts";

/** Runs in a thread of its own: a layout takes seconds at some thousand nodes, and the page goes on meanwhile. */
self.addEventListener("message", ({ data }: MessageEvent<LayoutJob>) => {
  const { view, sizes, direction } = data;
  const layout: Layout = layOut(view, ({ id }) => sizes.get(id) ?? { width: 0, height: 0 }, direction);
  self.postMessage(layout);
});
