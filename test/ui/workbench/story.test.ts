import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { root } from "../../harness/checks.ts";
import { missingForWorkbench } from "../../harness/workbench-parts.ts";
import { openWorkbench } from "../../harness/workbench.ts";
import { goToLine, hoverOver, lens, openContainer, openFile, runCommand, treeRows } from "./support/actions.ts";
import { seriousIn } from "./support/axe.ts";
import { panelFrame, panelShows } from "./support/panel.ts";
import { eachTheme } from "./support/themes.ts";

const guide = join(root, "test", "fixtures", "seed");

const lineOf = async (file: string, text: string): Promise<number> => {
  const source = await readFile(join(guide, file), "utf8");
  return source.slice(0, source.indexOf(text)).split("\n").length;
};

const skip = missingForWorkbench();

describe("what the guide shows, done by hand", { skip: skip ?? false }, () => {
  it("runs the end-to-end example, shows its values, and takes everything from the cache the second time", async () => {
    await using bench = await openWorkbench({ name: "story", copyOf: guide });
    const { page } = bench;
    const chosen = async (text: RegExp): Promise<void> => {
      const frame = await panelFrame(page);
      await frame.locator("vscode-dropdown.choose-run [part=selected-value]").filter({ hasText: text }).first().waitFor();
    };
    await openFile(page, "end-to-end.ts");
    await openContainer(page, "Stepwright");
    await lens(page, /^Graph$/)
      .first()
      .click();
    await panelShows(page, "trainAndEvaluate", undefined);
    await goToLine(page, await lineOf("end-to-end.ts", "export const simpleExamplePipeline"));
    await page.locator('.codelens-decoration a[title="Run simpleExamplePipeline"]').click();
    for (const step of ["getData", "processData", "trainAndEvaluate"]) await panelShows(page, step, "completed");
    await chosen(/simpleExamplePipeline.*completed/i);
    await hoverOver(page, "const accuracy = trainAndEvaluate", "accuracy", /0\.75/);
    await page.keyboard.press("Escape");

    const frame = await panelFrame(page);
    await frame.locator('dag-panel [role=treeitem][data-node="step:trainAndEvaluate"]').first().dispatchEvent("click");
    await frame.locator("details-pane", { hasText: "0.75" }).waitFor();
    await eachTheme(bench, async (theme) => {
      await bench.screenshot(`details-${theme}`);
      if (theme !== "light") assert.deepEqual(await seriousIn(page), [], theme);
    });

    await lens(page, /Run$/).first().click();
    for (const step of ["getData", "processData", "trainAndEvaluate"]) await panelShows(page, step, "cached");
    await chosen(/simpleExamplePipeline.*completed/i);
    // The pipeline and its two runs: the view follows the run when it has read the history.
    await page.locator('.pane:has(.pane-header[aria-label*="Runs"]) .monaco-list-row').nth(2).waitFor();
    assert.match((await treeRows(page, "Runs")).join("\n"), /^simpleExamplePipeline\n {2}\S.*\n/);

    // The parameters of another pipeline of the guide, by its form.
    await openFile(page, "parameterized.ts");
    await goToLine(page, await lineOf("parameterized.ts", "export const trainingPipeline"));
    await lens(page, "Run with").last().click();
    const input = page.locator(".quick-input-widget input");
    await page.locator(".quick-input-title", { hasText: "Run trainingPipeline: datasetName" }).waitFor();
    await input.fill("custom_dataset");
    await input.press("Enter");
    await page.locator(".quick-input-title", { hasText: "Run trainingPipeline: learningRate" }).waitFor();
    await input.fill("0.005");
    await input.press("Enter");
    await panelShows(page, "trainModel", "completed");
    await frame.locator('dag-panel [role=treeitem][data-node="step:trainModel"]').first().dispatchEvent("click");
    await frame.locator("details-pane", { hasText: "0.005" }).waitFor();
    await frame.locator("details-pane", { hasText: "Training with learning rate: 0.005 for 20 epochs" }).waitFor();
    await bench.screenshot("parameters");

    await runCommand(page, "Stepwright: Filter Runs");
    await page
      .locator(".quick-input-list .monaco-list-row", { hasText: /failed/i })
      .first()
      .click();
    await page.locator('.pane:has(.pane-header[aria-label*="Runs"]) .pane-header', { hasText: /failed/i }).waitFor();
    assert.doesNotMatch(await bench.log(), /unhandled/i);
  });
});
