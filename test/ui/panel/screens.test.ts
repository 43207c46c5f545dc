import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import { graphContent, layeredGraph, manyCards, manyCardsRun, snapshotOf, start, storyRun, training } from "./support/graphs.ts";
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
      await panel.page.getByRole("button", { name: "Show as graph" }).click();
      await panel.snapshot(
        snapshotOf(graphContent(manyCards, manyCardsRun()), { now: start + 8500, pipeline: "src/report.ts#report", actions: ["stop"] }),
      );
      await panel.picture(`cards-${theme}`);
      const texts = (await panel.written()).map(({ text }) => text);
      for (const text of [
        "Running · 8 s · 40 %",
        "attempt 2 of 4 · epoch 3",
        "Retrying · again in 4 s",
        "attempt 1 of 3",
        "Completed · 1.2 s",
        "attempt 3 of 3",
        "because of failed",
        "Interrupted · 3.0 s",
      ])
        assert.ok(texts.includes(text), `${text} cannot be read on a card of ${JSON.stringify(texts)}`);
      assert.ok(texts.some((text) => text.startsWith("RangeError: row 7")) && texts.some((text) => text.startsWith("reading the rows")));
      // Two long names are told apart.
      const [one, two] = texts.filter((text) => text.startsWith("trainGradient"));
      assert.ok(one !== undefined && two !== undefined && one !== two && two.endsWith("_2"), `${one ?? ""} and ${two ?? ""}`);
      assert.deepEqual(panel.complaints, []);
      await panel.close();
    });
  }

  test("wide", async () => {
    const panel = await browser.open({ theme: "dark", width: 1600, height: 420 });
    const settings = { direction: "right", showArtifacts: true, neighbourhoodAbove: 60 } as const;
    await panel.snapshot(snapshotOf(graphContent(training, run), { now: start + 9000, runs: [run], settings }));
    await panel.picture("wide-dark");
    assert.deepEqual(panel.complaints, []);
    await panel.close();
  });

  test("in a side bar of 200 pixels every control is in sight, and from afar a card has its name in its middle", async () => {
    const panel = await browser.open({ theme: "dark", width: 200, height: 800 });
    await panel.snapshot(
      snapshotOf(graphContent(training, run), {
        now: start + 9000,
        runs: [run],
        actions: ["run", "stop", "debug", "runStep", "debugStep"],
      }),
    );
    const look = async (name: string): Promise<void> => {
      await panel.picture(`narrow-${name}-dark`);
      const outside = await panel.page.evaluate(() =>
        [...document.querySelectorAll<HTMLElement>("vscode-button, vscode-dropdown, vscode-text-field, .toggle, .menu-entry, .link")]
          .filter((control) => control.checkVisibility())
          .filter((control) => {
            const { left, right, width } = control.getBoundingClientRect();
            return left < 0 || right > innerWidth || width < 12;
          })
          .map((control) => control.getAttribute("aria-label") ?? control.textContent.trim()),
      );
      assert.deepEqual(outside, [], name);
      assert.equal(await panel.page.evaluate(() => document.documentElement.scrollWidth), 200, name);
    };
    await look("graph");
    await panel.post({ type: "perform", command: "fit" });
    const text = (await panel.written()).find(({ text: written }) => written === "loadData") ?? assert.fail();
    const [{ y }, { zoom }] = [await panel.place("step:loadData"), await panel.viewport()];
    assert.ok(Math.abs(text.y - 0.35 * text.size - y) <= 1.5, JSON.stringify([text, y]));
    assert.ok(text.size > 15 * zoom, "as large as there is room");
    await look("fitted");
    await panel.page.getByRole("button", { name: "More" }).click();
    await look("menu");
    await panel.page.keyboard.press("Escape");
    await panel.page.getByRole("button", { name: "Find a step" }).click();
    await panel.page.waitForFunction(() => document.activeElement?.localName === "vscode-text-field");
    await panel.page.keyboard.type("train");
    await panel.page.getByText("1 of 3", { exact: true }).waitFor();
    await look("search");
    await panel.details(richDetails);
    await look("details");
    await panel.page.getByRole("button", { name: "Show as list" }).click();
    await look("list");
    await panel.page.getByRole("button", { name: "Close details" }).click();
    await panel.page.getByRole("button", { name: "Show as timeline" }).click();
    await look("timeline");
    assert.deepEqual(panel.complaints, []);
    await panel.close();
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
