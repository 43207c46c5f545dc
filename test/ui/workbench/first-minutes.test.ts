import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { describe, it } from "node:test";
import { samplePipeline } from "../../../src/extension/start/sample.ts";
import { missingForWorkbench } from "../../harness/workbench-parts.ts";
import { openWorkbench } from "../../harness/workbench.ts";
import {
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
import { panelShows, selectInPanel } from "./support/panel.ts";
import { pick, quickInput, titled } from "./support/quick-input.ts";
import { eachTheme } from "./support/themes.ts";
import { until } from "./support/until.ts";

const skip = missingForWorkbench();

describe("the first minutes", { skip: skip ?? false }, () => {
  it("lead from an empty folder to a pipeline that runs and values that are seen", async (context) => {
    const bench = await openWorkbench(context, { name: "first-minutes" });
    const { page } = bench;
    await openContainer(page, "Stepwright");
    await page.getByRole("button", { name: "Create Sample Pipeline" }).waitFor();
    await eachTheme(bench, (theme) => bench.screenshot(`welcome-${theme}`));
    await page.getByRole("button", { name: "Create Sample Pipeline" }).click();

    await page.locator('.tab.active[data-resource-name="pipeline.ts"]').waitFor();
    await lens(page, "Run step").first().waitFor();
    assert.deepEqual((await readdir(bench.folder)).sort(), ["pipeline.ts", "stepwright-env.d.ts", "tsconfig.json"]);
    // The editor's own compiler has nothing to say: it has read the file when it knows what a call gives.
    await hoverOver(page, "const sums = sumByRegion(sales)", "sums", /Artifact</);
    await problemsBecome(page, ({ length }) => length === 0);

    await runCommand(page, "Stepwright: Show Graph");
    await panelShows(page, "loadSales", undefined);
    await runCommand(page, "Stepwright: Run Pipeline");
    await panelShows(page, "best", "completed");
    await panelShows(page, "sumByRegion", "completed");
    await goToLine(page, samplePipeline.slice(0, samplePipeline.indexOf("const sales = loadSales()")).split("\n").length);
    await eachTheme(bench, async (theme) => {
      await hoverOver(page, "const sales = loadSales()", "sales", /month/);
      await bench.screenshot(`hover-${theme}`);
    });
    await page.keyboard.press("Escape");

    // Everything comes from the cache the second time.
    await runCommand(page, "Stepwright: Run Pipeline");
    await panelShows(page, "best", "cached");
    await selectInPanel(page, "smooth");
    await eachTheme(bench, (theme) => bench.screenshot(`graph-${theme}`));
    await toggleSideBar(page);
  });
});

describe("a run that is asked about, or fails", { skip: skip ?? false }, () => {
  const source = `import { pipeline, step } from "stepwright";

export const work = step((size: number, kind: "small" | "large") => {
  if (size > 9) throw new Error("too much to carry");
  return { size, kind };
});

export const carry = pipeline(({ size, kind = "small" }: { size: number; kind?: "small" | "large" }) => work(size, kind));
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
    await bench.screenshot("refused");
    await input.fill("12");
    await page.locator(".quick-input-message", { hasText: "a value of type number" }).waitFor({ state: "hidden" });
    await input.press("Enter");
    await titled(page, "Run carry: kind");
    await pick(page, "large");

    const message = page.locator(".notification-toast", { hasText: "too much to carry" });
    await message.waitFor();
    assert.equal(await page.locator(".notification-toast", { hasText: "carry" }).count(), 1);
    await eachTheme(bench, (theme) => bench.screenshot(`failed-${theme}`));
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
  it("shows what is there, and runs nothing", async (context) => {
    const file = `import { pipeline, step } from "stepwright";
import { writeFileSync } from "node:fs";
writeFileSync(new URL("./was-run", import.meta.url), "");
const load = step(() => 1);
export const report = pipeline(() => load());
`;
    const bench = await openWorkbench(context, {
      name: "restricted",
      files: { "report.ts": file, "package.json": '{ "type": "module" }' },
      trust: true,
    });
    const { page } = bench;
    await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
    await openFile(page, "report.ts");
    await openContainer(page, "Stepwright");
    await showGraph(page);
    await panelShows(page, "load", undefined);
    await eachTheme(bench, (theme) => bench.screenshot(`restricted-${theme}`));
    await lens(page, /Run$/).first().click();
    await page.locator(".notification-toast", { hasText: "In Restricted Mode nothing of this folder is run" }).waitFor();
    assert.deepEqual((await readdir(bench.folder)).sort(), ["package.json", "report.ts"]);
  });

  it("finds what only the types show, and writes nothing", async (context) => {
    const source = `import { pipeline, step } from "stepwright";
type Measured = [number[]];
const measure = step((): Measured[0] => [1, 2]);
export const small = pipeline(() => {
  const [low, high] = measure();
  return low;
});
`;
    const files = { "small.ts": source, "package.json": '{ "type": "module" }' };
    const bench = await openWorkbench(context, { name: "restricted-types", files, trust: true });
    const { page } = bench;
    await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
    await openFile(page, "small.ts");
    await runCommand(page, "View: Toggle Problems");
    await page.locator(".markers-panel .monaco-list-row", { hasText: "SW1009" }).first().waitFor();
    await bench.screenshot("problems");
    assert.deepEqual((await readdir(bench.folder)).sort(), ["package.json", "small.ts"]);
  });
});
