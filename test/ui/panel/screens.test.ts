import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { graphContent, layeredGraph, snapshotOf, start, storyRun, training } from "./support/graphs.ts";
import { richDetails } from "./support/details.ts";
import { PanelBrowser, skip } from "./support/panel-page.ts";
import { themeNames } from "./support/themes.ts";

const run = storyRun(
  training,
  {
    loadData: { status: "cached", from: 10, to: 11 },
    cleanRows: { status: "completed", from: 50, to: 1200 },
    splitRows: { status: "completed", from: 1210, to: 2500 },
    trainForest: { status: "running", from: 2600, progress: { fraction: 0.4, message: "tree 16" } },
    trainNeighbours: { status: "retrying", from: 2600, retryAt: start + 12_000, maxAttempts: 3 },
  },
  { name: "training-2026-03-01" },
);

/** Pictures of each surface in each theme, for a person to look at; the tests beside this one say what is right. */
suite("pictures of the panel", { skip }, () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  for (const theme of themeNames) {
    test(theme, async () => {
      const panel = await browser.open({ theme, width: 1200, height: 800 });
      const content = graphContent(training, run);
      const runs = [run, { id: "run-0", name: "training-2026-02-28", status: "completed" as const, startedAt: start - 86_400_000 }];
      await panel.snapshot(snapshotOf(content, { now: start + 9000, runs, actions: ["stop", "debug", "runStep"] }));
      await panel.picture(`running-${theme}`);
      const { x, y } = await panel.place("step:splitRows");
      await panel.page.mouse.click(x, y);
      await panel.details(richDetails);
      await panel.picture(`selected-${theme}`);
      await panel.page.getByRole("button", { name: "Show as list" }).click();
      await panel.picture(`list-${theme}`);
      await panel.page.getByRole("button", { name: "Show as timeline" }).click();
      await panel.picture(`timeline-${theme}`);
      assert.deepEqual(panel.complaints, []);
      await panel.close();
    });
  }

  test("narrow and wide", async () => {
    for (const [name, width, height] of [
      ["narrow", 300, 800],
      ["wide", 1600, 420],
    ] as const) {
      const panel = await browser.open({ theme: "dark", width, height });
      const settings = { direction: name === "wide" ? "right" : "down", showArtifacts: name === "wide", neighbourhoodAbove: 60 } as const;
      await panel.snapshot(snapshotOf(graphContent(training, run), { now: start + 9000, runs: [run], settings }));
      await panel.picture(`${name}-dark`);
      assert.deepEqual(panel.complaints, []);
      await panel.close();
    }
  });

  test("a hundred steps with groups", async () => {
    const panel = await browser.open({ theme: "light", width: 1400, height: 900 });
    const graph = layeredGraph(100, { groups: true });
    const settings = { direction: "down", showArtifacts: false, neighbourhoodAbove: 500 } as const;
    await panel.snapshot(snapshotOf(graphContent(graph), { settings }));
    await panel.picture("hundred-light");
    assert.deepEqual(panel.complaints, []);
    await panel.close();
  });
});
