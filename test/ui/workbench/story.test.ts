import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "node:test";
import { root } from "../../harness/checks.ts";
import { missingForWorkbench } from "../../harness/workbench-parts.ts";
import { openWorkbench } from "../../harness/workbench.ts";
import { goToLine, hoverOver, lens, lensOf, openContainer, openFile, runCommand, showGraph } from "./support/actions.ts";
import { seriousIn } from "./support/axe.ts";
import { panelFrame, panelShows, selectInPanel } from "./support/panel.ts";
import { answer, pick } from "./support/quick-input.ts";
import { eachTheme } from "./support/themes.ts";
import { treeBecomes } from "./support/tree.ts";

const guide = join(root, "test", "fixtures", "seed");

const lineOf = async (file: string, text: string): Promise<number> => {
  const source = await readFile(join(guide, file), "utf8");
  return source.slice(0, source.indexOf(text)).split("\n").length;
};

const skip = missingForWorkbench();

describe("what the guide shows, done by hand", { skip: skip ?? false }, () => {
  it("runs the end-to-end example, shows its values, and takes everything from the cache the second time", async (context) => {
    const bench = await openWorkbench(context, { name: "story", copyOf: guide });
    const { page } = bench;
    const chosen = async (text: RegExp): Promise<void> => {
      const frame = await panelFrame(page);
      await frame.locator("vscode-dropdown.choose-run [part=selected-value]").filter({ hasText: text }).first().waitFor();
    };
    await openFile(page, "end-to-end.ts");
    await openContainer(page, "Stepwright");
    await showGraph(page);
    await panelShows(page, "trainAndEvaluate", undefined);
    await goToLine(page, await lineOf("end-to-end.ts", "export const simpleExamplePipeline"));
    await lensOf(page, "Run simpleExamplePipeline").click();
    for (const step of ["getData", "processData", "trainAndEvaluate"]) await panelShows(page, step, "completed");
    await chosen(/\d:\d\d.* completed/i);
    await hoverOver(page, "const accuracy = trainAndEvaluate", "accuracy", /0\.75/);
    await page.keyboard.press("Escape");

    const frame = await selectInPanel(page, "trainAndEvaluate");
    await frame.locator("details-pane", { hasText: "0.75" }).waitFor();
    await eachTheme(bench, async (theme) => {
      await bench.screenshot(`details-${theme}`);
      if (theme !== "light") assert.deepEqual(await seriousIn(page), [], theme);
    });

    await lens(page, /Run$/).first().click();
    for (const step of ["getData", "processData", "trainAndEvaluate"]) await panelShows(page, step, "cached");
    await chosen(/\d:\d\d.* completed/i);
    // The pipeline and its two runs.
    await treeBecomes(page, "Runs", /^simpleExamplePipeline\n {2}\S.*\n {2}\S/);

    // The parameters of another pipeline of the guide, by its form.
    await openFile(page, "parameterized.ts");
    await goToLine(page, await lineOf("parameterized.ts", "export const trainingPipeline"));
    await lensOf(page, "Ask for the parameters of trainingPipeline first").click();
    await answer(page, "Run trainingPipeline: datasetName", "custom_dataset");
    await answer(page, "Run trainingPipeline: learningRate", "0.005");
    await panelShows(page, "trainModel", "completed");
    await selectInPanel(page, "trainModel");
    await frame.locator("details-pane", { hasText: "0.005" }).waitFor();
    await frame.locator("details-pane", { hasText: "Training with learning rate: 0.005 for 20 epochs" }).waitFor();
    await bench.screenshot("parameters");

    await runCommand(page, "Stepwright: Filter Runs…");
    await pick(page, "failed");
    await page.locator('.pane:has(.pane-header[aria-label*="Runs"]) .pane-header', { hasText: /failed/i }).waitFor();
    assert.doesNotMatch(await bench.log(), /unhandled/i);
  });
});
