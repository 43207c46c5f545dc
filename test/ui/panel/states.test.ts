import assert from "node:assert/strict";
import { after, before, suite, test } from "node:test";
import type { PanelContent } from "../../../src/runner/model/panel-view.ts";
import { PanelBrowser, skip, type PanelPage } from "./support/panel-page.ts";
import { graphContent, snapshotOf, training } from "./support/graphs.ts";

suite("what stands where there is no graph", { skip }, () => {
  let browser: PanelBrowser;
  let panel: PanelPage;
  before(async () => {
    browser = await PanelBrowser.start();
    panel = await browser.open({ theme: "light" });
  });
  after(() => browser.close());

  const text = (): Promise<string> => panel.page.getByRole("main").innerText();
  const show = (content: PanelContent, change: Parameters<typeof snapshotOf>[1] = {}): Promise<void> =>
    panel.snapshot(snapshotOf(content, change));

  test("before the first message, and while the host reads, it says so", async () => {
    assert.match(await panel.page.getByRole("main").innerText(), /Reading the pipeline/);
    await show({ kind: "loading" });
    assert.match(await text(), /Reading the pipeline/);
    await panel.pictures("loading");
  });

  test("a folder without a pipeline offers a sample, and without a folder to open one", async () => {
    await show({ kind: "empty", reason: "noPipeline" }, { pipelines: [], actions: ["createSample"] });
    assert.match(await text(), /No pipeline yet/);
    const words = (await panel.page.locator(".notice").boundingBox()) ?? assert.fail();
    assert.equal(words.y, 0, "nothing stands above the words, not even an empty bar");
    await panel.pictures("empty");
    await panel.page.getByRole("button", { name: "Create sample pipeline" }).click();
    assert.deepEqual(await panel.next("act"), { type: "act", action: "createSample" });
    await show({ kind: "empty", reason: "noFolder" }, { pipelines: [], actions: ["openFolder"] });
    await panel.page.getByRole("button", { name: "Open folder" }).click();
    assert.equal((await panel.next("act")).action, "openFolder");
    await show({ kind: "empty", reason: "noSource" }, { pipelines: [], actions: [] });
    assert.match(await text(), /No TypeScript here/);
    assert.equal(await panel.page.getByRole("main").getByRole("button").count(), 0);
  });

  test("a pipeline that cannot be drawn says why, where and what to do", async () => {
    await show({
      kind: "problem",
      failure: {
        code: "SW2001",
        message: "src/training.ts does not parse: ',' expected.",
        help: "Mend the line, then the graph is drawn.",
        at: { file: "src/training.ts", line: 7, column: 3 },
      },
    });
    assert.match(await text(), /does not parse[\s\S]*Mend the line[\s\S]*SW2001/);
    await panel.pictures("problem");
    await panel.page.getByRole("button", { name: "src/training.ts:7" }).click();
    assert.deepEqual((await panel.next("goToPlace")).place, { file: "src/training.ts", line: 7, column: 3 });
  });

  test("a pipeline without steps says so", async () => {
    await show(graphContent({ ...training, steps: [] }));
    assert.match(await text(), /No steps/);
  });

  test("in Restricted Mode the graph is there, nothing can be run, and trust is a click away", async () => {
    await show(graphContent(training), { trusted: false, actions: ["manageTrust"] });
    assert.equal((await panel.tree()).length, 10);
    assert.equal(await panel.page.getByRole("button", { name: "Run", exact: true }).count(), 0);
    await panel.pictures("untrusted");
    await panel.page.getByRole("button", { name: "Manage trust" }).click();
    assert.equal((await panel.next("act")).action, "manageTrust");
  });

  test("while a file does not parse the last graph stays, marked as old", async () => {
    const failure = {
      code: "SW2001" as const,
      message: "src/training.ts does not parse.",
      help: "Mend it.",
      at: { file: "src/training.ts", line: 9, column: 1 },
    };
    await show({ kind: "graph", graph: training, source: "static", stale: failure });
    assert.equal((await panel.tree()).length, 10);
    await panel.page.getByText("Not up to date: src/training.ts does not parse.").waitFor();
    await panel.page.getByRole("button", { name: "Go to line" }).click();
    assert.equal((await panel.next("goToPlace")).place.line, 9);
  });

  test("what the source cannot tell is marked", async () => {
    const steps = training.steps.map((step) =>
      step.id === "score" ? { ...step, within: [{ kind: "loop" as const, text: "for (const model of models)" }] } : step,
    );
    await show(graphContent({ ...training, steps, partial: true }));
    await panel.page.getByText("Read from the source: a run may call other steps.").waitFor();
    assert.ok((await panel.tree()).some((row) => row.includes("score, number, in a loop: for (const model of models)")));
    await panel.pictures("static");
  });

  test("the browser had nothing to complain about", () => assert.deepEqual(panel.complaints, []));
});
