import type { Frame, Locator, Page } from "playwright-core";

/** What a person does in the workbench, by the names that a person sees. */

/** Opens a file of the folder. */
export const openFile = async (page: Page, file: string): Promise<void> => {
  await page.keyboard.press("Control+P");
  const row = page.locator(".quick-input-list .monaco-list-row", { hasText: file.split("/").at(-1) ?? file }).first();
  const input = page.locator(".quick-input-box input");
  await input.fill(file);
  await row.waitFor();
  await input.press("Enter");
  await page.locator(`.editor-group-container .tab.active[data-resource-name="${file.split("/").at(-1) ?? file}"]`).waitFor();
};

/** Runs a command by its title. */
export const runCommand = async (page: Page, title: string): Promise<void> => {
  await page.keyboard.press("F1");
  const input = page.locator(".quick-input-box input");
  await input.fill(`>${title}`);
  await page.locator(".quick-input-list .monaco-list-row", { hasText: title }).first().waitFor();
  await input.press("Enter");
};

/** A lens by its words. */
export const lens = (page: Page, text: string | RegExp): Locator => page.locator(".codelens-decoration a", { hasText: text });

/** Brings a view of the side bar to the front. */
export const openContainer = async (page: Page, name: string): Promise<void> => {
  const tab = page.locator(`.activitybar .action-item[aria-label^="${name}"], .activitybar .action-label[aria-label^="${name}"]`).first();
  await tab.click();
};

/** The rows of a tree as lines: depth, label, description. */
export const treeRows = async (page: Page, view: string): Promise<string[]> => {
  const rows = page.locator(`.pane:has(.pane-header[aria-label*="${view}"]) .monaco-list-row`);
  const lines: string[] = [];
  for (const row of await rows.all()) {
    const level = Number((await row.getAttribute("aria-level")) ?? "1");
    lines.push(`${"  ".repeat(level - 1)}${await row.locator(".label-name").first().innerText()}`);
  }
  return lines;
};

/** The frame of a webview that has an element. */
export const webviewWith = async (page: Page, selector: string): Promise<Frame> => {
  const deadline = Date.now() + 30_000;
  for (;;) {
    for (const frame of page.frames()) {
      if (
        (await frame
          .locator(selector)
          .count()
          .catch(() => 0)) > 0
      )
        return frame;
    }
    if (Date.now() > deadline) throw new Error(`No webview has ${selector}`);
    await page.waitForTimeout(100);
  }
};
