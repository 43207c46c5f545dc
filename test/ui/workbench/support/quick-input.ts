import type { Locator, Page } from "playwright-core";
import { patience, until } from "./until.ts";

/** The list or box that the workbench opens at the top. Its rows are drawn anew while extensions still tell theirs, so nothing here clicks. */

const widget = (page: Page): Locator => page.locator(".quick-input-widget:visible");
export const quickInput = (page: Page): Locator => widget(page).locator(".quick-input-box input");

/** Opens it by a key, which nobody hears before the workbench has started. */
const openBy = async (page: Page, key: string): Promise<void> => {
  const input = quickInput(page);
  for (const deadline = Date.now() + patience; ;) {
    await page.keyboard.press(key);
    try {
      await input.waitFor({ timeout: 3000 });
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
    }
  }
};

/** What the focused row of the list says. */
const focusedRow = async (page: Page): Promise<string> => {
  const rows = widget(page).locator(".quick-input-list .monaco-list-row.focused");
  return (await rows.evaluateAll((all) => all.map((row) => row.getAttribute("aria-label") ?? ""))).join("\n");
};

/** Goes to the row that is meant, in a list that is filtered to a few, and takes it. False where it is not there. */
const take = async (page: Page, isMeant: (label: string) => boolean): Promise<boolean> => {
  for (const deadline = Date.now() + 5000; Date.now() < deadline;) {
    if (isMeant(await focusedRow(page))) {
      await page.keyboard.press("Enter");
      return true;
    }
    await page.keyboard.press("ArrowDown");
    await page.waitForTimeout(100);
  }
  return false;
};

/** Opens the quick input by a key, types, and takes a row. Lists are not renewed while they are open, so it is done again until it is there. */
export const pickBy = async (page: Page, key: string, text: string, isMeant: (label: string) => boolean): Promise<void> => {
  for (const deadline = Date.now() + patience; ;) {
    await openBy(page, key);
    try {
      await quickInput(page).fill(text, { timeout: 5000 });
      if (await take(page, isMeant)) return;
    } catch {
      // Something else took the focus, and with it the list went.
    }
    await page.keyboard.press("Escape");
    if (Date.now() > deadline) throw new Error(`The list of ${key} has no such row for ${text}.`);
  }
};

/** Takes a row of the list that is open. */
export const pick = async (page: Page, text: string): Promise<void> => {
  await quickInput(page).fill(text);
  await until(() => take(page, (label) => label.startsWith(text)), Boolean, `The list has no ${text}`);
};

/** Answers the box whose title begins like this. */
export const answer = async (page: Page, title: string, text: string): Promise<void> => {
  await titled(page, title);
  await quickInput(page).fill(text);
  await quickInput(page).press("Enter");
};

/** Waits until the box that is open has this title. */
export const titled = async (page: Page, title: string | RegExp): Promise<void> => {
  await widget(page).locator(".quick-input-title", { hasText: title }).waitFor();
};
