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

/** Runs a command by its title. The list is not renewed while it is open, so it is opened again until extensions have told theirs. */
export const runCommand = async (page: Page, title: string): Promise<void> => {
  const input = page.locator(".quick-input-widget:visible input");
  const row = page.locator(`.quick-input-list .monaco-list-row[aria-label^="${title}"]`).first();
  for (let attempt = 0; ; attempt++) {
    await page.keyboard.press("F1");
    await input.fill(`>${title}`);
    try {
      await row.click({ timeout: 3000 });
      return;
    } catch (error) {
      if (attempt === 10) throw error;
      await input.press("Escape");
    }
  }
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

/** Rests the pointer on a word of a line, until the hover says something. */
export const hoverOver = async (page: Page, line: string, word: string, said: RegExp): Promise<void> => {
  const text = page.locator(".view-line", { hasText: line }).first();
  const spans = text.locator("span span", { hasText: word });
  const hover = page.locator(".monaco-hover:not(.hidden)").filter({ hasText: said });
  await text.waitFor();
  for (let attempt = 0; ; attempt++) {
    await page.mouse.move(600, 5);
    await spans.last().hover();
    try {
      await hover.first().waitFor({ timeout: 5000 });
      return;
    } catch (error) {
      // What the hover shows may not have been known when it opened.
      if (attempt === 10) throw error;
    }
  }
};

/** What stands in the Problems panel, as the marker counts of the status bar say: errors and warnings. */
export const problems = async (page: Page): Promise<string[]> => {
  const item = page.locator(".statusbar-item[id='status.problems'] a").first();
  const label = (await item.getAttribute("aria-label")) ?? "";
  return /no problems/i.test(label) ? [] : [label];
};

/** Shows or hides the side bar. */
export const toggleSideBar = async (page: Page): Promise<void> => {
  await page.keyboard.press("Control+B");
};

/** Brings a line of the open file into sight. */
export const goToLine = async (page: Page, line: number): Promise<void> => {
  await page
    .locator(".editor-group-container.active .view-lines")
    .first()
    .click({ position: { x: 300, y: 5 } });
  await page.keyboard.press("Control+G");
  const input = page.locator(".quick-input-widget:visible input");
  await input.fill(`:${String(line)}`);
  await input.press("Enter");
  await page.locator(".statusbar-item", { hasText: `Ln ${String(line)},` }).waitFor();
};
