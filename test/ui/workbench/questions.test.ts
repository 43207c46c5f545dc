import assert from "node:assert/strict";
import { writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import type { Page } from "playwright-core";
import { missingForWorkbench } from "../../harness/workbench-parts.ts";
import { openWorkbench } from "../../harness/workbench.ts";
import { Puppets, puppetFile } from "../../runner/support/puppets.ts";
import { stepwright } from "../../runner/support/command.ts";
import { clickInHover, hoverOver, lens, openContainer, openFile, runCommand, showGraph } from "./support/actions.ts";
import { panelFrame, panelSays, panelShows, selectInPanel } from "./support/panel.ts";
import { answer, pick, titled } from "./support/quick-input.ts";
import { pictures } from "./support/themes.ts";
import { inline, treeBecomes } from "./support/tree.ts";

const skip = missingForWorkbench();

const source = `import { pipeline, step } from "stepwright";

export const load = step((): number[] => [1, 2, 3]);
export const scale = step((data: number[], factor: number): number[] => data.map((value) => value * factor));
export const total = step((data: number[]): number => data.reduce((sum, value) => sum + value, 0));
export const report = pipeline(({ factor = 2 }: { factor?: number }) => total(scale(load(), factor)));
`;

const puppetPipeline = `import { pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";

export const load = step((): Promise<number> => puppet("load"));
export const train = step((data: number): Promise<number> => puppet("train"));
export const training = pipeline(() => train(load()));
`;

/** Chooses an entry of the panel's own menu. */
const chooseInPanel = async (page: Page, entry: string): Promise<void> => {
  const frame = await panelFrame(page);
  await frame.getByRole("button", { name: "More", exact: true }).click();
  await frame
    .getByRole("menuitemcheckbox", { name: entry })
    .or(frame.getByRole("menuitem", { name: entry }))
    .click();
};

/** Chooses an entry of the menu of a step. */
const chooseOfStep = async (page: Page, step: string, entry: string): Promise<void> => {
  const frame = await panelFrame(page);
  await frame.locator(`dag-panel [role=treeitem][data-node="step:${step}"]`).first().dispatchEvent("contextmenu");
  await frame.getByRole("menuitem", { name: entry, exact: true }).click();
};

const openGraph = async (page: Page, file: string): Promise<void> => {
  await openFile(page, file);
  await showGraph(page);
};

describe("questions to the graph", { skip: skip ?? false }, () => {
  it("why a step was cached, what a run would do, and why a step ran", async (context) => {
    const bench = await openWorkbench(context, {
      name: "questions",
      files: { "report.ts": source, "package.json": '{ "type": "module" }' },
    });
    const { page } = bench;
    await openGraph(page, "report.ts");
    await panelShows(page, "total", undefined);
    await lens(page, /Run$/).first().click();
    await panelShows(page, "total", "completed");
    await lens(page, /Run$/).first().click();
    await panelShows(page, "total", "cached");
    const frame = await selectInPanel(page, "load");
    await frame.locator("details-pane", { hasText: "It was taken from the cache" }).waitFor();
    await bench.screenshot("why-cached");

    await writeFile(path.join(bench.folder, "report.ts"), source.replace("value * factor)", "value * factor + 1)"));
    await chooseInPanel(page, "Show what a run would do");
    await panelSays(page, "load", "Would be cached");
    await panelSays(page, "scale", "Would run");
    await panelSays(page, "total", /Would run|Open/);
    await pictures(bench, "plan");

    await lens(page, /Run$/).first().click();
    await panelShows(page, "total", "completed");
    await panelShows(page, "load", "cached");
    await selectInPanel(page, "scale");
    await frame.locator("details-pane", { hasText: "This is different from" }).filter({ hasText: "factor + 1" }).waitFor();
    await bench.screenshot("why-ran");

    await hoverOver(page, "export const scale", "scale", /Why/);
    await clickInHover(page, "Why");
    await page.locator('.tab.active[data-resource-name="scale.why.diff"]').waitFor();
    await page.locator(".view-line", { hasText: "factor + 1" }).first().waitFor();
    await pictures(bench, "why-hover");
    await openFile(page, "report.ts");
    await hoverOver(page, "export const scale", "scale", /Compare/);
    await clickInHover(page, "Compare");
    await page.locator(".tab.active", { hasText: "report::scale::output: 1 ↔ 2" }).waitFor();
    await page.locator(".monaco-diff-editor .modified .view-line", { hasText: "7" }).first().waitFor();
    await bench.screenshot("compared");
    await openFile(page, "report.ts");

    await openContainer(page, "Stepwright");
    await chooseOfStep(page, "scale", "Run only this step with…");
    await titled(page, "Run scale with other inputs");
    await pictures(bench, "inputs");
    await pick(page, "factor");
    await answer(page, "Run scale with other inputs: factor", "many");
    // It is not taken, and the box says what is wrong in place of what is wanted.
    await page.locator(".quick-input-widget .monaco-inputbox.error").waitFor();
    await bench.screenshot("wrong-input");
    await answer(page, "Run scale with other inputs: factor", "5");
    await titled(page, /^Run scale with other inputs$/);
    await pick(page, "Run");
    // A step alone is a run of its own.
    await treeBecomes(page, "Runs", /^scale\n {2}\S/m);
    const command = ["artifact", "show", "scale::scale::output", "--json", "--workspace", bench.folder];
    const shown = await stepwright(command, { cwd: bench.folder, env: { ...bench.env } }).ended;
    assert.match(shown.stdout, /"value":\[6,11,16\]/, shown.stderr);
  });

  it("a run that failed is resumed, from the graph and from its row, and one that ended is run again from a step on, or a step of it alone", async (context) => {
    await using puppets = await Puppets.start();
    const files = { "pipeline.ts": puppetPipeline, "puppet.ts": puppetFile, "package.json": '{ "type": "module" }' };
    const bench = await openWorkbench(context, { name: "resume", files, env: puppets.env });
    const { page } = bench;
    await openGraph(page, "pipeline.ts");
    await panelShows(page, "train", undefined);
    await lens(page, /Run$/).first().click();
    await (await puppets.next("load")).tell({ do: "return", value: 1 });
    await (await puppets.next("train")).tell({ do: "throw", message: "no memory left" });
    await panelShows(page, "train", "failed");
    const frame = await panelFrame(page);
    await frame.getByRole("button", { name: "Resume", exact: true }).click();
    const again = await puppets.next("train");
    await panelShows(page, "load", "cached");
    await panelShows(page, "train", "running");
    await bench.screenshot("resumed");
    await again.tell({ do: "throw", message: "no memory left again" });
    await panelShows(page, "train", "failed");

    await openContainer(page, "Stepwright");
    await inline(page, "Runs", ":", "Resume Run");
    const third = await puppets.next("train");
    await panelShows(page, "load", "cached");
    await panelShows(page, "train", "running");
    await third.tell({ do: "return", value: 2 });
    await panelShows(page, "train", "completed");

    // What was told lies over the graph.
    await runCommand(page, "Notifications: Clear All Notifications");
    await chooseOfStep(page, "load", "Run from here");
    await (await puppets.next("load")).tell({ do: "return", value: 3 });
    await (await puppets.next("train")).tell({ do: "return", value: 4 });
    await panelShows(page, "load", "completed");
    await panelShows(page, "train", "completed");

    await chooseOfStep(page, "train", "Run only this step");
    const alone = await puppets.next("train");
    await alone.tell({ do: "return", value: 5 });
    // A step alone is a run of its own, with the inputs that it had: nobody asked for `load`.
    const rows = await treeBecomes(page, "Runs", /^train\n {2}\S/m);
    assert.match(rows, /^training(\n {2}\S.*){4}$/m);
    assert.doesNotMatch(await bench.log(), /unhandled/i);
  });
});
