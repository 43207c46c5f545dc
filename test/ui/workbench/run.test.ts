import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { describe, it } from "node:test";
import { missingForWorkbench } from "../../harness/workbench-parts.ts";
import { openWorkbench } from "../../harness/workbench.ts";
import { stepwright } from "../../runner/support/command.ts";
import { Puppets, puppetFile } from "../../runner/support/puppets.ts";
import { cursorAt, goToLine, lens, lensCount, lensOf, openContainer, openFile, runCommand, showGraph } from "./support/actions.ts";
import { clickInPanel, doubleClickInPanel, edgesInPanel, panelFrame, panelMarks, panelShows } from "./support/panel.ts";
import { pictures } from "./support/themes.ts";
import { treeBecomes } from "./support/tree.ts";

const pipelines = `import { pipeline, step } from "stepwright";
import { puppet } from "./puppet.ts";

export const training = pipeline(() => {
  const data = load();
  return evaluate(train(data));
});

export const load = step((): Promise<number> => {
  const { env } = Reflect.get(globalThis, "process");
  console.log("a token of " + env.API_TOKEN?.length + " characters, values looked at: " + env.STEPWRIGHT_VALIDATION);
  return puppet("load");
});
export const train = step((data: number): Promise<number> => puppet("train"));
export const evaluate = step((model: number): Promise<number> => puppet("evaluate"));
`;

const token = "a-token-that-nobody-may-read";

/** All that the store of a folder holds: logs, journals, records, values, the database. */
const keptTexts = async (folder: string): Promise<string> => {
  const entries = await readdir(path.join(folder, ".stepwright"), { recursive: true, withFileTypes: true });
  const texts = entries.filter((entry) => entry.isFile()).map((entry) => readFile(path.join(entry.parentPath, entry.name), "latin1"));
  return (await Promise.all(texts)).join("\n");
};

const search = `import { outputs, pipeline, step } from "stepwright";

const guess = step((low: number, high: number) => Math.floor((low + high) / 2));
const check = step((value: number) => Math.sign(value - 37));

export const searching = pipeline({ dynamic: true }, async () => {
  let [low, high] = [0, 100];
  for (;;) {
    const candidate = guess(low, high);
    const side = await check(candidate);
    if (side === 0) return outputs({ found: candidate });
    if (side < 0) low = await candidate;
    else high = await candidate;
  }
});
`;

const files = { "pipeline.ts": pipelines, "search.ts": search, "puppet.ts": puppetFile, "package.json": '{ "type": "module" }' };
const skip = missingForWorkbench();

describe("a run in the workbench", { skip: skip ?? false }, () => {
  it("starts from the lens, is seen live where it is looked at, and ends", async (context) => {
    await using puppets = await Puppets.start();
    const settings = { "stepwright.environment": { API_TOKEN: token }, "stepwright.validation": "sample" };
    const bench = await openWorkbench(context, { name: "run", files, settings, env: puppets.env });
    const { page } = bench;
    await openFile(page, "pipeline.ts");
    await openContainer(page, "Stepwright");
    await showGraph(page);
    await panelShows(page, "load", undefined);
    await bench.screenshot("1-before");

    // The step at the cursor is marked in the graph, and a double click on a step goes to its call.
    const edges = await edgesInPanel(page, ["load", "train", "evaluate"]);
    const lineOf = (text: string): number => pipelines.slice(0, pipelines.indexOf(text)).split("\n").length;
    await goToLine(page, lineOf("load();"));
    await panelMarks(page, edges, "load");
    await goToLine(page, lineOf("export const train "));
    await panelMarks(page, edges, "train");
    await bench.screenshot("1-cursor");
    await goToLine(page, 2);
    await panelMarks(page, edges, undefined);
    await clickInPanel(page, "evaluate");
    await (await panelFrame(page)).locator("details-pane", { hasText: "from train.output" }).waitFor();
    await doubleClickInPanel(page, "evaluate");
    await cursorAt(page, lineOf("return evaluate"));

    // Four above the pipeline and three above each step, whatever goes on.
    await lensCount(page, 13);
    await lens(page, /Run$/).first().click();

    const load = await puppets.next("load");
    await panelShows(page, "load", "running");
    await lens(page, /Stop/).first().waitFor();
    await lens(page, /0\/3/).first().waitFor();
    await lensCount(page, 13);
    await page.locator(".statusbar-item", { hasText: "training 0/3" }).waitFor();
    await load.tell({ do: "progress", fraction: 0.5, message: "half of it" });
    await panelShows(page, "load", "running", "50");
    await pictures(bench, "2-load-runs");
    await load.tell({ do: "return", value: 1 });

    const train = await puppets.next("train");
    await panelShows(page, "load", "completed");
    await panelShows(page, "train", "running");
    await lens(page, /1\/3/).first().waitFor();
    await lensCount(page, 13);
    await bench.screenshot("3-train-runs");
    await train.tell({ do: "return", value: 2 });

    const evaluate = await puppets.next("evaluate");
    await panelShows(page, "train", "completed");
    await panelShows(page, "evaluate", "running");
    await bench.screenshot("4-evaluate-runs");
    await evaluate.tell({ do: "return", value: 3 });
    await panelShows(page, "evaluate", "completed");
    await lens(page, /^Graph$/)
      .first()
      .waitFor();
    await lens(page, /Run$/).first().waitFor();
    await lensCount(page, 13);
    await bench.screenshot("5-done");
    await treeBecomes(page, "Pipelines", /^pipeline\.ts\n {2}training/);
    await treeBecomes(page, "Runs", /^training\n {2}\S/);
    // Of a pipeline that is dynamic the source tells a part, and its run the whole.
    await openFile(page, "search.ts");
    await showGraph(page);
    await panelShows(page, "check", undefined);
    await lens(page, /Run$/).first().click();
    await page.locator('.monaco-list-row[aria-label="Pipeline searching, completed"]').waitFor();
    await panelShows(page, "check_3", "completed");
    await bench.screenshot("6-dynamic");
    // What a run was given by its environment is kept nowhere.
    const kept = await keptTexts(bench.folder);
    assert.match(kept, new RegExp(`a token of ${String(token.length)} characters, values looked at: sample`));
    assert.match(await bench.log(), /pipeline\.ts#training/);
    assert.deepEqual(bench.refusals(), [], "the policy of a page refuses something that is our own");
    for (const text of [kept, await bench.log()]) assert.ok(!text.includes(token));
  });

  it("is stopped wherever it starts: above the text, in the title, the graph, the commands, and in the status bar; one of a terminal as well", async (context) => {
    await using puppets = await Puppets.start();
    const bench = await openWorkbench(context, { name: "stop", files, env: { ...puppets.env, STEPWRIGHT_GRACE: "0.2" } });
    const { page } = bench;
    await openFile(page, "pipeline.ts");
    await showGraph(page);
    const title = page.locator(".editor-actions a.action-label[aria-label^='Stop']");
    const going = page.locator(".statusbar-item", { hasText: /training \d\/\d/ });
    const stops: Readonly<Record<string, () => Promise<void>>> = {
      text: () => lens(page, /Stop/).first().click(),
      title: () => title.click(),
      graph: async () => (await panelFrame(page)).getByRole("button", { name: "Stop", exact: true }).click(),
      commands: () => runCommand(page, "Stepwright: Stop Run"),
      "status bar": async () => {
        await going.hover();
        await page.locator(".monaco-hover:not(.hidden) a", { hasText: "Stop" }).first().click();
      },
    };
    for (const [place, stop] of Object.entries(stops)) {
      await lens(page, /Run$/).first().click();
      const load = await puppets.next("load");
      await lens(page, /Stop/).first().waitFor();
      await title.waitFor();
      await going.waitFor();
      await stop();
      await load.aborted;
      await load.gone;
      await panelShows(page, "load", "cancelled");
      await panelShows(page, "train", "cancelled");
      await lens(page, /Run$/).first().waitFor();
      await title.waitFor({ state: "detached" });
      await going.waitFor({ state: "detached" });
      context.diagnostic(`stopped: ${place}`);
    }
    // A step alone is stopped above itself, where it was started.
    await lens(page, /^Run step$/)
      .first()
      .click();
    const alone = await puppets.next("load");
    await lensCount(page, 13);
    await lensOf(page, "Stop load. A second time ends it at once.").click();
    await alone.gone;
    await lens(page, /Stop/).first().waitFor({ state: "detached" });
    await lensCount(page, 13);

    // One that was started elsewhere is seen live, and stopped from here.
    const command = stepwright(["run", "pipeline.ts", "--workspace", bench.folder], { cwd: bench.folder, env: { ...bench.env } });
    try {
      const load = await puppets.next("load");
      await panelShows(page, "load", "running");
      await load.tell({ do: "return", value: 1 });
      const train = await puppets.next("train");
      await panelShows(page, "train", "running");
      await bench.screenshot("from-a-terminal");
      await lens(page, /Stop/).first().click();
      await train.gone;
      assert.equal((await command.ended).status, 130);
      await panelShows(page, "train", "cancelled");
    } finally {
      command.kill();
    }
  });
});
