import assert from "node:assert/strict";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, suite, test } from "node:test";
import { root } from "../../harness/checks.ts";
import { graphContent, layeredGraph, snapshotOf, start, storyRun, training } from "./support/graphs.ts";
import { PanelBrowser, skip, type PanelPage } from "./support/panel-page.ts";

suite("pictures to keep", { skip }, () => {
  let browser: PanelBrowser;
  let panel: PanelPage;
  before(async () => {
    browser = await PanelBrowser.start();
    panel = await browser.open({ theme: "light" });
  });
  after(() => browser.close());

  const keep = async (name: string, content: string | Buffer): Promise<void> => {
    await mkdir(join(root, "test-output", "panel"), { recursive: true });
    await writeFile(join(root, "test-output", "panel", name), content);
  };

  test("an SVG is well formed, has every step and edge, and escapes what it is made of", async () => {
    const hostile = training.steps.map((step) => (step.id === "notify" ? { ...step, id: 'no<script>&"tify\u0001', step: "notify" } : step));
    const run = storyRun(
      { ...training, steps: hostile },
      { loadData: { status: "completed", from: 0, to: 100 }, cleanRows: { status: "running", from: 100 } },
    );
    await panel.snapshot(snapshotOf(graphContent({ ...training, steps: hostile }, run), { now: start + 200 }));
    await panel.page.getByRole("button", { name: "More" }).click();
    await panel.page.getByRole("menuitem", { name: "Export as SVG…" }).click();
    const message = await panel.next("export");
    assert.ok(message.format === "svg");
    assert.equal(message.name, "trainingPipeline");
    await keep("export.svg", message.text);
    const read = await panel.page.evaluate((text) => {
      const document_ = new DOMParser().parseFromString(text, "image/svg+xml");
      const root_ = document_.documentElement;
      return {
        name: root_.localName,
        error: document_.querySelector("parsererror")?.textContent ?? "",
        texts: [...root_.querySelectorAll("text")].map((element) => element.textContent),
        forbidden: root_.querySelectorAll("script, style, image, a, foreignObject").length,
        curves: [...root_.querySelectorAll("path[stroke]")].length,
        colours: [...root_.querySelectorAll("[fill]")]
          .map((element) => element.getAttribute("fill") ?? "")
          .filter((fill) => /var\(|color\(|oklch/.test(fill)),
      };
    }, message.text);
    assert.deepEqual([read.name, read.error, read.forbidden, read.colours], ["svg", "", 0, []]);
    for (const { id } of training.steps.slice(0, -1)) assert.ok(read.texts.includes(id), id);
    assert.ok(read.texts.some((text) => text.startsWith('no<script>&"tify')));
    assert.ok(read.texts.includes("prepare") && read.texts.includes("Completed · 100 ms"));
    assert.equal(read.curves, 11, "one for each edge");
  });

  test("a PNG is one, is as large as the graph, and is not empty", async () => {
    await panel.post({ type: "perform", command: "exportPng" });
    const message = await panel.next("export");
    assert.ok(message.format === "png");
    const bytes = Buffer.from(message.base64, "base64");
    await keep("export.png", bytes);
    assert.deepEqual([...bytes.subarray(0, 8)], [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
    const seen = await panel.page.evaluate(async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const context = document.createElement("canvas").getContext("2d");
      if (context === null) return undefined;
      context.canvas.width = image.width;
      context.canvas.height = image.height;
      context.drawImage(image, 0, 0);
      const { data: pixels } = context.getImageData(0, 0, image.width, image.height);
      const colours = new Set<number>();
      for (let index = 0; index < pixels.length; index += 4)
        colours.add(((pixels[index] ?? 0) << 16) | ((pixels[index + 1] ?? 0) << 8) | (pixels[index + 2] ?? 0));
      return { width: image.width, height: image.height, colours: colours.size };
    }, message.base64);
    assert.ok(seen !== undefined && seen.width > 600 && seen.height > 1000 && seen.colours > 50, JSON.stringify(seen));
  });

  test("a graph that is larger than any canvas is made smaller and not left out", async () => {
    await panel.snapshot(
      snapshotOf(graphContent(layeredGraph(1000)), { settings: { direction: "right", showArtifacts: true, neighbourhoodAbove: 5000 } }),
    );
    await panel.page.locator("graph-stage").waitFor();
    await panel.post({ type: "perform", command: "exportPng" });
    const message = await panel.next("export");
    assert.ok(message.format === "png" && message.base64.length > 10_000);
  });

  test("the browser had nothing to complain about", () => assert.deepEqual(panel.complaints, []));
});
