import assert from "node:assert/strict";
import { readdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import { missingForWorkbench } from "../../harness/workbench-parts.ts";
import { openWorkbench } from "../../harness/workbench.ts";
import { lens, openContainer, openFile, runCommand, showGraph } from "./support/actions.ts";
import { panelShows } from "./support/panel.ts";
import { pick } from "./support/quick-input.ts";
import { treeBecomes } from "./support/tree.ts";

const skip = missingForWorkbench();
const pipelineOf = (name: string, step: string): string => `import { pipeline, step } from "stepwright";
export const ${step} = step((): number => 1);
export const ${name} = pipeline(() => ${step}());
`;
const json = '{ "type": "module" }\n';

describe("two folders in one window", { skip: skip ?? false }, () => {
  it("have trees, lenses and runs of their own", async (context) => {
    const files = {
      "north/north.ts": pipelineOf("northern", "freeze"),
      "north/package.json": json,
      "south/south.ts": pipelineOf("southern", "melt"),
      "south/package.json": json,
    };
    const bench = await openWorkbench(context, { name: "two-folders", files, roots: ["north", "south"] });
    const { page } = bench;
    await openContainer(page, "Stepwright");
    await treeBecomes(page, "Pipelines", /north[^]*south/);
    for (const [file, step] of [
      ["north.ts", "freeze"],
      ["south.ts", "melt"],
    ] as const) {
      await openFile(page, file);
      await showGraph(page);
      await panelShows(page, step, undefined);
      await lens(page, /Run$/).first().click();
      await panelShows(page, step, "completed");
      await lens(page, /completed/)
        .first()
        .waitFor();
    }
    await treeBecomes(page, "Runs", /^southern\n[^]*northern\n/);
    const rowOf = page.locator('.pane:has(.pane-header[aria-label*="Runs"]) .monaco-list-row', { hasText: "southern" }).first();
    assert.equal(await rowOf.locator(".label-description").innerText(), "south");
    const artifacts = page.locator('.pane:has(.pane-header[aria-label*="Artifacts"]) .monaco-list-row');
    await artifacts.filter({ hasText: "freeze" }).filter({ hasText: "north · northern" }).waitFor();
    await artifacts.filter({ hasText: "melt" }).filter({ hasText: "south · southern" }).waitFor();
    await bench.screenshot("after-both");
    const showOnly = async (status: string): Promise<void> => {
      await runCommand(page, "Stepwright: Filter Runs…");
      await pick(page, status);
    };
    const runsView = page.locator('.pane:has(.pane-header[aria-label*="Runs"])');
    await showOnly("failed");
    await runsView.getByText("No run is in the state").waitFor();
    await showOnly("completed");
    await treeBecomes(page, "Runs", /^southern\n[^]*northern\n/);
    await showOnly("failed");
    await runsView.getByRole("button", { name: "Clear Run Filter" }).last().click();
    await treeBecomes(page, "Runs", /^southern\n[^]*northern\n/);
    // The newest is first. Each has a store of its own, with its own run.
    for (const folder of ["north", "south"]) {
      assert.ok((await readdir(path.join(bench.folder, folder))).includes(".stepwright"), folder);
    }
    assert.deepEqual((await readdir(bench.folder)).sort(), ["north", "south"]);
  });
});

describe("files that are left out", { skip: skip ?? false }, () => {
  it("are those of the setting and of .gitignore, and come back when they are left in", async (context) => {
    const files = {
      "kept.ts": pipelineOf("kept", "one"),
      "private/hidden.ts": pipelineOf("bySetting", "two"),
      "made/made.ts": pipelineOf("byIgnore", "three"),
      ".gitignore": "made/\n",
      "package.json": json,
      ".vscode/settings.json": JSON.stringify({ "stepwright.exclude": ["private/"] }),
    };
    const bench = await openWorkbench(context, { name: "left-out", files });
    const { page } = bench;
    await openContainer(page, "Stepwright");
    const first = await treeBecomes(page, "Pipelines", /kept/);
    assert.doesNotMatch(first, /hidden|made|bySetting|byIgnore/);
    await writeFile(path.join(bench.folder, ".vscode", "settings.json"), JSON.stringify({ "stepwright.exclude": [] }));
    const second = await treeBecomes(page, "Pipelines", /kept[^]*hidden/);
    assert.match(second, /kept/);
    assert.doesNotMatch(second, /made|byIgnore/);
  });
});
