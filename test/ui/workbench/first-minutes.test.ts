import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import type { Locator } from "playwright-core";
import { samplePipeline } from "../../../src/extension/start/sample.ts";
import { missingForWorkbench } from "../../harness/workbench-parts.ts";
import { openWorkbench } from "../../harness/workbench.ts";
import { stepwright } from "../../runner/support/command.ts";
import {
  clickInHover,
  cursorAt,
  goToLine,
  hoverOver,
  lens,
  openContainer,
  openFile,
  problemsBecome,
  runCommand,
  showGraph,
  toggleSideBar,
} from "./support/actions.ts";
import { pageFrame } from "./support/page.ts";
import { panelFrame, panelShows, selectInPanel } from "./support/panel.ts";
import { pick, quickInput, titled } from "./support/quick-input.ts";
import { eachTheme, pictures } from "./support/themes.ts";
import { until } from "./support/until.ts";

const skip = missingForWorkbench();

/** A list of numbers, and a picture that is made of pixels: a ring on a slope of colours. */
const shown = `// @ts-nocheck: this folder has no types of Node.
import { crc32, deflateSync } from "node:zlib";
import { pipeline, step } from "stepwright";

export const show = pipeline(() => {
  const losses = measure();
  const picture = draw();
  return [losses, picture];
});

export const measure = step((): number[] => Array.from({ length: 200 }, (_, at) => Math.exp(-at / 40) + Math.sin(at) / 30));

export const draw = step((): Buffer => {
  const [width, height] = [320, 160];
  const rows = Buffer.alloc(height * (width * 3 + 1));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const far = Math.hypot(x - 160, y - 80);
      const colour = far > 40 && far < 60 ? [40, 90, 200] : [255 - y, 160 + ((x * 7 + y * 13) % 96), x % 256];
      rows.set(colour, y * (width * 3 + 1) + 1 + x * 3);
    }
  }
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 2], 8);
  return Buffer.concat([Buffer.from("89504e470d0a1a0a", "hex"), chunk("IHDR", head), chunk("IDAT", deflateSync(rows)), chunk("IEND", Buffer.alloc(0))]);
});

const chunk = (name: string, data: Buffer): Buffer => {
  const named = Buffer.concat([Buffer.from(name), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  sum.writeUInt32BE(crc32(named));
  return Buffer.concat([length, named, sum]);
};
`;

const lineOf = (text: string): number => samplePipeline.slice(0, samplePipeline.indexOf(text)).split("\n").length;

/** Waits until a picture is there that the browser could draw. */
const drawn = async (image: Locator, width: number): Promise<void> => {
  await until(
    () =>
      image.first().evaluate((element) => (element instanceof HTMLImageElement ? element.naturalWidth : 0), undefined, { timeout: 5000 }),
    (found) => found > 0 && found <= width,
    "The picture is not drawn",
  );
};

describe("the first minutes", { skip: skip ?? false }, () => {
  it("lead from an empty folder to a pipeline that runs and values that are seen", async (context) => {
    const bench = await openWorkbench(context, { name: "first-minutes" });
    const { page } = bench;
    await openContainer(page, "Stepwright");
    await page.getByRole("button", { name: "Create Sample Pipeline" }).waitFor();
    await pictures(bench, "welcome");
    await page.getByRole("button", { name: "Create Sample Pipeline" }).click();

    await page.locator('.tab.active[data-resource-name="pipeline.ts"]').waitFor();
    await lens(page, /Run$/).first().waitFor();
    assert.deepEqual((await readdir(bench.folder)).sort(), ["pipeline.ts", "stepwright-env.d.ts", "tsconfig.json"]);
    // The editor's own compiler has nothing to say: it has read the file when it knows what a call gives.
    await hoverOver(page, "const sums = sumByRegion(sales)", "sums", /Artifact</);
    await problemsBecome(page, ({ length }) => length === 0);

    await runCommand(page, "Stepwright: Show Graph");
    await panelShows(page, "loadSales", undefined);
    await runCommand(page, "Stepwright: Run Pipeline");
    await panelShows(page, "best", "completed");
    await panelShows(page, "sumByRegion", "completed");
    await goToLine(page, lineOf("const sales = loadSales()"));
    await eachTheme(bench, async (theme) => {
      await hoverOver(page, "const sales = loadSales()", "sales", /month/);
      await bench.screenshot(`hover-${theme}`);
    });
    await page.keyboard.press("Escape");

    // An object, where it is called and where it is defined. The links of a hover show its log and its place in the graph.
    await hoverOver(page, "const sums = sumByRegion(sales)", "sumByRegion", /"North": 51,\s+"South": 52/);
    await clickInHover(page, "Log");
    await page.locator('.tab.active[data-resource-name="sumByRegion.log"]').waitFor();
    await openFile(page, "pipeline.ts");
    await runCommand(page, "View: Hide Panel");
    await page.locator("iframe.webview").first().waitFor({ state: "hidden" });
    await goToLine(page, lineOf("export const sumByRegion"));
    await hoverOver(page, "export const sumByRegion", "sumByRegion", /"North": 51,\s+"South": 52/);
    await bench.screenshot("hover-definition");
    await clickInHover(page, "Show in graph");
    await page.locator("iframe.webview").first().waitFor();
    await panelShows(page, "sumByRegion", "completed");

    // Everything comes from the cache the second time.
    await runCommand(page, "Stepwright: Run Pipeline");
    await panelShows(page, "best", "cached");
    await selectInPanel(page, "smooth");
    await pictures(bench, "graph");
    await toggleSideBar(page);

    // Other kinds of values, each as what it is.
    await writeFile(path.join(bench.folder, "shown.ts"), shown);
    await openFile(page, "shown.ts");
    await showGraph(page);
    await lens(page, /Run$/).first().click();
    await panelShows(page, "draw", "completed");
    await panelShows(page, "measure", "completed");
    await eachTheme(bench, async (theme) => {
      await hoverOver(page, "const losses = measure()", "losses", /0\.03|1\.003/);
      await drawn(page.locator('.monaco-hover:not(.hidden) img[src^="data:image/svg"]'), 280);
      await bench.screenshot(`hover-line-${theme}`);
      await hoverOver(page, "const picture = draw()", "picture", /PNG, 320 × 160/);
      await drawn(page.locator('.monaco-hover:not(.hidden) img[src^="data:image/png"]'), 240);
      await bench.screenshot(`hover-image-${theme}`);
    });
    await page.keyboard.press("Escape");
    const frame = await selectInPanel(page, "draw");
    await drawn(frame.locator("details-pane img.preview-image"), 240);
    await bench.screenshot("details-image");
    await selectInPanel(page, "measure");
    await frame.locator("details-pane svg.chart").waitFor();
    await bench.screenshot("details-line");
  });
});

describe("a run that is asked about, or fails", { skip: skip ?? false }, () => {
  const source = `import { pipeline, step } from "stepwright";

export const work = step((size: number, kind: "small" | "large", pace: "slow" | "fast" = "slow") => {
  if (size > 9) throw new Error("too much to carry");
  return { size, kind, pace };
});

interface Carried { size: number; kind?: "small" | "large"; pace?: "slow" | "fast" }
export const carry = pipeline(({ size, kind = "small", pace }: Carried) => work(size, kind, pace));
`;

  it("asks for parameters, checks them while they are typed, and tells a failure once", async (context) => {
    const bench = await openWorkbench(context, {
      name: "parameters",
      files: { "carry.ts": source, "package.json": '{ "type": "module" }' },
    });
    const { page } = bench;
    await openFile(page, "carry.ts");
    await lens(page, "Run with").first().click();
    const input = quickInput(page);
    await titled(page, "Run carry: size");
    await input.fill("many");
    await page.locator(".quick-input-message", { hasText: "a value of type number" }).waitFor();
    await pictures(bench, "refused");
    await input.fill("12");
    await page.locator(".quick-input-message", { hasText: "a value of type number" }).waitFor({ state: "hidden" });
    await input.press("Enter");
    await titled(page, "Run carry: kind");
    await pick(page, "large");
    await titled(page, "Run carry: pace");
    await pick(page, "leave it out");

    const message = page.locator(".notification-toast", { hasText: "too much to carry" });
    await message.waitFor();
    assert.equal(await page.locator(".notification-toast", { hasText: "carry" }).count(), 1);
    await pictures(bench, "failed");
    await message.getByRole("button", { name: "Go to Line" }).click();
    await cursorAt(page, 4);

    // What was given stands there the next time.
    await lens(page, "Run with").first().click();
    await titled(page, "Run carry: size");
    await until(
      () => input.inputValue(),
      (value) => value === "12",
      "What was given is not there",
    );
    await input.press("Escape");
  });
});

describe("Restricted Mode", { skip: skip ?? false }, () => {
  it("shows what is there, and runs nothing, until the folder is trusted", async (context) => {
    const file = `import { pipeline, step } from "stepwright";
import { writeFileSync } from "node:fs";
writeFileSync(new URL("./was-run", import.meta.url), "");
const load = step(() => 1);
const fit = step((data: number, size: number) => data * size);
const sizes = JSON.parse("[1, 2, 3]") as number[];
export const report = pipeline(() => {
  const data = load();
  for (const size of sizes) fit(data, size);
});
`;
    const split = `import { pipeline, step } from "stepwright";
type Measured = [number[]];
const measure = step((): Measured[0] => [1, 2]);
export const small = pipeline(() => {
  const [low, high] = measure();
  return low;
});
`;
    const published = `import { html, pipeline, step } from "stepwright";
export const draw = step(() => html\`<h1 id="report">Accuracy</h1>\`);
export const publish = pipeline(() => draw());
`;
    const bench = await openWorkbench(context, {
      name: "restricted",
      files: { "report.ts": file, "publish.ts": published, "small.ts": split, "package.json": '{ "type": "module" }' },
      trust: true,
    });
    const { page } = bench;
    await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
    await openFile(page, "report.ts");
    await openContainer(page, "Stepwright");
    await showGraph(page);
    await panelShows(page, "load", undefined);
    const graph = await panelFrame(page);
    await graph.getByText("Read from the source: a run may call other steps.").waitFor();
    await pictures(bench, "restricted");
    await lens(page, /Run$/).first().click();
    await page.locator(".notification-toast", { hasText: "In Restricted Mode nothing of this folder is run" }).waitFor();
    // What only the types show is found as well, and nothing is written.
    await openFile(page, "small.ts");
    await runCommand(page, "View: Toggle Problems");
    await page.locator(".markers-panel .monaco-list-row", { hasText: "SW1009" }).first().waitFor();
    await pictures(bench, "problems");
    assert.deepEqual((await readdir(bench.folder)).sort(), ["package.json", "publish.ts", "report.ts", "small.ts"]);

    // What was run elsewhere is shown, pages as well.
    const run = await stepwright(["run", "publish.ts", "--workspace", bench.folder], { cwd: bench.folder, env: { ...bench.env } }).ended;
    assert.equal(run.status, 0, run.stderr);
    await openFile(page, "publish.ts");
    await showGraph(page);
    await panelShows(page, "draw", "completed");
    await hoverOver(page, "export const publish", "draw", /Show page/);
    await clickInHover(page, "Show page");
    await page.locator('.tab.active[data-resource-name="draw.output@1.html"]').waitFor();
    assert.equal(await (await pageFrame(page)).locator("#report").innerText(), "Accuracy");
    await bench.screenshot("restricted-page");
    await openFile(page, "report.ts");

    // Now the pipeline may be recorded: only that tells how often the loop runs.
    await runCommand(page, "Workspaces: Manage Workspace Trust");
    await page.locator(".workspace-trust-editor").getByRole("button", { name: "Trust", exact: true }).click();
    await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor({ state: "hidden" });
    for (const step of ["fit", "fit_2", "fit_3"]) await panelShows(page, step, undefined);
    assert.ok((await readdir(bench.folder)).includes("was-run"));
  });
});
