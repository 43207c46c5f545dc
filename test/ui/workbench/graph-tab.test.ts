import assert from "node:assert/strict";
import path from "node:path";
import { describe, it } from "node:test";
import { missingForWorkbench } from "../../harness/workbench-parts.ts";
import { openWorkbench } from "../../harness/workbench.ts";
import { openFile, runCommand } from "./support/actions.ts";
import { fileBecomes } from "./support/files.ts";
import { panelFrame, panelShows, selectInPanel } from "./support/panel.ts";
import { quickInput } from "./support/quick-input.ts";
import { windowStateBecomes } from "./support/storage.ts";
import { pictures } from "./support/themes.ts";
import { until } from "./support/until.ts";

const skip = missingForWorkbench();
const source = `import { pipeline, step } from "stepwright";
export const load = step((): number => 1);
export const train = step((data: number): number => data + 1);
export const training = pipeline(() => train(load()));
`;
const files = { "training.ts": source, "package.json": '{ "type": "module" }' };

describe("the graph in an editor tab", { skip: skip ?? false }, () => {
  it("comes back after a reload of the window as it was left", async (context) => {
    const bench = await openWorkbench(context, { name: "graph-tab", files });
    const { page } = bench;
    const tab = page.locator(".tabs-container .tab").filter({ hasText: /^training$/ });
    // Asked for before anything has been read: it has the name of what it shows all the same.
    await runCommand(page, "Stepwright: Open Graph in Editor");
    await tab.waitFor();
    await panelShows(page, "train", undefined);
    const frame = await selectInPanel(page, "train");
    await frame.getByRole("button", { name: "Show as list" }).click();
    const left = '[role=treeitem][aria-selected=true][data-node="step:train"]';
    await frame.locator(left).waitFor();
    await frame
      .locator("[aria-pressed=true]")
      .and(frame.getByRole("button", { name: "Show as list" }))
      .waitFor();

    await windowStateBecomes(page, (state) => state.includes("step:train") && /view\\*":\\*"list/.test(state));
    await page.reload();
    await page.locator(".monaco-workbench").waitFor();
    await tab.waitFor();
    await panelShows(page, "train", undefined);
    const again = await panelFrame(page);
    await again.locator(left).waitFor();
    await again
      .locator("[aria-pressed=true]")
      .and(again.getByRole("button", { name: "Show as list" }))
      .waitFor();
    await pictures(bench, "after-the-reload");

    assert.deepEqual(bench.refusals(), [], "the policy of a page refuses something that is our own");
    const ran = await again.locator("body").evaluate((body) => {
      const script = document.createElement("script");
      script.textContent = "document.body.dataset.ran = 'yes'";
      const picture = document.createElement("img");
      picture.src = "http://127.0.0.1:9/elsewhere.png";
      body.append(script, picture);
      body.setAttribute("style", "opacity: 0");
      return [body.dataset["ran"], getComputedStyle(body).opacity];
    });
    assert.deepEqual(ran, [undefined, "1"], "a script, a style or a picture of somebody else counts");
    await until(
      () => Promise.resolve(bench.refusals().filter((text) => /script-src|style-src|img-src/.test(text))),
      (refused) => refused.length === 3,
      "The browser has not refused all of it",
    );
  });

  it("is saved as SVG and as PNG where the person says", async (context) => {
    const bench = await openWorkbench(context, { name: "export", files });
    const { page } = bench;
    await openFile(page, "training.ts");
    await runCommand(page, "Stepwright: Open Graph in Editor");
    await panelShows(page, "train", undefined);
    const save = async (command: string, file: string): Promise<void> => {
      await runCommand(page, command);
      await until(
        () => quickInput(page).inputValue(),
        (value) => value.endsWith(`/${file}`),
        `No ${file} is proposed`,
      );
      await quickInput(page).press("Enter");
    };
    await save("Stepwright: Export Graph as SVG…", "training.svg");
    const svg = await fileBecomes(path.join(bench.folder, "training.svg"), (content) => /<\/svg>\s*$/.test(content.toString()));
    assert.match(svg.toString(), /<svg [^]*>load<[^]*>train</);
    await save("Stepwright: Export Graph as PNG…", "training.png");
    // A PNG begins and ends like this.
    await fileBecomes(
      path.join(bench.folder, "training.png"),
      (content) => content.subarray(1, 4).toString() === "PNG" && content.subarray(-8, -4).toString() === "IEND",
    );
  });
});
