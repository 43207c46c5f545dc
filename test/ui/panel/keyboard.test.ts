import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { graphContent, snapshotOf, storyRun, training } from "./support/graphs.ts";
import { PanelBrowser, skip, type PanelPage } from "./support/panel-page.ts";

suite("all of it by keyboard", { skip }, () => {
  let browser: PanelBrowser;
  let panel: PanelPage;
  const run = storyRun(training, { loadData: { status: "completed", from: 0, to: 900 }, cleanRows: { status: "running", from: 950 } });
  before(async () => {
    browser = await PanelBrowser.start();
    panel = await browser.open({ theme: "dark", width: 1100, height: 800 });
    await panel.snapshot(snapshotOf(graphContent(training, run), { runs: [run] }));
  });
  after(() => browser.close());

  const press = async (...keys: readonly string[]): Promise<void> => {
    for (const key of keys) await panel.page.keyboard.press(key);
  };
  /** The row on which the keyboard stands, as a screen reader has it. */
  const current = (): Promise<string> =>
    panel.page
      .getByRole("tree")
      .evaluate((tree) => document.getElementById(tree.getAttribute("aria-activedescendant") ?? "")?.ariaLabel?.split(",")[0] ?? "");

  test("Tab reaches every control once, and the graph as one of them", async () => {
    await panel.page.locator("body").evaluate((body) => {
      body.tabIndex = -1;
      body.focus();
    });
    const names: string[] = [];
    for (let index = 0; index < 20; index += 1) {
      await press("Tab");
      const name = await panel.page.evaluate(() => {
        const active = document.activeElement;
        return active === null || active === document.body ? undefined : (active.getAttribute("aria-label") ?? active.textContent.trim());
      });
      if (name === undefined || names.includes(name)) break;
      names.push(name);
    }
    assert.deepEqual(names, [
      "Pipeline",
      "Shown run",
      "Run",
      "Debug",
      "Show as graph",
      "Show as list",
      "Show as timeline",
      "Find a step",
      "More",
      "Zoom in",
      "Zoom out",
      "Fit to panel",
      "Steps of trainingPipeline",
    ]);
  });

  test("arrows, Home, End and letters move in the graph; what is out of sight comes into it", async () => {
    await panel.page.getByRole("tree").focus();
    await press("Home");
    assert.equal(await current(), "loadData");
    await press("ArrowDown", "ArrowDown");
    assert.equal(await current(), "cleanRows");
    await press("ArrowLeft");
    assert.equal(await current(), "prepare");
    await press("End");
    assert.equal(await current(), "notify");
    await press("t", "r", "a", "i", "n", "N");
    assert.equal(await current(), "trainNeighbours");
    await panel.picture("keyboard-dark");
  });

  test("Space selects, Enter goes to the call, Escape lets go", async () => {
    await press("Home", "Space");
    assert.equal((await panel.next("select")).step, "loadData");
    assert.equal(await panel.page.getByRole("treeitem", { selected: true }).count(), 1);
    await press("Enter");
    assert.equal((await panel.next("goToCall")).step, "loadData");
    await press("Escape");
    assert.deepEqual(await panel.next("select"), { type: "select" });
    assert.equal(await panel.page.getByRole("treeitem", { selected: true }).count(), 0);
  });

  test("a group closes and opens by the arrows", async () => {
    await press("Home", "ArrowDown", "ArrowLeft");
    assert.equal(await panel.page.getByRole("treeitem", { expanded: false }).count(), 1);
    assert.equal((await panel.tree()).length, 8);
    await press("ArrowRight", "ArrowRight");
    assert.equal(await current(), "cleanRows");
  });

  test("the menu of a step opens, is gone through and gives the focus back", async () => {
    await press("Home", "Shift+F10");
    assert.equal(await panel.page.evaluate(() => document.activeElement?.textContent.trim().startsWith("Go to call")), true);
    await press("ArrowDown");
    await press("Enter");
    assert.equal((await panel.next("goToCode")).step, "loadData");
    assert.equal(await panel.page.evaluate(() => document.activeElement?.getAttribute("role")), "tree");
    await press("Shift+F10", "Escape");
    assert.equal(await panel.page.getByRole("menu").count(), 0);
    assert.equal(await panel.page.evaluate(() => document.activeElement?.getAttribute("role")), "tree");
  });

  test("plus, minus, zero and Alt with arrows move the plane", async () => {
    await press("0");
    const fitted = await panel.viewport();
    await press("+");
    const closer = await panel.viewport();
    assert.ok(closer.zoom > fitted.zoom);
    await press("Alt+ArrowDown");
    assert.ok((await panel.viewport()).y < closer.y);
    await press("-", "0");
    assert.deepEqual(await panel.viewport(), fitted);
  });

  test("a search is opened, gone through and closed", async () => {
    await press("/");
    await panel.page.waitForFunction(() => document.activeElement?.localName === "vscode-text-field");
    await panel.page.keyboard.type("score");
    await panel.page.getByText("1 of 2").waitFor();
    await press("Enter");
    await panel.page.getByText("2 of 2").waitFor();
    assert.equal(await panel.page.getByRole("treeitem", { selected: true }).getAttribute("data-node"), "step:score_2");
    await panel.picture("keyboard-search-dark");
    await press("Escape");
    assert.equal(await panel.page.getByRole("search").count(), 0);
    assert.equal(await panel.page.evaluate(() => document.activeElement?.getAttribute("role")), "tree");
  });

  test("the details are made larger by the arrows", async () => {
    const splitter = panel.page.getByRole("separator", { name: "Size of the details" });
    const width = async (): Promise<number> => (await panel.page.locator("details-pane").boundingBox())?.width ?? 0;
    const before = await width();
    await splitter.focus();
    await press("ArrowLeft", "ArrowLeft");
    assert.equal(await width(), before + 48);
  });

  test("the timeline is gone through as well", async () => {
    await panel.page.getByRole("button", { name: "Show as timeline" }).press("Enter");
    await panel.page.getByRole("listbox", { name: /Timeline of run/ }).focus();
    await press("Home", "ArrowDown", "Space");
    assert.equal(await panel.page.getByRole("option", { selected: true, name: /cleanRows/ }).count(), 1);
    await press("Enter");
    assert.equal((await panel.next("goToCall")).step, "cleanRows");
  });
});
