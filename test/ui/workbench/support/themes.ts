import type { Page } from "playwright-core";
import type { Workbench } from "../../../harness/workbench.ts";
import { runCommand } from "./actions.ts";

interface Theme {
  readonly name: string;
  /** A key of the driver: what is open at the top stays open. */
  readonly key: string;
  readonly command: string;
  /** Class of the workbench that shows it. */
  readonly kind: string;
}

const themes: readonly Theme[] = [
  { name: "dark", key: "Control+Alt+F9", command: "Driver: Dark", kind: "vs-dark" },
  { name: "high-contrast", key: "Control+Alt+F10", command: "Driver: High Contrast", kind: "hc-black" },
  { name: "light", key: "Control+Alt+F11", command: "Driver: Light", kind: "vs" },
];

/** Does something in a dark theme, one of high contrast, and a light one, which is left in the end. */
export const eachTheme = async (bench: Workbench, look: (theme: string) => Promise<void>): Promise<void> => {
  for (const theme of themes) {
    await become(bench.page, theme);
    await look(theme.name);
  }
};

/** Keeps a picture of what is in sight in each theme. */
export const pictures = (bench: Workbench, name: string): Promise<void> =>
  eachTheme(bench, (theme) => bench.screenshot(`${name}-${theme}`));

/** A key that is pressed while extensions still start, or in a terminal, comes to nothing; the command may as well, and is taken again. */
const become = async (page: Page, { key, command, kind }: Theme): Promise<void> => {
  const shown = page.locator(`.monaco-workbench.${kind}`);
  const arrives = (timeout: number): Promise<boolean> =>
    shown.waitFor({ timeout }).then(
      () => true,
      () => false,
    );
  await page.keyboard.press(key);
  if (await arrives(4000)) return;
  for (let attempt = 1; ; attempt++) {
    await runCommand(page, command);
    if (await arrives(20_000)) return;
    if (attempt === 4) throw new Error(`The theme of ${command} did not come.`);
  }
};
