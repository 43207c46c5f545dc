import type { Locator, Page } from "playwright-core";
import { pickBy, quickInput } from "./quick-input.ts";
import { until } from "./until.ts";

/** What a person does in the workbench, by the names that a person sees. */

const nameOf = (file: string): string => file.split("/").at(-1) ?? file;

/** Opens a file of the folder, and waits until its text is there: the tab changes first. */
export const openFile = async (page: Page, file: string): Promise<void> => {
  const name = nameOf(file);
  await pickBy(page, "Control+P", file, (label) => label.startsWith(name));
  await page.locator(`.editor-group-container .tab.active[data-resource-name="${name}"]`).waitFor();
  await page
    .locator(`.editor-group-container .monaco-editor[data-uri$="/${encodeURI(name)}"] .view-line`)
    .first()
    .waitFor();
};

/** Runs a command by its title. */
export const runCommand = (page: Page, title: string): Promise<void> =>
  pickBy(page, "F1", `>${title}`, (label) => label === title || label.startsWith(`${title},`));

/** A lens by its words. */
export const lens = (page: Page, text: string | RegExp): Locator => page.locator(".codelens-decoration a", { hasText: text });

/** How many lenses stand above the text in sight. They are drawn anew all the time: what counts is how many there are in the end. */
export const lensCount = async (page: Page, wanted: number): Promise<void> => {
  const all = page.locator(".codelens-decoration a");
  await until(
    () => all.count(),
    (count) => count === wanted,
    `There are not ${String(wanted)} lenses`,
  );
};

/** The lens that does something for the pipeline or step of this name, as its tooltip says. */
export const lensOf = (page: Page, title: string): Locator => page.locator(`.codelens-decoration a[title="${title}"]`);

/**
 * Opens the graph of the first pipeline in sight by its lens. Lenses are drawn anew while the editor asks for them, and a click that falls
 * into that moment is lost.
 */
export const showGraph = async (page: Page): Promise<void> => {
  const view = page.locator('.part.panel .action-item.checked .action-label[aria-label^="Pipeline Graph"]');
  for (let attempt = 1; ; attempt++) {
    await lens(page, /^Graph$/)
      .first()
      .click();
    try {
      await view.waitFor({ timeout: 15_000 });
      return;
    } catch (error) {
      if (attempt === 4) throw error;
    }
  }
};

/** Brings a view of the side bar to the front. */
export const openContainer = async (page: Page, name: string): Promise<void> => {
  const tab = page.locator(`.activitybar .action-item[aria-label^="${name}"], .activitybar .action-label[aria-label^="${name}"]`).first();
  const title = page.locator(".sidebar .composite.title", { hasText: new RegExp(name, "i") });
  await tab.waitFor();
  // A second click on what is open already would close it.
  if (!(await title.isVisible())) await tab.click();
  await title.waitFor();
};

/** Rests the pointer on a word of a line, until the hover says something. */
export const hoverOver = async (page: Page, line: string, word: string, said: RegExp): Promise<void> => {
  const text = page.locator(".view-line", { hasText: line }).first();
  const spans = text.locator("span span", { hasText: word });
  const hover = page.locator(".monaco-hover:not(.hidden)").filter({ hasText: said });
  await text.waitFor();
  for (let attempt = 0; ; attempt++) {
    await page.mouse.move(600, 5);
    try {
      await spans.last().hover({ timeout: 5000 });
      await hover.first().waitFor({ timeout: 5000 });
      return;
    } catch (error) {
      // What the hover shows may not have been known when it opened.
      if (attempt === 15) throw error;
    }
  }
};

/** Clicks a link of the hover that is open. */
export const clickInHover = async (page: Page, link: string): Promise<void> => {
  await page
    .locator(".monaco-hover:not(.hidden) a", { hasText: new RegExp(`^${link}$`) })
    .first()
    .click();
};

/** What stands in the Problems panel, as the marker counts of the status bar say: errors and warnings. */
export const problems = async (page: Page): Promise<string[]> => {
  const item = page.locator(".statusbar-item[id='status.problems'] a").first();
  const label = (await item.getAttribute("aria-label")) ?? "";
  return /no problems/i.test(label) ? [] : [label];
};

/** Waits until the Problems panel is as it should be; what the compiler said of an earlier state is told until it has read the new one. */
export const problemsBecome = async (page: Page, isGood: (problems: readonly string[]) => boolean): Promise<void> => {
  await until(() => problems(page), isGood, "The problems are not as expected");
};

/** Shows or hides the side bar. */
export const toggleSideBar = async (page: Page): Promise<void> => {
  await page.keyboard.press("Control+B");
};

/** Goes to a line of the open file, wherever the focus is. */
export const goToLine = async (page: Page, line: number): Promise<void> => {
  await pickBy(page, "Control+P", `:${String(line)}`, (label) => label.includes(String(line)));
  await cursorAt(page, line);
};

/** Waits until the cursor stands in a line. */
export const cursorAt = async (page: Page, line: number, column?: number): Promise<void> => {
  const text = `Ln ${String(line)}, Col ${column === undefined ? "" : String(column)}`;
  await page.locator(".statusbar-item", { hasText: text }).waitFor();
  await quickInput(page).waitFor({ state: "hidden" });
};
