import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { describe, it } from "node:test";
import { samplePipeline } from "../../../src/extension/start/sample.ts";
import { missingForWorkbench } from "../../harness/workbench-parts.ts";
import { openWorkbench } from "../../harness/workbench.ts";
import { goToLine, hoverOver, lens, openContainer, openFile, problems, runCommand, toggleSideBar } from "./support/actions.ts";
import { panelFrame, panelShows } from "./support/panel.ts";
import { eachTheme } from "./support/themes.ts";

const skip = missingForWorkbench();

describe("the first minutes", { skip: skip ?? false }, () => {
  it("lead from an empty folder to a pipeline that runs and values that are seen", async () => {
    await using bench = await openWorkbench({ name: "first-minutes" });
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
    assert.deepEqual(await problems(page), []);

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
    await (await panelFrame(page)).locator('dag-panel [role=treeitem][data-node="step:smooth"]').first().dispatchEvent("click");
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

  it("asks for parameters, checks them while they are typed, and tells a failure once", async () => {
    await using bench = await openWorkbench({ name: "parameters", files: { "carry.ts": source, "package.json": '{ "type": "module" }' } });
    const { page } = bench;
    await openFile(page, "carry.ts");
    await lens(page, "Run with").first().click();
    const input = page.locator(".quick-input-widget input");
    await page.locator(".quick-input-title", { hasText: "Run carry: size" }).waitFor();
    await input.fill("many");
    await page.locator(".quick-input-message", { hasText: "a value of type number" }).waitFor();
    await bench.screenshot("refused");
    await input.fill("12");
    await page.locator(".quick-input-message", { hasText: "a value of type number" }).waitFor({ state: "hidden" });
    await input.press("Enter");
    await page.locator(".quick-input-title", { hasText: "Run carry: kind" }).waitFor();
    await page.locator(".quick-input-list .monaco-list-row", { hasText: "large" }).click();

    const message = page.locator(".notification-toast", { hasText: "too much to carry" });
    await message.waitFor();
    assert.equal(await page.locator(".notification-toast").count(), 1);
    await eachTheme(bench, (theme) => bench.screenshot(`failed-${theme}`));
    await message.getByRole("button", { name: "Go to Line" }).click();
    await page.locator(".statusbar-item", { hasText: "Ln 4," }).waitFor();

    // What was given stands there the next time.
    await lens(page, "Run with").first().click();
    await page.locator(".quick-input-title", { hasText: "Run carry: size" }).waitFor();
    assert.equal(await input.inputValue(), "12");
    await input.press("Escape");
  });
});

describe("Restricted Mode", { skip: skip ?? false }, () => {
  it("shows what is there, and runs nothing", async () => {
    const file = `import { pipeline, step } from "stepwright";
import { writeFileSync } from "node:fs";
writeFileSync(new URL("./was-run", import.meta.url), "");
const load = step(() => 1);
export const report = pipeline(() => load());
`;
    await using bench = await openWorkbench({
      name: "restricted",
      files: { "report.ts": file, "package.json": '{ "type": "module" }' },
      trust: true,
    });
    const { page } = bench;
    await page.locator(".statusbar-item", { hasText: "Restricted Mode" }).waitFor();
    await openFile(page, "report.ts");
    await openContainer(page, "Stepwright");
    await lens(page, /^Graph$/)
      .first()
      .click();
    await panelShows(page, "load", undefined);
    await eachTheme(bench, (theme) => bench.screenshot(`restricted-${theme}`));
    await lens(page, /Run$/).first().click();
    await page.locator(".notification-toast", { hasText: "In Restricted Mode nothing of this folder is run" }).waitFor();
    assert.deepEqual((await readdir(bench.folder)).sort(), ["package.json", "report.ts"]);
  });
});
