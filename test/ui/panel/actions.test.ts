import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { graphContent, snapshotOf, storyRun, training } from "./support/graphs.ts";
import { PanelBrowser, skip, type PanelPage } from "./support/panel-page.ts";

suite("what the pointer does", { skip }, () => {
  let browser: PanelBrowser;
  let panel: PanelPage;
  const run = storyRun(
    training,
    {
      loadData: { status: "completed", from: 0, to: 900, outputs: [{ output: "output", artifact: "loadData", version: "3" }] },
      cleanRows: { status: "running", from: 950 },
    },
    { id: "run-7", name: "training-7" },
  );
  before(async () => {
    browser = await PanelBrowser.start();
    panel = await browser.open({ theme: "light", width: 1100, height: 800 });
    const older = { id: "run-6", name: "training-6", status: "failed" as const, startedAt: 1 };
    await panel.snapshot(snapshotOf(graphContent(training, run), { runs: [run, older], actions: ["run", "stop", "debug", "runStep"] }));
  });
  after(() => browser.close());

  const menu = (): Promise<readonly string[]> => panel.page.getByRole("menuitem").allInnerTexts();

  test("a click selects a step and asks for its details, a click beside it lets go", async () => {
    const { x, y } = await panel.place("step:loadData");
    await panel.page.mouse.click(x, y);
    assert.equal((await panel.next("requestDetails")).step, "loadData");
    assert.equal((await panel.next("select")).step, "loadData");
    await panel.page.getByRole("heading", { name: "loadData" }).waitFor();
    assert.equal(await panel.page.getByRole("treeitem", { selected: true }).getAttribute("data-node"), "step:loadData");
    const { x: left, y: top } = (await panel.page.locator("graph-stage").boundingBox()) ?? { x: 0, y: 0 };
    await panel.page.mouse.click(left + 60, top + 8);
    assert.deepEqual(await panel.next("select"), { type: "select" });
  });

  test("a double click goes to the call, though its first click opens the details and moves the plane", async () => {
    const { x, y } = await panel.place("step:trainForest");
    await panel.page.mouse.click(x, y);
    await panel.page.getByRole("heading", { name: "trainForest" }).waitFor();
    assert.notDeepEqual(await panel.place("step:trainForest"), { x, y });
    await panel.page.mouse.down({ clickCount: 2 });
    await panel.page.mouse.up({ clickCount: 2 });
    assert.equal((await panel.next("goToCall")).step, "trainForest");
    assert.equal(await panel.page.getByRole("treeitem", { selected: true }).getAttribute("data-node"), "step:trainForest");
    // In the list and in the timeline as well.
    for (const [view, row] of [
      ["Show as list", ".tree-row"],
      ["Show as timeline", ".timeline-row"],
    ] as const) {
      await panel.page.getByRole("button", { name: view }).click();
      await panel.page.locator(`${row}[data-node="step:splitRows"]`).dblclick();
      assert.equal((await panel.next("goToCall")).step, "splitRows", view);
    }
    await panel.page.getByRole("button", { name: "Show as graph" }).click();
  });

  test("the menu of a step has what can be done with it", async () => {
    const { x, y } = await panel.place("step:loadData");
    await panel.page.mouse.click(x, y, { button: "right" });
    assert.deepEqual(
      (await menu()).map((entry) => entry.replaceAll(/\s+/g, " ").trim()),
      ["Go to call Enter", "Go to code", "Show log", "Open loadData v3", "Run step", "Zoom to step", "Show only its neighbourhood"],
    );
    await panel.pictures("menu");
    await panel.page.getByRole("menuitem", { name: "Open loadData v3" }).click();
    assert.deepEqual(await panel.next("openArtifact"), { type: "openArtifact", artifact: "loadData", version: "3" });
    await panel.page.mouse.click(x, y, { button: "right" });
    await panel.page.getByRole("menuitem", { name: "Run step" }).click();
    assert.deepEqual(await panel.next("act"), { type: "act", action: "runStep", step: "loadData" });
    await panel.page.mouse.click(x, y, { button: "right" });
    await panel.page.getByRole("menuitem", { name: "Show log" }).click();
    assert.deepEqual(await panel.next("showLog"), { type: "showLog", step: "loadData", attempt: 1 });
  });

  test("a menu closes by a click outside of it", async () => {
    const { x, y } = await panel.place("step:score");
    await panel.page.mouse.click(x, y, { button: "right" });
    assert.ok((await menu()).length > 0);
    await panel.page.mouse.click(5, 300);
    assert.deepEqual(await menu(), []);
  });

  test("run, stop and debug are there when the host offers them", async () => {
    for (const [name, action] of [
      ["Run", "run"],
      ["Stop", "stop"],
      ["Debug", "debug"],
    ] as const) {
      await panel.page.getByRole("button", { name, exact: true }).click();
      assert.equal((await panel.next("act")).action, action);
    }
  });

  test("another pipeline and another run are chosen", async () => {
    await panel.page.getByRole("combobox", { name: "Pipeline" }).click();
    await panel.page.getByRole("option", { name: "report" }).click();
    assert.equal((await panel.next("choosePipeline")).pipeline, "src/report.ts#report");
    await panel.page.getByRole("combobox", { name: "Shown run" }).click();
    await panel.page.getByRole("option", { name: "training-6" }).click();
    assert.equal((await panel.next("chooseRun")).run, "run-6");
    await panel.page.getByRole("combobox", { name: "Shown run" }).click();
    await panel.page.getByRole("option", { name: "No run" }).click();
    assert.deepEqual(await panel.next("chooseRun"), { type: "chooseRun" });
  });

  test("the step under the cursor in the code stands out, and is brought into sight", async () => {
    const before = await panel.outline("step:notify");
    await panel.post({ type: "highlight", step: "notify" });
    assert.notEqual(await panel.outline("step:notify"), before);
    await panel.post({ type: "highlight" });
    assert.equal(await panel.outline("step:notify"), before);
    for (let index = 0; index < 6; index += 1) await panel.page.getByRole("button", { name: "Zoom in" }).click();
    await panel.post({ type: "highlight", step: "loadData" });
    const box = (await panel.page.locator("graph-stage").boundingBox()) ?? assert.fail();
    await panel.page.waitForFunction(() => document.querySelector("graph-stage") !== null);
    const { x, y } = await panel.place("step:loadData");
    assert.ok(x > box.x && x < box.x + box.width && y > box.y && y < box.y + box.height);
  });

  test("the wheel zooms around the pointer, and dragging moves the plane", async () => {
    await panel.post({ type: "perform", command: "fit" });
    const place = await panel.place("step:splitRows");
    const before = await panel.viewport();
    await panel.page.mouse.move(place.x, place.y);
    await panel.page.mouse.wheel(0, -300);
    await panel.page.waitForFunction((zoom) => {
      const stage = document.querySelector<HTMLElement & { readonly viewport: { readonly zoom: number } }>("graph-stage");
      return stage !== null && stage.viewport.zoom > zoom;
    }, before.zoom);
    const zoomed = await panel.place("step:splitRows");
    assert.ok(Math.abs(zoomed.x - place.x) <= 2 && Math.abs(zoomed.y - place.y) <= 2, JSON.stringify({ place, zoomed }));
    await panel.page.mouse.down();
    await panel.page.mouse.move(place.x + 60, place.y + 40, { steps: 4 });
    await panel.page.mouse.up();
    const moved = await panel.place("step:splitRows");
    assert.ok(Math.abs(moved.x - zoomed.x - 60) <= 3 && Math.abs(moved.y - zoomed.y - 40) <= 3);
  });

  test("the browser had nothing to complain about", () => assert.deepEqual(panel.complaints, []));
});
