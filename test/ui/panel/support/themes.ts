import { readFileSync } from "node:fs";

/**
 * The colours that VS Code 1.139 hands to a webview under four of its own themes (Light 2026, Dark 2026 and both for high contrast), as
 * they were read from its workbench: those of them that the panel or the toolkit reads.
 */
export const themes = JSON.parse(readFileSync(new URL("./themes.json", import.meta.url), "utf8")) as Readonly<
  Record<ThemeName, Readonly<Record<string, string>>>
>;

export const themeNames = ["light", "dark", "hc-dark", "hc-light"] as const;
export type ThemeName = (typeof themeNames)[number];

/** What VS Code puts on the body of a webview. */
export const bodyClasses: Readonly<Record<ThemeName, string>> = {
  light: "vscode-light",
  dark: "vscode-dark",
  "hc-dark": "vscode-high-contrast",
  "hc-light": "vscode-high-contrast-light vscode-high-contrast",
};

/** Fonts as a workbench on Linux has them. */
export const fonts: Readonly<Record<string, string>> = {
  "--vscode-font-family": 'system-ui, "Ubuntu", "Droid Sans", sans-serif',
  "--vscode-font-size": "13px",
  "--vscode-font-weight": "normal",
  "--vscode-editor-font-family": '"Droid Sans Mono", "monospace", monospace',
  "--vscode-editor-font-size": "14px",
};
