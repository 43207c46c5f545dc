import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { EventStory } from "./support/events.ts";
import { graphContent, pendingRun, snapshotOf, start, storyRun, training } from "./support/graphs.ts";
import { richDetails } from "./support/details.ts";
import { PanelBrowser, skip, type PanelPage } from "./support/panel-page.ts";

suite("details of a step", { skip }, () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  const select = async (panel: PanelPage, step: string): Promise<void> => {
    const { x, y } = await panel.place(`step:${step}`);
    await panel.page.mouse.click(x, y);
    await panel.next("requestDetails");
  };

  test("inputs, outputs, parameters, log, attempts, code: each as what it is, and nothing of it as markup", async () => {
    const panel = await browser.open({ theme: "light", width: 1100, height: 1400 });
    await panel.snapshot(
      snapshotOf(graphContent(training, storyRun(training, { splitRows: { status: "completed", from: 0, to: 4250 } })), {
        now: start + 5000,
      }),
    );
    await select(panel, "splitRows");
    assert.match(await panel.page.locator("details-pane").innerText(), /Reading…/);
    await panel.details(richDetails);
    const text = await panel.page.locator("details-pane").innerText();
    for (const part of [
      "Splits the rows into a part",
      "0.9667",
      "<img src=x onerror=alert(1)><b>bold</b>…",
      "4.3 … 7.9",
      "mean 5.843",
      "3 different",
      "4 of 150 rows",
      "float64 [120 × 4]",
      "An instance of Forest, 1.2 MB",
      "share: 0.8",
      "<script>alert(1)</script>",
      "Attempt 1: failed, 2.0 s",
      "The parameter share changed from 0.7 to 0.8.",
      "nightly, iris",
    ]) {
      assert.ok(text.includes(part), `no ${part} in\n${text}`);
    }
    assert.equal(await panel.page.locator("details-pane img, details-pane script, details-pane b").count(), 0);
    assert.equal(await panel.page.getByRole("img", { name: "How the values of width are spread" }).locator("rect").count(), 10);
    await panel.pictures("details");

    await panel.page.getByRole("button", { name: "Open train, version 4" }).click();
    assert.deepEqual(await panel.next("openArtifact"), { type: "openArtifact", artifact: "train", version: "4" });
    await panel.page.getByRole("button", { name: "Open the whole log" }).click();
    assert.deepEqual(await panel.next("showLog"), { type: "showLog", step: "splitRows", attempt: 2 });
    await panel.page.getByRole("button", { name: "Log of attempt 1" }).click();
    assert.equal((await panel.next("showLog")).attempt, 1);
    await panel.page.getByText("the disk was busy", { exact: true }).click();
    await panel.page.getByText("Error: the disk was busy").waitFor();
    await panel.page.getByRole("button", { name: "Go to code" }).click();
    assert.equal((await panel.next("goToCode")).step, "splitRows");
    await panel.page.getByText("Code", { exact: true }).click();
    assert.match(await panel.page.getByLabel("Code of the step").innerText(), /outputs\(\{ train/);
    await panel.page.locator("summary", { hasText: "options" }).click();
    await panel.page.locator("summary", { hasText: "options" }).click();
    assert.match(await panel.page.locator("details-pane").innerText(), /shuffle: true/);
    assert.deepEqual(panel.complaints, []);
    await panel.close();
  });

  test("they are asked for again when the status changes, and not for each progress", async () => {
    const panel = await browser.open();
    const story = new EventStory();
    await panel.snapshot(snapshotOf(graphContent(training, pendingRun(training)), { now: start }));
    await select(panel, "loadData");
    await panel.details({ ...richDetails, step: "loadData" });
    await panel.events(story.started("loadData", 1));
    await panel.next("requestDetails");
    await panel.details({ ...richDetails, step: "loadData" });
    const asked = async (): Promise<number> => (await panel.sent()).filter(({ type }) => type === "requestDetails").length;
    const before = await asked();
    await panel.events(story.progress("loadData", 2, 0.1));
    await panel.events(story.progress("loadData", 3, 0.2));
    assert.ok((await asked()) - before <= 1, "a request for each progress");
    await panel.events(story.completed("loadData", 4));
    await panel.next("requestDetails");
    await panel.close();
  });

  test("what made a step fail stands first, with a way to the line", async () => {
    const panel = await browser.open({ theme: "dark" });
    const story = new EventStory();
    await panel.snapshot(snapshotOf(graphContent(training, pendingRun(training)), { now: start }));
    await panel.events(story.started("loadData", 1), story.failed("loadData", 900, "row 7 has no label"));
    await select(panel, "loadData");
    await panel.page.locator("details-pane").getByText("RangeError: row 7 has no label").first().waitFor();
    await panel.page.getByRole("button", { name: "src/training.ts:42" }).click();
    assert.deepEqual((await panel.next("goToPlace")).place, { file: "src/training.ts", line: 42, column: 7 });
    await panel.pictures("failed-step");
    await panel.close();
  });

  test("what cannot be read says why", async () => {
    const panel = await browser.open();
    await panel.snapshot(snapshotOf(graphContent(training)));
    await select(panel, "loadData");
    await panel.details({
      step: "loadData",
      parameters: {},
      inputs: [],
      outputs: [],
      attempts: [],
      metadata: {},
      tags: [],
      problem: { code: "SW4005", message: "The record of the run is damaged.", help: "Run the pipeline again." },
    });
    await panel.page.getByText("The record of the run is damaged.").waitFor();
    await panel.close();
  });

  test("they stand beside the graph, and below it where there is little room", async () => {
    const panel = await browser.open({ theme: "dark", width: 300, height: 900 });
    await panel.snapshot(snapshotOf(graphContent(training)));
    await select(panel, "loadData");
    await panel.details({ ...richDetails, step: "loadData" });
    const stage = (await panel.page.locator("graph-stage").boundingBox()) ?? assert.fail();
    const pane = (await panel.page.locator("details-pane").boundingBox()) ?? assert.fail();
    assert.ok(pane.y >= stage.y + stage.height - 6 && pane.width > 280);
    assert.ok(stage.height > 150);
    await panel.picture("details-narrow-dark");
    // The details close, and the first of two clicks opens them where the second one goes.
    await panel.page.keyboard.press("Escape");
    await panel.page.locator("details-pane").waitFor({ state: "detached" });
    const { x, y } = await panel.place("step:notify");
    await panel.page.mouse.click(x, y);
    await panel.page.locator("details-pane").waitFor();
    const under = await panel.page.evaluate(
      (at) => document.elementFromPoint(at.x, at.y)?.closest("details-pane, vscode-button")?.textContent.trim(),
      { x, y },
    );
    assert.equal(under, "Debug step", "a button that leads elsewhere is where the card was");
    await panel.page.mouse.down({ clickCount: 2 });
    await panel.page.mouse.up({ clickCount: 2 });
    assert.equal((await panel.next("goToCall")).step, "notify");

    await panel.page.getByRole("button", { name: "Close details" }).click();
    assert.equal(await panel.page.locator("details-pane").count(), 0);
    await panel.close();
  });
});
