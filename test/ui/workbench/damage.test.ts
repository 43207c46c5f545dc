import { readdir, readFile, rm, truncate, writeFile } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import assert from "node:assert/strict";
import { missingForWorkbench } from "../../harness/workbench-parts.ts";
import { openWorkbench } from "../../harness/workbench.ts";
import { Puppets, puppetFile } from "../../runner/support/puppets.ts";
import { lens, openContainer, openFile, runCommand, showGraph } from "./support/actions.ts";
import { panelShows } from "./support/panel.ts";
import { treeBecomes } from "./support/tree.ts";
import { until } from "./support/until.ts";

const skip = missingForWorkbench();
const json = '{ "type": "module" }';
const pipelines = `import { pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";

export const load = step((): Promise<number> => puppet("load"));
export const training = pipeline(() => load());
`;
const twoSteps = `import { pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";

export const load = step((): Promise<number> => puppet("load"));
export const train = step((data: number): Promise<number> => puppet("train"));
export const training = pipeline(() => train(load()));
`;
const quick = `import { pipeline, step } from "stepwright";
export const load = step((): number => 1);
export const training = pipeline(() => load());
`;

describe("what happens to a folder that is open", { skip: skip ?? false }, () => {
  it("a pipeline is renamed while it runs: its run is seen to its end, and the new name runs", async (context) => {
    await using puppets = await Puppets.start();
    const files = { "pipeline.ts": pipelines, "puppet.ts": puppetFile, "package.json": json };
    const bench = await openWorkbench(context, { name: "renamed", files, env: puppets.env });
    const { page } = bench;
    await openFile(page, "pipeline.ts");
    await openContainer(page, "Stepwright");
    await showGraph(page);
    await lens(page, /Run$/).first().click();
    const load = await puppets.next("load");
    await panelShows(page, "load", "running");
    await writeFile(path.join(bench.folder, "pipeline.ts"), pipelines.replace("const training", "const renamed"));
    await treeBecomes(page, "Pipelines", /renamed/);
    await panelShows(page, "load", "running");
    await load.tell({ do: "return", value: 1 });
    await panelShows(page, "load", "completed");
    await treeBecomes(page, "Runs", /^training\n {2}\S/);
    await page.locator(".statusbar-item", { hasText: /training \d\/\d/ }).waitFor({ state: "detached" });
    await lens(page, /Run$/).first().click();
    await treeBecomes(page, "Runs", /renamed\n {2}\S/);
    assert.doesNotMatch(await bench.log(), /unhandled/i);
  });

  it("its database is of a newer version, damaged, and then deleted: what ran is listed as before; at last it disappears itself", async (context) => {
    const bench = await openWorkbench(context, { name: "damaged", files: { "pipeline.ts": quick, "package.json": json } });
    const { page } = bench;
    const store = path.join(bench.folder, ".stepwright");
    const database = path.join(store, "stepwright.db");
    await openFile(page, "pipeline.ts");
    await openContainer(page, "Stepwright");
    await lens(page, /Run$/).first().click();
    await treeBecomes(page, "Runs", /^training\n {2}\S/);
    await until(
      () => readdir(store),
      (names) => names.includes("stepwright.db"),
      "There is no database",
    );
    // Where SQLite keeps the version of a schema. What a newer one wrote is told once, and left as it is, also by a run.
    const newer = await readFile(database);
    newer.writeUInt32BE(9_999, 60);
    await writeFile(database, newer);
    await page.locator(".notification-toast", { hasText: "knows versions up to" }).waitFor();
    await bench.screenshot("newer");
    await lens(page, /Run$/).first().click();
    await treeBecomes(page, "Runs", /^training\n {2}\S.*\n {2}\S/);
    await lens(page, /cached/)
      .first()
      .waitFor();
    assert.equal(await page.locator(".notification-toast", { hasText: "knows versions up to" }).count(), 1);
    assert.deepEqual(await readFile(database), newer);

    await truncate(database, 100);
    await runCommand(page, "Stepwright: Refresh");
    await treeBecomes(page, "Runs", /^training\n {2}\S.*\n {2}\S/);
    await rm(database, { force: true });
    await runCommand(page, "Stepwright: Refresh");
    await treeBecomes(page, "Runs", /^training\n {2}\S.*\n {2}\S/);
    await treeBecomes(page, "Artifacts", /load/);

    // And then it is gone: nothing goes on, and nothing fails in the log.
    await rm(bench.folder, { recursive: true, force: true, maxRetries: 5 });
    await runCommand(page, "Stepwright: Refresh");
    await treeBecomes(page, "Pipelines", /^$/);
    assert.doesNotMatch(await bench.log(), /unhandled/i);
  });

  it("it is open in two windows: one sees all that the other runs while it goes on, and stops it", async (context) => {
    await using puppets = await Puppets.start();
    const files = { "pipeline.ts": twoSteps, "puppet.ts": puppetFile, "package.json": json };
    const bench = await openWorkbench(context, { name: "two-windows", files, env: { ...puppets.env, STEPWRIGHT_GRACE: "0.2" } });
    const { page } = bench;
    const other = await bench.another();
    // A window that is not in front is not drawn, and nothing in it can be clicked.
    for (const window of [page, other]) {
      await window.bringToFront();
      await openFile(window, "pipeline.ts");
      await showGraph(window);
      await panelShows(window, "load", undefined);
    }
    await page.bringToFront();
    await lens(page, /Run$/).first().click();
    const load = await puppets.next("load");
    await panelShows(page, "load", "running");
    // Each state in turn, in the window that has not started the run.
    await other.bringToFront();
    await panelShows(other, "load", "running");
    await panelShows(other, "train", "pending");
    await lens(other, /0\/2/).first().waitFor();
    await load.tell({ do: "progress", fraction: 0.5, message: "half of it" });
    await panelShows(other, "load", "running", "50");
    await load.tell({ do: "return", value: 1 });
    const train = await puppets.next("train");
    await panelShows(other, "load", "completed");
    await panelShows(other, "train", "running");
    await lens(other, /1\/2/).first().waitFor();
    await train.tell({ do: "progress", fraction: 0.25, message: "a quarter" });
    await panelShows(other, "train", "running", "25");
    await lens(other, /Stop/).first().click();
    await train.gone;
    for (const window of [other, page]) {
      await window.bringToFront();
      await panelShows(window, "load", "completed");
      await panelShows(window, "train", "cancelled");
    }
    assert.doesNotMatch(await bench.log(), /unhandled/i);
  });
});
