import { describe, it } from "node:test";
import { missingForWorkbench } from "../../harness/workbench-parts.ts";
import { openWorkbench } from "../../harness/workbench.ts";
import { cursorAt, lens, openFile } from "./support/actions.ts";
import { pictures } from "./support/themes.ts";
import { until } from "./support/until.ts";

const skip = missingForWorkbench();
const source = `import { pipeline, step } from "stepwright";

export const burst = step((): number => {
  console.log("before it breaks");
  throw new Error("it broke");
});

export const breaking = pipeline(() => burst());
`;

describe("the log of a run", { skip: skip ?? false }, () => {
  it("is a terminal with what was printed, and its places are links", async (context) => {
    const files = { "my code/breaking.ts": source, "package.json": '{ "type": "module" }' };
    // What the graphics card draws is in no element of the page.
    const bench = await openWorkbench(context, { name: "log", files, settings: { "terminal.integrated.gpuAcceleration": "off" } });
    const { page } = bench;
    await openFile(page, "breaking.ts");
    await lens(page, /Run$/).first().click();
    await page.locator(".notification-toast", { hasText: "it broke" }).getByRole("button", { name: "Show Log" }).click();
    const lines = page.locator(".terminal-wrapper.active .xterm-rows");
    await lines
      .filter({ hasText: "before it breaks" })
      .filter({ hasText: /✖ breaking failed \d/ })
      .waitFor();
    const place = lines.locator("span", { hasText: /my code\/breaking\.ts:5:9$/ }).first();
    await place.waitFor();
    await pictures(bench, "terminal");
    // The terminal finds its links when the pointer rests on them; what it draws lies below what takes the pointer.
    await until(
      async () => {
        const { x, y, width, height } = (await place.boundingBox({ timeout: 3000 })) ?? { x: 0, y: 0, width: 0, height: 0 };
        await page.mouse.move(600, 5);
        await page.mouse.move(x + width / 2, y + height / 2, { steps: 3 });
        await page.locator(".monaco-hover", { hasText: "Go to Line" }).first().waitFor({ timeout: 5000 });
        await page.keyboard.down("Control");
        await page.mouse.down();
        await page.mouse.up();
        await page.keyboard.up("Control");
        await page.locator(".statusbar-item", { hasText: "Ln 5, Col 9" }).waitFor({ timeout: 5000 });
        return true;
      },
      Boolean,
      "The place is no link",
    );
    await cursorAt(page, 5, 9);
  });
});
