import { describe, it } from "node:test";
import { missingForWorkbench } from "../../harness/workbench-parts.ts";
import { openWorkbench } from "../../harness/workbench.ts";
import { Puppets, puppetFile } from "../../runner/support/puppets.ts";
import { openContainer, openFile, cursorAt, runCommand } from "./support/actions.ts";
import { panelShows } from "./support/panel.ts";
import { pick } from "./support/quick-input.ts";
import { pictures } from "./support/themes.ts";
import { inline, treeBecomes } from "./support/tree.ts";

const skip = missingForWorkbench();
const pipelines = `import { pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";

export const training = pipeline(() => load());

export const load = step((): Promise<number> => puppet("load"));
`;
const files = { "pipeline.ts": pipelines, "puppet.ts": puppetFile, "package.json": '{ "type": "module" }' };

describe("the trees", { skip: skip ?? false }, () => {
  it("run, show, stop and tell of a pipeline by the actions in their rows", async (context) => {
    await using puppets = await Puppets.start();
    const settings = { "terminal.integrated.gpuAcceleration": "off" };
    const bench = await openWorkbench(context, { name: "trees", files, settings, env: { ...puppets.env, STEPWRIGHT_GRACE: "1" } });
    const { page } = bench;
    await openFile(page, "puppet.ts");
    await openContainer(page, "Stepwright");
    await treeBecomes(page, "Pipelines", /training/);
    await inline(page, "Pipelines", "training", "Show Graph");
    await panelShows(page, "load", undefined);
    await inline(page, "Pipelines", "training", "Run Pipeline");
    const load = await puppets.next("load");
    await load.tell({ do: "log", text: "the puppet speaks" });
    const going = page.locator('.pane:has(.pane-header[aria-label*="Runs"]) .monaco-list-row[aria-label^="Run "][aria-label*=", running"]');
    await going.waitFor();
    await bench.screenshot("running");
    const ends = page.locator(".statusbar-item", { hasText: "training stopping" }).waitFor();
    await inline(page, "Pipelines", "training", "Stop");
    await ends;
    await load.gone;
    await panelShows(page, "load", "cancelled");

    await treeBecomes(page, "Runs", /^training\n {2}\S/);
    const run = "cancelled";
    await page.locator('.pane:has(.pane-header[aria-label*="Runs"]) .monaco-list-row[aria-level="2"]', { hasText: /\d/ }).first().waitFor();
    await inline(page, "Runs", ":", "Show Run Log");
    await page.locator(".terminal-wrapper.active .xterm-rows", { hasText: "the puppet speaks" }).waitFor();
    await page.locator(".terminal-wrapper.active .xterm-rows", { hasText: run }).waitFor();
    // Every pipeline is a task under its name.
    await runCommand(page, "Tasks: Run Task");
    await pick(page, "Show All Tasks");
    await pick(page, "stepwright: training");
    await (await puppets.next("load")).tell({ do: "return", value: 1 });
    await page.locator(".terminal-wrapper.active .xterm-rows", { hasText: "load: completed" }).waitFor();
    // A click on a pipeline goes to it.
    await page.locator('.pane:has(.pane-header[aria-label*="Pipelines"]) .monaco-list-row', { hasText: "training" }).click();
    await cursorAt(page, 4, 14);
    await pictures(bench, "after");
  });
});
