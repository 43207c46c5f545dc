import type { Frame, Page } from "playwright-core";
import { until } from "./until.ts";

/** The frame that a page stands in which a step has made, and which has an element `report`. */
export const pageFrame = async (page: Page): Promise<Frame> => {
  const found = await until(
    async () => {
      for (const frame of page.frames())
        if (
          (await frame
            .locator("#report")
            .count()
            .catch(() => 0)) > 0 &&
          (await frame.locator("#report").isVisible())
        )
          return frame;
      return undefined;
    },
    (frame) => frame !== undefined,
    "The page is not in sight",
  );
  if (found === undefined) throw new Error("There is no page.");
  return found;
};
