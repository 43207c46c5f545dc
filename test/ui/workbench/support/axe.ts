import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "playwright-core";

/** What axe finds that is serious or worse in the webviews of the workbench, as lines; the workbench around them is not ours. */
export const seriousIn = async (page: Page): Promise<readonly string[]> => {
  const { violations, passes } = await new AxeBuilder({ page }).include(["iframe.webview", "#active-frame", "dag-panel"]).analyze();
  if (passes.length === 0) throw new Error("axe has not seen the panel.");
  return violations
    .filter(({ impact }) => impact === "serious" || impact === "critical")
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
};
