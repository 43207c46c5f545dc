import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { EventStory } from "./support/events.ts";
import { graphContent, layeredGraph, pendingRun, snapshotOf, start } from "./support/graphs.ts";
import { PanelBrowser, skip, type PanelPage } from "./support/panel-page.ts";

const settings = { direction: "down", showArtifacts: false, neighbourhoodAbove: 60 } as const;

suite("graphs of a thousand steps and more", { skip }, () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  /** The longest time for which the page was busy since it is measured, in milliseconds; 0 where nothing took longer than 50. */
  const cost = (panel: PanelPage): Promise<number> =>
    panel.page.evaluate(() => {
      const entries = performance.getEntriesByName("posted");
      return entries.reduce((most, { duration }) => Math.max(most, duration), 0);
    });

  test("a thousand are drawn as a whole, moved, searched and followed", async (context) => {
    const panel = await browser.open({ theme: "dark", width: 1400, height: 900 });
    const graph = layeredGraph(1000, { groups: true });
    await panel.measure();
    await panel.snapshot(
      snapshotOf(graphContent(graph, pendingRun(graph, { startedAt: Date.now() })), {
        settings: { ...settings, neighbourhoodAbove: 5000 },
      }),
    );
    await panel.page.locator("graph-stage").waitFor();
    const first = await cost(panel);

    await panel.measure();
    const story = new EventStory();
    for (let batch = 0; batch < 10; batch += 1) {
      const ids = Array.from({ length: 40 }, (_, index) => `step${String(batch * 40 + index)}`);
      await panel.events(
        ...ids.flatMap((id) => [
          story.started(id, 10),
          story.progress(id, 11, 0.5),
          ...(batch % 2 === 0 ? [story.completed(id, 900)] : []),
        ]),
      );
    }
    const batch = await cost(panel);
    context.diagnostic(
      `longest task of the page: first picture ${String(Math.round(first))} ms, a batch of 100 events ${String(Math.round(batch))} ms`,
    );

    const rows = await panel.tree();
    assert.ok(rows.some((row) => row.trim().startsWith("step39, Running")) || rows.some((row) => row.trim().startsWith("step79, Running")));
    assert.ok(rows.some((row) => row.trim().startsWith("step0, Completed · 890 ms")));

    await panel.page.keyboard.press("0");
    await panel.picture("huge-dark");
    await panel.page.keyboard.press("/");
    await panel.page.waitForFunction(() => document.activeElement?.localName === "vscode-text-field");
    await panel.page.keyboard.type("step777");
    await panel.page.getByText("1 of 1").waitFor();
    assert.equal(await panel.page.getByRole("treeitem", { selected: true }).getAttribute("data-node"), "step:step777");
    assert.deepEqual(panel.complaints, []);
    await panel.close();
  });

  test("each of a thousand is there for a screen reader, and for a pointer that comes before the page is done with them", async () => {
    // The clock stands, and with it the frames in which the rest of the nodes would come.
    const panel = await browser.open({ width: 1400, height: 900, clock: start });
    const graph = layeredGraph(1000, { groups: true });
    await panel.snapshot(snapshotOf(graphContent(graph), { settings: { ...settings, neighbourhoodAbove: 5000 } }));
    await panel.page.locator("graph-stage canvas").first().waitFor();
    await panel.page.keyboard.press("0");
    const { x, y } = await panel.place("step:step999");
    await panel.page.mouse.click(x, y);
    assert.equal((await panel.next("select")).step, "step999");

    const session = await panel.page.context().newCDPSession(panel.page);
    const { nodes } = await session.send("Accessibility.getFullAXTree");
    const rows = nodes.filter(({ role, ignored }) => role?.value === "treeitem" && !ignored);
    const groups = new Set(graph.steps.flatMap(({ group = [] }) => group));
    assert.equal(rows.length, 1000 + groups.size);
    assert.ok(rows.some(({ name }) => /^step500, number, after step\d+, step\d+$/.test(String(name?.value))));
    assert.deepEqual(panel.complaints, []);
    await panel.close();
  });

  test("two thousand open on a neighbourhood and can be seen as a whole", async () => {
    const panel = await browser.open({ theme: "light", width: 1200, height: 800 });
    const graph = layeredGraph(2000);
    const thread = panel.page.waitForEvent("worker");
    await panel.snapshot(snapshotOf(graphContent(graph), { settings }));
    await panel.page.getByText(/of 2000 steps, around step0/).waitFor();
    await panel.page.getByRole("button", { name: "Show all" }).click();
    // It is laid out in a thread, so that the page goes on meanwhile.
    await thread;
    await panel.page.getByText(/of 2000 steps, around step0/).waitFor({ state: "detached" });
    await panel.page.getByText("Placing 2000 steps…").waitFor({ state: "detached" });
    await panel.page.locator("graph-stage").waitFor();
    await panel.page.keyboard.press("0");
    const place = await panel.place("step:step1999");
    assert.ok(place.x > 0 && place.x < 1200 && place.y > 0 && place.y < 800, JSON.stringify([place, await panel.viewport()]));
    await panel.picture("two-thousand-light");
    assert.deepEqual(panel.complaints, []);
    await panel.close();
  });
});
