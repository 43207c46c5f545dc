import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { EventStory } from "./support/events.ts";
import { graphContent, pendingRun, snapshotOf, start, training } from "./support/graphs.ts";
import { PanelBrowser, skip, type PanelPage } from "./support/panel-page.ts";

suite("a run as it goes on", { skip }, () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  const row = async (panel: PanelPage, id: string): Promise<string> =>
    (await panel.tree()).find((line) => line.trim().startsWith(`${id},`))?.trim() ?? "";
  const said = (panel: PanelPage): Promise<string> => panel.page.locator("[aria-live=polite]").innerText();

  test("a step changes its words, its colour and its progress with each event", async () => {
    const panel = await browser.open({ theme: "dark", width: 1000, height: 900 });
    const story = new EventStory();
    await panel.snapshot(snapshotOf(graphContent(training), { now: start }));
    assert.equal(await row(panel, "loadData"), "loadData, Row[]");

    await panel.events(story.begin(training, { loadData: 2 }));
    const seen = [await row(panel, "loadData")];
    // The outline of the card, at its left edge: quiet, then the colour of what runs, then of what waits, then quiet again.
    const colours = [await panel.outline("step:loadData")];
    const look = async (): Promise<void> => {
      seen.push(await row(panel, "loadData"));
      colours.push(await panel.outline("step:loadData"));
    };
    await panel.events(story.started("loadData", 10));
    await look();
    await panel.events(story.progress("loadData", 20, 0.25, "reading"));
    await look();
    await panel.events(story.progress("loadData", 30, 0.75));
    await look();
    await panel.events(story.retrying("loadData", 40, 1, 3600));
    await look();
    await panel.events(story.started("loadData", 50, 2));
    await look();
    await panel.events(story.completed("loadData", 4050, 2));
    await look();
    // Times that tick are not what this is about.
    assert.deepEqual(
      seen.map((line) => line.replace(/Running · \d+ s/, "Running · … s").replace(/again in \d+ s/, "again in …")),
      [
        "loadData, Pending",
        "loadData, Running · … s",
        "loadData, Running · … s · 25 % · reading",
        "loadData, Running · … s · 75 % · reading",
        "loadData, Retrying · again in … · attempt 1 of 3",
        "loadData, Running · … s · attempt 2 of 3",
        "loadData, Completed · 4.0 s · attempt 2 of 3",
      ],
    );
    assert.equal(new Set(colours).size >= 3, true, `only ${String(new Set(colours).size)} colours: ${colours.join(" ")}`);
    assert.equal(await said(panel), "loadData completed.");
    await panel.close();
  });

  test("cached, skipped, failed and cancelled steps say so, and the run line counts", async () => {
    const panel = await browser.open({ theme: "light" });
    const story = new EventStory();
    await panel.snapshot(snapshotOf(graphContent(training, pendingRun(training)), { now: start + 1000 }));
    await panel.events(story.cached("loadData", 5), story.started("cleanRows", 6));
    await panel.events(story.failed("cleanRows", 1506, "row 7 has no label"));
    await panel.events(story.skipped("splitRows", 1507, ["cleanRows"]), story.event(1508, { event: "step.cancelled", id: "notify" }));
    assert.equal(await row(panel, "loadData"), "loadData, Cached");
    assert.equal(await row(panel, "cleanRows"), "cleanRows, Failed · 1.5 s · RangeError: row 7 has no label, after loadData");
    assert.equal(await row(panel, "splitRows"), "splitRows, Skipped · because of cleanRows, after cleanRows");
    assert.equal(await row(panel, "notify"), "notify, Cancelled, after compareModels");
    assert.equal(await row(panel, "prepare"), "prepare, Failed · 2 steps");
    const error = { code: "SW3010" as const, message: "Steps of the run failed: cleanRows.", help: "See the step." };
    await panel.events(story.event(2000, { event: "run.failed", error }));
    await panel.page.getByText("Failed · 2.0 s · 4 of 9 steps · 1 cached").waitFor();
    assert.equal(await said(panel), "Run failed.");
    await panel.page.getByRole("button", { name: "Show cleanRows" }).click();
    assert.equal((await panel.next("select")).step, "cleanRows");
    await panel.page.locator("details-pane").getByText("RangeError: row 7 has no label").first().waitFor();
    await panel.pictures("failing");
    await panel.close();
  });

  test("durations tick while nothing else happens", async () => {
    const panel = await browser.open({ theme: "dark", clock: start });
    const story = new EventStory();
    await panel.snapshot(snapshotOf(graphContent(training, pendingRun(training)), { now: start }));
    await panel.events(story.started("loadData", 0));
    await panel.page.clock.runFor(4000);
    const first = await row(panel, "loadData");
    await panel.page.clock.runFor(3000);
    const second = await row(panel, "loadData");
    assert.match(first, /Running · [45] s/);
    assert.match(second, /Running · [78] s/);
    await panel.close();
  });

  test("a lost message is asked for again, and nothing is drawn from half a story", async () => {
    const panel = await browser.open();
    const story = new EventStory();
    const run = pendingRun(training);
    await panel.snapshot(snapshotOf(graphContent(training, run), { now: start }));
    panel.lose(1);
    await panel.events(story.started("loadData", 10));
    await panel.next("ready");
    assert.equal(await row(panel, "loadData"), "loadData, Pending");
    await panel.snapshot(snapshotOf(graphContent(training, run), { now: start }));
    await panel.events(story.completed("notify", 5), story.started("loadData", 10));
    assert.match(await row(panel, "loadData"), /Running/);
    await panel.close();
  });

  test("a dynamic pipeline grows while it runs", async () => {
    const panel = await browser.open();
    const story = new EventStory();
    const [first, second] = training.steps;
    assert.ok(first !== undefined && second !== undefined);
    await panel.snapshot(snapshotOf(graphContent({ ...training, steps: [], dynamic: true }), { now: start }));
    await panel.events(story.begin({ ...training, steps: [] }));
    await panel.page.getByText("It has called no step so far.").or(panel.page.getByText("No call of a step")).waitFor();
    await panel.events(story.added(first, 1), story.started(first.id, 2));
    await panel.events(story.completed(first.id, 30), story.added(second, 31));
    assert.deepEqual(await panel.tree(), [
      "loadData, Completed · 28 ms",
      "prepare, Pending · 0 of 1 step",
      "  cleanRows, Pending, after loadData",
    ]);
    await panel.close();
  });

  test("the marks of running steps turn, and stand still for who wants less motion", async () => {
    for (const reducedMotion of [false, true]) {
      const panel = await browser.open({ reducedMotion });
      const story = new EventStory();
      await panel.snapshot(snapshotOf(graphContent(training, pendingRun(training)), { now: start }));
      await panel.events(story.started("loadData", 10));
      const { x, y } = await panel.place("step:loadData");
      const { zoom } = await panel.viewport();
      const clip = { x: x - 92 * zoom, y: y - 24 * zoom, width: 30 * zoom, height: 32 * zoom };
      const pictures = new Set<string>();
      for (let index = 0; index < 6; index += 1) pictures.add((await panel.page.screenshot({ clip })).toString("base64"));
      assert.equal(pictures.size > 1, !reducedMotion, `${String(pictures.size)} different pictures`);
      await panel.close();
    }
  });
});
