/**
 * The theme's colours for what is drawn and not styled: a canvas and an exported picture do not follow CSS. Each is named by CSS, with
 * what stands in for it where a theme leaves it out, and is read anew when the theme changes.
 */
const colours = {
  background: "var(--vscode-editor-background)",
  card: "var(--vscode-editorWidget-background, var(--vscode-editor-background))",
  border: "var(--vscode-contrastBorder, var(--vscode-settings-dropdownBorder, var(--vscode-widget-border, rgba(128, 128, 128, 0.4))))",
  text: "var(--vscode-foreground)",
  muted: "var(--vscode-descriptionForeground, var(--vscode-foreground))",
  focus: "var(--vscode-focusBorder)",
  active: "var(--vscode-contrastActiveBorder, var(--vscode-focusBorder))",
  highlight: "var(--vscode-editorWarning-foreground, var(--vscode-focusBorder))",
  edge: "var(--vscode-contrastBorder, var(--vscode-editorLineNumber-foreground, #888))",
  group: "var(--vscode-sideBar-background, transparent)",
  track: "rgba(128, 128, 128, 0.35)",
  passed: "var(--vscode-testing-iconPassed, var(--vscode-charts-green))",
  failed: "var(--vscode-testing-iconFailed, var(--vscode-charts-red))",
  running: "var(--vscode-charts-blue)",
  waiting: "var(--vscode-charts-orange, var(--vscode-editorWarning-foreground))",
  cached: "var(--vscode-charts-purple)",
  quiet: "var(--vscode-descriptionForeground, var(--vscode-foreground))",
  stopped: "var(--vscode-charts-yellow, var(--vscode-editorWarning-foreground))",
  artifact: "var(--vscode-symbolIcon-variableForeground, var(--vscode-charts-blue))",
} as const;

export type ColourName = keyof typeof colours;

export interface Theme {
  readonly colours: Readonly<Record<ColourName, string>>;
  readonly fontFamily: string;
  /** In CSS pixels. */
  readonly fontSize: number;
  readonly highContrast: boolean;
  readonly reducedMotion: boolean;
}

/** Reads the theme as it is now. */
export function readTheme(): Theme {
  const probe = document.createElement("span");
  document.body.append(probe);
  const style = getComputedStyle(probe);
  const read = (expression: string): string => {
    probe.style.color = expression;
    return style.color;
  };
  const entries = Object.entries(colours).map(([name, expression]) => [name, read(expression)]);
  const theme: Theme = {
    colours: Object.fromEntries(entries) as Record<ColourName, string>,
    fontFamily: style.fontFamily,
    fontSize: Number.parseFloat(style.fontSize) || 13,
    highContrast:
      document.body.classList.contains("vscode-high-contrast") || document.body.classList.contains("vscode-high-contrast-light"),
    reducedMotion: document.body.classList.contains("vscode-reduce-motion") || matchMedia("(prefers-reduced-motion: reduce)").matches,
  };
  probe.remove();
  return theme;
}

/** Calls back after each change of theme, of its colours, or of the wish for less motion. */
export function onThemeChange(listener: () => void): void {
  const observer = new MutationObserver(() => listener());
  const attributes = ["class", "data-vscode-theme-id", "data-vscode-theme-kind"];
  observer.observe(document.body, { attributes: true, attributeFilter: attributes });
  // Colours that the person changes in the settings come as new variables on the root, under the same theme.
  observer.observe(document.documentElement, { attributes: true, attributeFilter: ["style", "class"] });
  matchMedia("(prefers-reduced-motion: reduce)").addEventListener("change", () => listener());
}
