import assert from "node:assert/strict";
import { readdir } from "node:fs/promises";
import { describe, it } from "node:test";
import { missingForWorkbench } from "../../harness/workbench-parts.ts";
import { openWorkbench } from "../../harness/workbench.ts";
import { lens, openContainer, openFile, problemsBecome, runCommand } from "./support/actions.ts";
import { folderBecomes } from "./support/files.ts";
import { pick } from "./support/quick-input.ts";
import { eachTheme, pictures } from "./support/themes.ts";
import { until } from "./support/until.ts";

const skip = missingForWorkbench();
const source = `import { pipeline, step } from "stepwright";
export const load = step((): number => 1);
export const training = pipeline(() => load());
`;

describe("types in a folder that has installed nothing", { skip: skip ?? false }, () => {
  it("are written by the quick fix of the import that is not found", async (context) => {
    const bench = await openWorkbench(context, { name: "types", files: { "training.ts": source } });
    const { page } = bench;
    await openFile(page, "training.ts");
    await problemsBecome(page, ({ length }) => length > 0);
    const fix = page.locator(".action-widget .monaco-list-row", { hasText: "Add Stepwright types" });
    // The list of fixes is not renewed while it is open, and the compiler may not have answered when it was made.
    await until(
      async () => {
        await page.keyboard.press("Escape");
        await page
          .locator(".view-line", { hasText: "import" })
          .locator("span span", { hasText: "stepwright" })
          .first()
          .click({ timeout: 3000 });
        await page.keyboard.press("Control+.");
        await fix.waitFor({ timeout: 5000 });
        return true;
      },
      Boolean,
      "There is no fix",
    );
    await pictures(bench, "quick-fix");
    await fix.click();
    await folderBecomes(bench.folder, ["stepwright-env.d.ts", "training.ts", "tsconfig.json"]);
    await problemsBecome(page, ({ length }) => length === 0);
  });
});

describe("a folder without TypeScript, and the walkthrough", { skip: skip ?? false }, () => {
  it("nothing starts in such a folder before it is asked for, it says what to do, and the buttons of the walkthrough do it", async (context) => {
    const bench = await openWorkbench(context, { name: "walkthrough", files: { "fit.py": "print('fitted')\n" } });
    const { page } = bench;
    await openFile(page, "fit.py");
    assert.doesNotMatch(await bench.log(), /Active after/);
    await openContainer(page, "Stepwright");
    await page.getByRole("button", { name: "Create Sample Pipeline" }).waitFor();
    await bench.screenshot("without-typescript");
    assert.deepEqual(await readdir(bench.folder), ["fit.py"]);
    assert.equal(await page.locator(".notification-toast").count(), 0);
    const log = await bench.log();
    assert.match(log, /Active after/);
    assert.doesNotMatch(log, /\[(warning|error)\]|unhandled/i);
    const open = async (): Promise<void> => {
      await runCommand(page, "Welcome: Open Walkthrough...");
      await pick(page, "Pipelines with Stepwright");
    };
    await open();
    const steps = page.locator(".getting-started-step");
    const first = steps.filter({ hasText: "Write a pipeline" });
    await first.waitFor();
    await eachTheme(bench, async (theme) => {
      // With another theme the editor may go back to its own welcome page.
      await open();
      await first.waitFor();
      // What stands beside the step is a page of its own.
      await until(
        async () =>
          (await Promise.all(page.frames().map((frame) => frame.getByText("A call of a step in a pipeline").count()))).some(Boolean),
        Boolean,
        "Nothing stands beside the step",
      );
      await bench.screenshot(theme);
    });
    await page.locator(".getting-started-step.expanded").getByRole("button", { name: "Create Sample Pipeline" }).click();
    await folderBecomes(bench.folder, ["fit.py", "pipeline.ts", "stepwright-env.d.ts", "tsconfig.json"]);
    await page.locator('.tab.active[data-resource-name="pipeline.ts"]').waitFor();
    await lens(page, /Run$/).first().waitFor();
  });
});
