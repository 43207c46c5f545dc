import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import type { Graph, GraphStep } from "../../../src/runner/model/graph.ts";
import { graphContent, layeredGraph, pendingRun, snapshotOf, start, storyRun, training } from "./support/graphs.ts";
import { PanelBrowser, skip, type PanelPage } from "./support/panel-page.ts";

suite("ways to look at a graph", { skip }, () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  const more = async (panel: PanelPage, entry: string): Promise<void> => {
    await panel.page.getByRole("button", { name: "More" }).click();
    await panel.page.getByRole("menu", { name: "View" }).getByText(entry, { exact: true }).click();
  };

  test("top down or left to right, with artifacts or without", async () => {
    const panel = await browser.open({ theme: "light", width: 1300 });
    await panel.snapshot(snapshotOf(graphContent(training)));
    const along = async (axis: "x" | "y"): Promise<boolean> =>
      (await panel.place("step:loadData"))[axis] < (await panel.place("step:trainForest"))[axis];
    assert.ok(await along("y"));
    const [first, second] = [await panel.place("step:trainForest"), await panel.place("step:trainNeighbours")];
    assert.ok(first.x < second.x, "side by side in the order of their calls");
    await more(panel, "Left to right");
    await panel.page.waitForFunction(() => document.querySelector("graph-stage") !== null);
    assert.ok(await along("x"));
    assert.ok(Math.abs((await panel.place("step:cleanRows")).y - (await panel.place("step:splitRows")).y) <= 1);
    await more(panel, "Show artifacts");
    const artifact = await panel.place('output:["loadData","output"]');
    assert.ok(artifact.x > (await panel.place("step:loadData")).x && artifact.x < (await panel.place("step:cleanRows")).x);
    await panel.page.keyboard.press("0");
    await panel.pictures("artifacts");
    await panel.page.mouse.click(
      (await panel.place('output:["loadData","output"]')).x,
      (await panel.place('output:["loadData","output"]')).y,
    );
    await panel.page.getByText("Not made yet.").or(panel.page.getByText("Output of")).first().waitFor();
    await panel.close();
  });

  test("the way that the view has room for, unless the person chose one", async () => {
    const panel = await browser.open({ theme: "light", width: 1200, height: 400 });
    const settings = { direction: "auto", showArtifacts: false, neighbourhoodAbove: 60 } as const;
    await panel.snapshot(snapshotOf(graphContent(training), { settings }));
    const goes = async (direction: "down" | "right"): Promise<void> => {
      await panel.page.waitForFunction(
        (way) => document.querySelector<HTMLElement & { scene: { direction: string } }>("graph-stage")?.scene.direction === way,
        direction,
      );
      const [first, last] = [await panel.place("step:loadData"), await panel.place("step:trainForest")];
      assert.ok(direction === "down" ? first.y < last.y : first.x < last.x);
      const { width = 0, height = 0 } = panel.page.viewportSize() ?? {};
      for (const { x, y } of [first, last]) assert.ok(x > 0 && x < width && y > 0 && y < height, "all of it is in sight");
    };
    await goes("right");
    // In a low view the buttons of the zoom stand where the first card would be.
    await panel.page.setViewportSize({ width: 1200, height: 220 });
    const [{ x }, { zoom }] = [await panel.place("step:loadData"), await panel.viewport()];
    const buttons = (await panel.page.locator(".stage-controls").boundingBox()) ?? assert.fail();
    assert.ok(x - 96 * zoom > buttons.x + buttons.width, "a card lies under the buttons");
    await panel.picture("low-light");
    await panel.page.setViewportSize({ width: 500, height: 800 });
    await goes("down");
    await more(panel, "Left to right");
    await goes("right");
    await panel.page.setViewportSize({ width: 480, height: 820 });
    await goes("right");
    await panel.close();
  });

  test("a group closes to one card and opens again; all of them at once as well", async () => {
    const panel = await browser.open({ theme: "dark" });
    await panel.snapshot(
      snapshotOf(graphContent(training, storyRun(training, { cleanRows: { status: "running", from: 0 } })), { now: start }),
    );
    const frame = await panel.place('group:["prepare"]');
    await panel.page.mouse.dblclick(frame.x - 80, frame.y);
    assert.ok((await panel.tree()).includes("prepare, Running · 0 of 2 steps"));
    assert.equal((await panel.tree()).length, 8);
    await panel.picture("collapsed-dark");
    await panel.page.mouse.dblclick((await panel.place('group:["prepare"]')).x, (await panel.place('group:["prepare"]')).y);
    assert.equal((await panel.tree()).length, 10);
    await more(panel, "Collapse all groups");
    assert.equal((await panel.tree()).length, 8);
    await more(panel, "Expand all groups");
    assert.equal((await panel.tree()).length, 10);
    await panel.close();
  });

  test("a large graph opens on a neighbourhood; a search reaches beyond it; all of it is a click away", async () => {
    const panel = await browser.open({ theme: "dark", width: 1200, height: 800 });
    await panel.snapshot(snapshotOf(graphContent(layeredGraph(300))));
    const note = panel.page.getByText(/of 300 steps, around/);
    assert.match(await note.innerText(), /^[1-9]\d? of 300 steps, around step0$/);
    assert.equal((await panel.tree()).length, 300, "the tree has all of it");
    await panel.pictures("neighbourhood");
    await panel.page.getByRole("button", { name: "Find a step" }).click();
    await panel.page.waitForFunction(() => document.activeElement?.localName === "vscode-text-field");
    await panel.page.keyboard.type("step207");
    await panel.page.getByText("of 300 steps, around step207").waitFor();
    assert.equal(await panel.page.getByRole("treeitem", { selected: true }).getAttribute("data-node"), "step:step207");
    await panel.page.keyboard.press("Escape");
    await panel.page.getByRole("button", { name: "Show all" }).click();
    await note.waitFor({ state: "detached" });
    await panel.page.locator("graph-stage").waitFor();
    await panel.close();
  });

  test("a card at the edge of a neighbourhood says how much more there is, and a click or a key draws it", async () => {
    const panel = await browser.open({ theme: "light", width: 1200, height: 800 });
    const marks = async (): Promise<readonly string[]> =>
      (await panel.written()).flatMap(({ text }) => (text.startsWith("+") ? [text] : []));
    const row = (step: string) => panel.page.locator(`[role=treeitem][data-node="step:${step}"]`);
    const drawn = (count: number) => panel.page.getByText(`${String(count)} of 61 steps, around step0`).waitFor();

    await panel.snapshot(snapshotOf(graphContent(layeredGraph(60))));
    assert.equal(await panel.page.getByText(/of 60 steps/).count(), 0, "sixty are drawn as a whole");
    assert.deepEqual(await marks(), []);
    assert.ok(!(await panel.tree()).some((text) => text.includes("not drawn")));

    await panel.snapshot(snapshotOf(graphContent(layeredGraph(61))));
    await drawn(11);
    await panel.pictures("edge");
    assert.match((await row("step17").getAttribute("aria-label")) ?? "", /, 1 step before it not drawn$/);
    const mark = (await panel.written()).find(({ text }) => text === "+1") ?? assert.fail("no mark");
    await panel.page.mouse.move(mark.x + 4, mark.y - 4);
    assert.match((await panel.page.locator(".stage-engine").getAttribute("title")) ?? "", /^Show 1 step (before|after) it$/);
    assert.equal((await marks()).length, 10);
    await panel.page.mouse.click(mark.x + 4, mark.y - 4);
    await drawn(12);
    assert.ok(
      (await panel.written()).some(({ text }) => text === "step1"),
      "what step15 waits for besides step0",
    );

    await panel.page.getByRole("tree").focus();
    await panel.page.keyboard.press("Home");
    while ((await panel.page.locator(".tree-row.focused").getAttribute("data-node")) !== "step:step17")
      await panel.page.keyboard.press("ArrowDown");
    await panel.page.keyboard.press("Shift+F10");
    await panel.page.getByRole("menuitem", { name: "Show 1 step before it" }).waitFor();
    await panel.page.keyboard.press("Escape");
    await panel.page.keyboard.press("Shift+ArrowUp");
    await drawn(13);
    assert.doesNotMatch((await row("step17").getAttribute("aria-label")) ?? "", /not drawn/);

    // Another middle is another neighbourhood.
    await panel.page.keyboard.press("End");
    await panel.page.keyboard.press("Space");
    await panel.page.getByText(/ of 61 steps, around step60/).waitFor();
    assert.ok((await panel.written()).some(({ text }) => text === "step60"));
    assert.deepEqual(panel.complaints, []);
    await panel.close();
  });

  test("a search lets the others stand back and goes through what it found", async () => {
    const panel = await browser.open({ theme: "light" });
    await panel.snapshot(snapshotOf(graphContent(training)));
    await panel.page.keyboard.press("Control+f");
    await panel.page.waitForFunction(() => document.activeElement?.localName === "vscode-text-field");
    await panel.page.keyboard.type("train");
    await panel.page.getByText("1 of 3").waitFor();
    await panel.pictures("search");
    await panel.page.getByRole("button", { name: "Next match" }).click();
    await panel.page.getByText("2 of 3").waitFor();
    const previous = panel.page.getByRole("button", { name: "Previous match" });
    await previous.click();
    await panel.page.getByText("1 of 3").waitFor();
    // Enter on a button presses that button.
    await previous.press("Enter");
    await panel.page.getByText("3 of 3").waitFor();
    await panel.page.getByRole("textbox", { name: "Find a step" }).focus();
    await panel.page.keyboard.press("Shift+Enter");
    await panel.page.getByText("2 of 3").waitFor();
    await panel.page.keyboard.type("xyz");
    await panel.page.getByText("Nothing found").waitFor();
    assert.equal(await previous.isDisabled(), true);
    await panel.close();
  });

  test("the minimap is there when part of the graph is out of sight, and goes where it is clicked", async () => {
    const panel = await browser.open({ theme: "dark" });
    await panel.snapshot(snapshotOf(graphContent(training)));
    const map = panel.page.locator(".minimap");
    await panel.post({ type: "perform", command: "fit" });
    assert.equal(await map.isVisible(), false);
    for (let index = 0; index < 5; index += 1) await panel.page.getByRole("button", { name: "Zoom in" }).click();
    await map.waitFor();
    const before = await panel.viewport();
    const { width, height } = (await map.boundingBox()) ?? assert.fail();
    assert.ok(width < height, "it is as tall as the graph is");
    await map.click({ position: { x: width / 2, y: height - 12 } });
    const after = await panel.viewport();
    assert.ok(after.y < before.y);
    assert.equal(after.zoom, before.zoom);
    await panel.pictures("minimap");
    await more(panel, "Show minimap");
    assert.equal(await map.count(), 0);
    await panel.close();
  });

  test("the timeline has a bar for each attempt where it was", async () => {
    const panel = await browser.open({ theme: "light" });
    const attempts = [
      { attempt: 1, status: "failed" as const, startedAt: start + 2000, endedAt: start + 4000 },
      { attempt: 2, status: "completed" as const, startedAt: start + 5000, endedAt: start + 8000 },
    ];
    const run = storyRun(
      training,
      {
        loadData: { status: "cached", from: 10, to: 12 },
        cleanRows: { status: "completed", from: 20, to: 2000 },
        splitRows: { status: "completed", from: 2000, to: 8000, attempts },
        trainForest: { status: "failed", from: 8000, to: 9000 },
        score: { status: "skipped", to: 9000 },
      },
      { status: "failed", endedAt: start + 10_000 },
    );
    await panel.snapshot(snapshotOf(graphContent(training, run), { now: start + 10_000 }));
    await panel.page.getByRole("button", { name: "Show as timeline" }).click();
    const options = await panel.page
      .getByRole("option")
      .evaluateAll((rows) => rows.filter((row) => row.closest("run-timeline") !== null).map((row) => row.ariaLabel));
    assert.deepEqual(options.slice(0, 5), [
      "loadData, Cached, began after 10 ms",
      "cleanRows, Completed · 1.9 s, began after 20 ms",
      "splitRows, Completed · 6.0 s · attempt 2, began after 2.0 s",
      "trainForest, Failed · 1.0 s, began after 8.0 s",
      "score, Skipped",
    ]);
    const row = panel.page.locator('.timeline-row[data-node="step:splitRows"]');
    const track = (await row.locator(".timeline-track").boundingBox()) ?? assert.fail();
    const bars = await row.locator(".timeline-bar").all();
    const parts = await Promise.all(
      bars.map(async (bar) => {
        const { x, width } = (await bar.boundingBox()) ?? assert.fail();
        return [(x - track.x) / track.width, width / track.width].map((part) => Math.round(part * 100) / 100);
      }),
    );
    assert.deepEqual(parts, [
      [0.2, 0.2],
      [0.5, 0.3],
    ]);
    await panel.picture("attempts-light");
    await row.click();
    assert.equal((await panel.next("select")).step, "splitRows");
    await panel.close();
  });

  test("only the rows of a long timeline that are in sight are made", async () => {
    const panel = await browser.open({ height: 500 });
    const graph = layeredGraph(1000);
    await panel.snapshot(snapshotOf(graphContent(graph, pendingRun(graph, { startedAt: Date.now() }))));
    await panel.page.getByRole("button", { name: "Show as timeline" }).click();
    const rows = panel.page.locator(".timeline-row");
    assert.ok((await rows.count()) < 60);
    await panel.page.getByRole("listbox", { name: /Timeline/ }).focus();
    await panel.page.keyboard.press("End");
    await panel.page.locator('.timeline-row[data-node="step:step999"]').waitFor();
    assert.equal(await panel.page.locator('.timeline-row[data-node="step:step999"]').getAttribute("aria-posinset"), "1000");
    await panel.close();
  });

  test("what failed is in sight in each view, also beside its details", async () => {
    const steps = Array.from({ length: 40 }, (_, at) => `step${String(at)}`);
    const chain: Graph = {
      ...training,
      steps: steps.map((id, at): GraphStep => {
        const before = steps[at - 1];
        return {
          id,
          step: id,
          inputs: before === undefined ? {} : { value: { from: `${before}.output` } },
          outputs: [{ name: "output", type: "number" }],
          after: [],
        };
      }),
    };
    const stories = Object.fromEntries(steps.map((id, at) => [id, { status: "completed" as const, from: at * 10, to: at * 10 + 10 }]));
    const failed = { ...stories, step39: { status: "failed" as const, from: 390, to: 400 } };
    const run = storyRun(chain, failed, { status: "failed", endedAt: start + 400 });
    const panel = await browser.open({ theme: "light", width: 1000, height: 320 });
    await panel.snapshot(snapshotOf(graphContent(chain, run), { now: start + 1000 }));
    await panel.page.getByRole("button", { name: "Show as timeline" }).click();
    await panel.page.getByRole("button", { name: "Show step39" }).click();
    const isInside = async (selector: string): Promise<boolean> => {
      const outer = (await panel.page.locator(selector).boundingBox()) ?? assert.fail();
      const { x, y } = await placeIn(selector);
      return x > outer.x && x < outer.x + outer.width && y > outer.y && y < outer.y + outer.height;
    };
    const placeIn = async (selector: string): Promise<{ readonly x: number; readonly y: number }> => {
      if (selector === "graph-stage") return panel.place("step:step39");
      const { x, y, height } = (await panel.page.locator('.timeline-row[data-node="step:step39"]').boundingBox()) ?? assert.fail();
      return { x: x + 1, y: y + height / 2 };
    };
    assert.ok(await isInside("run-timeline"));
    await panel.page.getByRole("button", { name: "Show as graph" }).click();
    await panel.page.waitForFunction(() => document.querySelector<HTMLElement & { scene?: object }>("graph-stage")?.scene !== undefined);
    assert.ok(await isInside("graph-stage"));
    await panel.close();
  });

  test("without a run the timeline says what it is for", async () => {
    const panel = await browser.open();
    await panel.snapshot(snapshotOf(graphContent(training)));
    await panel.page.getByRole("button", { name: "Show as timeline" }).click();
    await panel.page.getByText("No run yet").waitFor();
    await panel.close();
  });
});
