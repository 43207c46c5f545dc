import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import type { Failure } from "../../../src/runner/model/failure.ts";
import type { PanelContent } from "../../../src/runner/model/panel-view.ts";
import { richDetails } from "./support/details.ts";
import { EventStory } from "./support/events.ts";
import { graphContent, layeredGraph, snapshotOf, start, storyRun, training } from "./support/graphs.ts";
import { PanelBrowser, skip, type PanelPage } from "./support/panel-page.ts";
import { untranslated } from "./support/pseudo-language.ts";

const failure: Failure = {
  code: "SW3001",
  message: "The step trainForest threw.",
  help: "Mend it.",
  at: { file: "src/steps.ts", line: 3, column: 1 },
  thrown: { name: "RangeError", message: "no trees", stack: "RangeError: no trees", cause: { name: "Error", message: "no seed" } },
};
const run = storyRun(
  training,
  {
    loadData: { status: "cached", from: 10, to: 11, cachedFrom: { run: "run-0", step: "loadData" } },
    cleanRows: { status: "completed", from: 50, to: 1200 },
    splitRows: { status: "completed", from: 1210, to: 2500 },
    trainForest: { status: "failed", from: 2600, to: 2900, error: failure },
    trainNeighbours: { status: "retrying", from: 2600, retryAt: start + 12_000, maxAttempts: 3 },
    score: { status: "skipped", skippedBecause: ["trainForest"] },
    score_2: { status: "running", from: 3000, progress: { fraction: 0.5 } },
    compareModels: { status: "interrupted", from: 3000 },
    notify: { status: "cancelled", to: 3000 },
  },
  { warnings: ["one", "two"] },
);
const actions = ["run", "runWith", "stop", "debug", "runStep", "debugStep", "resume", "runFrom", "runOnly", "runOnlyWith", "plan"] as const;
const shown = snapshotOf(
  { kind: "graph", graph: training, source: "run", run, stale: failure },
  { now: start + 9000, runs: [run], trusted: false, actions: [...actions, "manageTrust"] },
);

suite("a panel in another language", { skip }, () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  const whatIsLeft = async (panel: PanelPage, ...data: readonly unknown[]): Promise<void> =>
    assert.deepEqual(await untranslated(panel.page, shown, richDetails, ...data), []);

  const menuOf = async (panel: PanelPage, open: () => Promise<void>, entry: string): Promise<void> => {
    await open();
    await panel.page.getByRole("menu").getByText(entry).first().waitFor();
    await whatIsLeft(panel);
    await panel.page.keyboard.press("Escape");
  };

  test("speaks it from its first picture on: steps, details, menus, list, timeline and search", async () => {
    const panel = await browser.open({ translated: true, width: 1300, height: 800 });
    await panel.page.getByText("⟦Reading the pipeline…⟧").waitFor();
    await whatIsLeft(panel);
    await panel.snapshot(shown);
    assert.ok((await panel.tree()).includes("  splitRows, ⟦Completed⟧ · 1.2 s, ⟦after cleanRows⟧"), JSON.stringify(await panel.tree()));
    await whatIsLeft(panel);

    const steps = ["splitRows", "loadData", "trainForest", "score", "score_2"];
    for (const step of steps) {
      await panel.page.locator(`[role=treeitem][data-node="step:${step}"]`).dispatchEvent("click");
      await whatIsLeft(panel);
      await panel.details({ ...richDetails, step });
      await panel.page.getByText("⟦Log of attempt").or(panel.page.getByText("⟦Attempts⟧")).first().waitFor();
      await whatIsLeft(panel);
    }
    await panel.page.locator('[role=treeitem][data-node="step:score"]').dispatchEvent("click");
    await panel.page.locator("details-pane p", { hasText: /^\s*⟦Not run, because of\s+trainForest\s*\.⟧\s*$/ }).waitFor();
    await panel.picture("translated-dark");

    await menuOf(panel, () => panel.page.getByRole("button", { name: "⟦More⟧" }).click(), "⟦Export as SVG…⟧");
    const row = (node: string) => panel.page.locator(`[role=treeitem][data-node^="${node}"]`);
    await menuOf(panel, () => row("step:splitRows").dispatchEvent("contextmenu"), "⟦Run only this step with…⟧");
    await menuOf(panel, () => row("group:").dispatchEvent("contextmenu"), "⟦Collapse group⟧");
    await panel.page.keyboard.press("/");
    await panel.page.waitForFunction(() => document.activeElement?.localName === "vscode-text-field");
    await panel.page.keyboard.type("load");
    await panel.page.getByText("⟦1 of 1⟧").waitFor();
    await panel.page.getByRole("textbox", { name: "⟦Find a step⟧" }).waitFor();
    await whatIsLeft(panel);
    for (const view of ["⟦Show as list⟧", "⟦Show as timeline⟧"]) {
      await panel.page.getByRole("button", { name: view }).click();
      await whatIsLeft(panel);
    }
    assert.deepEqual(panel.complaints, []);
    await panel.close();
  });

  test("and where there is no graph, of large ones, of what a run would do, and in what a screen reader hears", async () => {
    const panel = await browser.open({ translated: true, width: 1300, height: 800 });
    const contents: readonly PanelContent[] = [
      ...(["noFolder", "noSource", "noPipeline"] as const).map((reason) => ({ kind: "empty" as const, reason })),
      { kind: "problem", failure },
      ...(["static", "recorded", "run"] as const).map((source) => ({
        kind: "graph" as const,
        graph: { ...training, steps: [] },
        source,
      })),
    ];
    for (const content of contents) {
      await panel.snapshot({ ...shown, content, actions: ["createSample", "openFolder"] });
      await whatIsLeft(panel);
    }
    const large = layeredGraph(100, { groups: true });
    await panel.snapshot(snapshotOf({ kind: "graph", graph: { ...large, partial: true }, source: "static" }, { actions }));
    await panel.page.getByText(/^⟦\d+ of 100 steps, around step0⟧$/).waitFor();
    await whatIsLeft(panel, large);
    await panel.page.getByRole("button", { name: "⟦Show as timeline⟧" }).click();
    await panel.page.getByText("⟦No run yet⟧").waitFor();
    await panel.page.getByRole("button", { name: "⟦Show as graph⟧" }).click();

    await panel.snapshot(snapshotOf(graphContent(training), { actions }));
    await panel.page.getByRole("button", { name: "⟦More⟧" }).click();
    await panel.page.getByRole("menuitemcheckbox", { name: "⟦Show what a run would do⟧" }).click();
    await panel.page.getByText("⟦Finding out what a run would do…⟧").waitFor();
    const decisions = ["hit", "kept", "miss", "off", "unknown"] as const;
    const steps = training.steps.map(({ id }, index) => ({ id, decision: decisions[index % 5] ?? "hit", because: "" }));
    await panel.post({ type: "plan", plan: { kind: "steps", steps } });
    await panel.page.getByText("⟦If it ran now: ⟦4 would run⟧, ⟦4 would be cached⟧, ⟦1 open⟧.⟧").waitFor();
    await whatIsLeft(panel);
    await panel.post({ type: "plan", plan: { kind: "problem", failure } });
    await whatIsLeft(panel);

    const story = new EventStory();
    await panel.snapshot(snapshotOf(graphContent(training, storyRun(training, {}))));
    await panel.events(story.started("loadData", 10));
    await panel.page.getByRole("status").getByText("⟦loadData ⟦running⟧.⟧").waitFor();
    await whatIsLeft(panel);
    assert.deepEqual(panel.complaints, []);
    await panel.close();
  });
});
