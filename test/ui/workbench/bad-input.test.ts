import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import type { Page } from "playwright-core";
import { missingForWorkbench } from "../../harness/workbench-parts.ts";
import { openWorkbench } from "../../harness/workbench.ts";
import { Puppets, puppetFile } from "../../runner/support/puppets.ts";
import { clickInHover, hoverOver, lens, openContainer, openFile, showGraph } from "./support/actions.ts";
import { panelFrame, panelSays, panelShows, selectInPanel } from "./support/panel.ts";
import { treeBecomes } from "./support/tree.ts";

const pipelines = `import { pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";

export const training = pipeline(() => train(load()));

export const load = step((): Promise<number> => puppet("load"));
export const train = step((data: number): Promise<number> => puppet("train"));
`;

const files = { "pipeline.ts": pipelines, "puppet.ts": puppetFile, "package.json": '{ "type": "module" }' };
const skip = missingForWorkbench();

/** Process of the run that goes on, as its journal names it. */
const ownerOf = async (folder: string): Promise<number> => {
  const journals = path.join(folder, ".stepwright", "journal");
  const [journal] = await readdir(journals);
  const [first] = (await readFile(path.join(journals, journal ?? ""), "utf8")).split("\n");
  return (JSON.parse(first ?? "") as { owner: { pid: number } }).owner.pid;
};

const toast = (page: Page, text: string) => page.locator(".notification-toast", { hasText: text });

describe("the workbench, with bad input", { skip: skip ?? false }, () => {
  it("says that a run was interrupted whose process was killed, and shows nothing as running", async (context) => {
    await using puppets = await Puppets.start();
    const bench = await openWorkbench(context, { name: "killed", files, env: puppets.env });
    const { page } = bench;
    await openFile(page, "pipeline.ts");
    await openContainer(page, "Stepwright");
    await showGraph(page);
    await panelShows(page, "load", undefined);
    await lens(page, /Run$/).first().click();
    await puppets.next("load");
    await panelShows(page, "load", "running");
    process.kill(await ownerOf(bench.folder), "SIGKILL");
    await toast(page, "training was interrupted").waitFor();
    assert.equal(await toast(page, "training").count(), 1);
    await panelShows(page, "load", "interrupted");
    await lens(page, /Run$/).first().waitFor();
    await lens(page, /Stop/).first().waitFor({ state: "detached" });
    await page.locator(".statusbar-item", { hasText: /training \d\/\d/ }).waitFor({ state: "detached" });
    await bench.screenshot("killed");
    assert.doesNotMatch(await bench.log(), /unhandled/i);
  });

  it("opens a pipeline of 2,000 steps on the neighbourhood of one, and a value of 500 MB on its preview", async (context) => {
    const calls = Array.from({ length: 2000 }, (_, at) => `  v = next(v);${at % 100 === 0 ? " //" : ""}`).join("\n");
    const source = `import { pipeline, step } from "stepwright";
export const begin = step(() => 1);
export const next = step((value: number) => value + 1);
export const long = pipeline(() => {
  let v = begin();
${calls}
  return v;
});
`;
    const heavy = `import { pipeline, step } from "stepwright";
export const fill = step((): Uint8Array => new Uint8Array(500_000_000).fill(7));
export const weigh = step((bytes: Uint8Array): number => bytes.length);
export const heavy = pipeline(() => {
  const filled = fill();
  return weigh(filled);
});
`;
    const large = { "long.ts": source, "heavy.ts": heavy, "package.json": '{ "type": "module" }' };
    const bench = await openWorkbench(context, { name: "large", files: large });
    const { page } = bench;
    await openFile(page, "long.ts");
    await showGraph(page);
    const frame = await panelFrame(page);
    await frame
      .getByText(/^\d{1,2} of 2001 steps, around begin/)
      .first()
      .waitFor();
    await bench.screenshot("neighbourhood");
    // The chain goes on where the neighbourhood ends: a key draws the next one.
    await panelSays(page, "next_3", "1 step after it not drawn");
    await selectInPanel(page, "next_3");
    await frame.getByRole("tree").press("Shift+ArrowDown");
    await panelSays(page, "next_4", "1 step after it not drawn");

    await openFile(page, "heavy.ts");
    await showGraph(page);
    await lens(page, /Run$/).first().click();
    await panelShows(page, "weigh", "completed");
    await hoverOver(page, "const filled", "filled", /500 MB/);
    await page.locator(".monaco-hover:not(.hidden)", { hasText: "uint8[500000000]  7, 7" }).first().waitFor();
    await selectInPanel(page, "fill");
    await frame.locator("details-pane", { hasText: "500" }).filter({ hasText: "7, 7" }).waitFor();
    await bench.screenshot("500-MB");
    await openContainer(page, "Stepwright");
    await treeBecomes(page, "Artifacts", /fill/);
    await hoverOver(page, "const filled", "filled", /Open value/);
    await clickInHover(page, "Open value");
    // What opens says what the value is, and where it lies: it is not the value.
    await page.locator(".view-line", { hasText: "The value is in:" }).waitFor();
    assert.doesNotMatch(await bench.log(), /unhandled/i);
  });
});
