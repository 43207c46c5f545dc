import type { Frame, Page } from "playwright-core";

/** The frame of the graph panel, once it shows steps. */
export const panelFrame = async (page: Page): Promise<Frame> => {
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    for (const frame of page.frames()) {
      const rows = frame.locator("dag-panel [role=treeitem]");
      if ((await rows.count().catch(() => 0)) > 0) return frame;
    }
    // A frame comes with an event of its page, and so does what is in it.
    await Promise.race([
      page.waitForEvent("frameattached", { timeout: 1000 }),
      page.waitForEvent("framenavigated", { timeout: 1000 }),
    ]).catch(() => undefined);
  }
  throw new Error("The graph panel shows no step.");
};

/** Waits until the panel shows a step in a state, in the tree that stands beside the picture; `undefined` for one that has not run. */
export const panelShows = async (page: Page, step: string, status: string | undefined, text = ""): Promise<void> => {
  const frame = await panelFrame(page);
  const state = status === undefined ? ":not([data-status])" : `[data-status="${status}"]`;
  const said = text === "" ? "" : `[aria-label*="${text}"]`;
  await frame.locator(`dag-panel [role=treeitem][data-node="step:${step}"]${state}${said}`).first().waitFor({ state: "attached" });
};
