import type { Page } from "playwright-core";
import { treeRows } from "./actions.ts";

/** Waits until a tree shows something. @returns its rows as lines */
export const treeBecomes = async (page: Page, view: string, shown: RegExp): Promise<string> => {
  let rows = "";
  for (const deadline = Date.now() + 30_000; Date.now() < deadline;) {
    rows = (await treeRows(page, view).catch(() => [])).join("\n");
    if (shown.test(rows)) return rows;
    await page.waitForTimeout(100);
  }
  throw new Error(`The tree ${view} does not show ${String(shown)}:\n${rows}`);
};
