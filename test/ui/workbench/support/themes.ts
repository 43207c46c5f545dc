import type { Workbench } from "../../../harness/workbench.ts";
import { runCommand } from "./actions.ts";

const themes = [
  { name: "dark", command: "Driver: Dark", kind: "vs-dark" },
  { name: "high-contrast", command: "Driver: High Contrast", kind: "hc-black" },
  { name: "light", command: "Driver: Light", kind: "vs" },
] as const;

/** Does something in a dark theme, one of high contrast, and a light one, which is left in the end. */
export const eachTheme = async (bench: Workbench, look: (theme: string) => Promise<void>): Promise<void> => {
  for (const { name, command, kind } of themes) {
    await become(bench, command, kind);
    await bench.page.locator(".quick-input-widget").first().waitFor({ state: "hidden" });
    await look(name);
  }
};

/** A command that is taken while extensions still start may come to nothing, and then it is taken again. */
const become = async ({ page }: Workbench, command: string, kind: string): Promise<void> => {
  for (let attempt = 1; ; attempt++) {
    await runCommand(page, command);
    try {
      await page.locator(`.monaco-workbench.${kind}`).waitFor({ timeout: 20_000 });
      return;
    } catch (error) {
      if (attempt === 4) throw error;
    }
  }
};
