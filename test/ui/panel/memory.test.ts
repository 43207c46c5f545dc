import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { EventStory } from "./support/events.ts";
import { graphContent, pendingRun, snapshotOf, start, training } from "./support/graphs.ts";
import { PanelBrowser, skip, type PanelPage } from "./support/panel-page.ts";

suite("what the person did with the view", { skip }, () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  const show = (panel: PanelPage): Promise<void> =>
    panel.snapshot(snapshotOf(graphContent(training, pendingRun(training)), { now: start }));
  const kept = (panel: PanelPage, part: string): Promise<unknown> =>
    panel.page.waitForFunction((text) => sessionStorage.getItem("state")?.includes(text), part);

  test("zoom, place, selection and closed groups survive updates and a reload", async () => {
    const panel = await browser.open({ width: 1000, height: 800 });
    const story = new EventStory();
    await show(panel);
    const loadData = await panel.place("step:loadData");
    await panel.page.mouse.click(loadData.x, loadData.y);
    await panel.next("requestDetails");
    await panel.page.getByRole("tree").focus();
    await panel.page.keyboard.press("ArrowDown");
    await panel.page.keyboard.press("ArrowLeft");
    await panel.page.keyboard.press("+");
    await panel.page.keyboard.press("+");
    await panel.page.keyboard.press("Alt+ArrowRight");
    const moved = await panel.viewport();
    const rows = (await panel.tree()).length;
    assert.equal(rows, 8);

    await panel.events(story.started("loadData", 5), story.progress("loadData", 6, 0.5));
    await show(panel);
    assert.deepEqual(await panel.viewport(), moved, "an update moved the plane");

    await kept(panel, `"zoom":${String(moved.zoom)}`);
    await panel.reload();
    await show(panel);
    assert.deepEqual(await panel.viewport(), moved, "the reload moved the plane");
    assert.equal((await panel.tree()).length, rows);
    assert.equal(await panel.page.getByRole("treeitem", { selected: true }).getAttribute("data-node"), "step:loadData");
    assert.equal((await panel.next("requestDetails")).step, "loadData");
    await panel.close();
  });

  test("the kind of view, its direction and what an editor tab showed survive as well", async () => {
    const panel = await browser.open();
    await show(panel);
    await panel.page.getByRole("button", { name: "More" }).click();
    await panel.page.getByRole("menuitemcheckbox", { name: "Left to right" }).click();
    await panel.page.getByRole("button", { name: "Show as timeline" }).click();
    await kept(panel, '"view":"timeline"');
    assert.equal(
      await panel.page.evaluate(() => (JSON.parse(sessionStorage.getItem("state") ?? "{}") as { pipeline?: string }).pipeline),
      "src/training.ts#trainingPipeline",
    );
    await panel.reload();
    await show(panel);
    assert.equal(await panel.page.getByRole("button", { name: "Show as timeline" }).getAttribute("aria-pressed"), "true");
    await panel.page.getByRole("button", { name: "Show as graph" }).click();
    await panel.page.locator("graph-stage").waitFor();
    assert.ok((await panel.place("step:loadData")).x < (await panel.place("step:score")).x);
    await panel.close();
  });

  test("each pipeline has its own, and comes back as it was left", async () => {
    const panel = await browser.open();
    await show(panel);
    await panel.page.keyboard.press("0");
    for (let index = 0; index < 3; index += 1) await panel.page.getByRole("button", { name: "Zoom in" }).click();
    const moved = await panel.viewport();
    const other = { ...training, pipeline: "report", steps: training.steps.slice(0, 2) };
    await panel.snapshot(snapshotOf(graphContent(other), { pipeline: "src/report.ts#report" }));
    assert.notDeepEqual(await panel.viewport(), moved);
    await show(panel);
    assert.deepEqual(await panel.viewport(), moved);
    await panel.close();
  });

  test("what an older or broken page kept does no harm", async () => {
    const panel = await browser.open();
    await panel.page.evaluate(() => sessionStorage.setItem("state", '{"view":"graph","pipelines":{}}'));
    await panel.reload();
    await show(panel);
    assert.equal((await panel.tree()).length, 10);
    await panel.page.evaluate(() => sessionStorage.setItem("state", '"text"'));
    await panel.reload();
    await show(panel);
    assert.equal((await panel.tree()).length, 10);
    assert.deepEqual(panel.complaints, []);
    await panel.close();
  });
});
