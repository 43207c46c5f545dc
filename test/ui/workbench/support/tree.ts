import type { Page } from "playwright-core";
import { until } from "./until.ts";

/** The rows of a tree as lines, read in one go: depth and label. */
const treeRows = (page: Page, view: string): Promise<string> =>
  page.locator(`.pane:has(.pane-header[aria-label*="${view}"]) .monaco-list-row`).evaluateAll((rows) =>
    rows
      .map((row) => ({
        at: Number(row.getAttribute("data-index") ?? "0"),
        text: `${"  ".repeat(Number(row.ariaLevel ?? "1") - 1)}${row.querySelector<HTMLElement>(".label-name")?.innerText ?? ""}`,
      }))
      .sort((a, b) => a.at - b.at)
      .map(({ text }) => text)
      .join("\n"),
  );

/** Waits until a tree shows something. @returns its rows as lines */
export const treeBecomes = (page: Page, view: string, shown: RegExp): Promise<string> =>
  until(
    () => treeRows(page, view),
    (rows) => shown.test(rows),
    `The tree ${view} does not show ${String(shown)}`,
  );

/** Clicks an action that a row of a tree shows under the pointer. The row may be drawn anew, and then it is done again. */
export const inline = async (page: Page, view: string, row: string, action: string): Promise<void> => {
  const found = page.locator(`.pane:has(.pane-header[aria-label*="${view}"]) .monaco-list-row`, { hasText: row }).first();
  await until(
    async () => {
      await found.hover({ timeout: 3000 });
      await found.locator(`.action-label[aria-label^="${action}"]`).click({ timeout: 3000 });
      return true;
    },
    Boolean,
    `The row ${row} has no ${action}`,
  );
};
