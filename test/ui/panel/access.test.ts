import assert from "node:assert/strict";
import { AxeBuilder } from "@axe-core/playwright";
import { after, before, suite, test } from "node:test";
import { graphContent, snapshotOf, start, storyRun, training } from "./support/graphs.ts";
import { richDetails } from "./support/details.ts";
import { PanelBrowser, skip, type PanelPage } from "./support/panel-page.ts";
import { themeNames, themes } from "./support/themes.ts";

const run = storyRun(training, {
  loadData: { status: "cached", from: 10, to: 11 },
  cleanRows: { status: "completed", from: 50, to: 1200 },
  splitRows: { status: "completed", from: 1210, to: 2500 },
  trainForest: { status: "running", from: 2600, progress: { fraction: 0.4 } },
  trainNeighbours: { status: "failed", from: 2600, to: 4000, error: { code: "SW3001", message: "It threw.", help: "Mend it." } },
  score_2: { status: "skipped", to: 4000, skippedBecause: ["trainNeighbours"] },
});

suite("for everybody", { skip }, () => {
  let browser: PanelBrowser;
  before(async () => {
    browser = await PanelBrowser.start();
  });
  after(() => browser.close());

  const shown = async (panel: PanelPage): Promise<void> => {
    await panel.snapshot(
      snapshotOf(graphContent(training, run), { now: start + 9000, runs: [run], actions: ["run", "stop", "debug", "runStep"] }),
    );
    await panel.page.getByRole("tree").focus();
    await panel.page.keyboard.press("End");
    await panel.page.keyboard.press("Space");
    await panel.details({ ...richDetails, step: "notify" });
  };
  /** What axe finds, as lines. */
  const found = async (panel: PanelPage): Promise<readonly string[]> => {
    const { violations } = await new AxeBuilder({ page: panel.page }).analyze();
    return violations.map(({ id, impact, nodes }) => `${impact ?? ""} ${id}: ${nodes.map(({ html }) => html.slice(0, 160)).join(" | ")}`);
  };

  for (const theme of themeNames) {
    test(`axe finds nothing in ${theme}`, async () => {
      const panel = await browser.open({ theme, width: 1200, height: 900 });
      assert.deepEqual(await found(panel), []);
      await shown(panel);
      assert.deepEqual(await found(panel), [], "graph");
      await panel.page.getByRole("button", { name: "Find a step" }).click();
      await panel.page.getByRole("button", { name: "Show as list" }).click();
      assert.deepEqual(await found(panel), [], "list");
      await panel.page.getByRole("button", { name: "Show as timeline" }).click();
      assert.deepEqual(await found(panel), [], "timeline");
      await panel.page.getByRole("button", { name: "More" }).click();
      assert.deepEqual(await found(panel), [], "menu");
      await panel.page.keyboard.press("Escape");
      await panel.snapshot(
        snapshotOf({ kind: "empty", reason: "noPipeline" }, { pipelines: [], actions: ["createSample"], trusted: false }),
      );
      assert.deepEqual(await found(panel), [], "empty");
      await panel.close();
    });
  }

  test("every control has a name", async () => {
    const panel = await browser.open();
    await shown(panel);
    await panel.page.getByRole("button", { name: "Find a step" }).click();
    const nameless = (await panel.page.locator("body").ariaSnapshot())
      .split("\n")
      .filter((line) => /^\s*- (button|combobox|tree|treeitem|separator|textbox|link|progressbar|img|region|listbox)(:|$| \[)/.test(line));
    assert.deepEqual(nameless, []);
    await panel.close();
  });

  test("controls of the toolkit have the colours of the theme, also after it changes", async () => {
    const panel = await browser.open({ theme: "dark" });
    await shown(panel);
    await panel.page.getByRole("button", { name: "Find a step" }).click();
    const colours = (): Promise<Readonly<Record<string, string>>> =>
      panel.page.evaluate(() => {
        const style = (selector: string): CSSStyleDeclaration => getComputedStyle(document.querySelector(selector) ?? document.body);
        return {
          button: style("vscode-button.act-run").backgroundColor,
          buttonText: style("vscode-button.act-run").color,
          secondary: style("vscode-button.act-stop").backgroundColor,
          dropdown: style("vscode-dropdown").backgroundColor,
          dropdownText: style("vscode-dropdown").color,
          field: getComputedStyle(document.querySelector("vscode-text-field")?.shadowRoot?.querySelector(".root") ?? document.body)
            .backgroundColor,
        };
      });
    const wanted = (theme: (typeof themeNames)[number]): Promise<Readonly<Record<string, string>>> =>
      panel.page.evaluate(
        (values) => {
          const probe = document.createElement("i");
          document.body.append(probe);
          const read = Object.entries(values).map(([name, value]) => {
            probe.style.color = value ?? "";
            return [name, getComputedStyle(probe).color];
          });
          probe.remove();
          return Object.fromEntries(read) as Record<string, string>;
        },
        {
          button: themes[theme]["--vscode-button-background"],
          buttonText: themes[theme]["--vscode-button-foreground"],
          secondary: themes[theme]["--vscode-button-secondaryBackground"] ?? "transparent",
          dropdown: themes[theme]["--vscode-dropdown-background"],
          dropdownText: themes[theme]["--vscode-dropdown-foreground"],
          field: themes[theme]["--vscode-input-background"],
        },
      );
    // Themes of high contrast have fewer colours, and must not keep those of the one before.
    for (const theme of [...themeNames, "light", "hc-dark"] as const) {
      await panel.changeTheme(theme);
      assert.deepEqual(await colours(), await wanted(theme), theme);
    }
    await panel.close();
  });

  test("the canvas takes the colours of a theme that changes", async () => {
    const panel = await browser.open({ theme: "dark", width: 1200, height: 900 });
    await shown(panel);
    const dark = await panel.outline("step:trainForest");
    await panel.changeTheme("light");
    assert.notEqual(await panel.outline("step:trainForest"), dark);
    await panel.changeTheme("dark");
    assert.equal(await panel.outline("step:trainForest"), dark);
    await panel.close();
  });

  test("at 200 % nothing is cut off and nothing scrolls sideways", async () => {
    const panel = await browser.open({ theme: "light", width: 500, height: 400, scale: 2 });
    await shown(panel);
    for (const view of ["Show as graph", "Show as list", "Show as timeline"]) {
      await panel.page.getByRole("button", { name: view }).click();
      const wide = await panel.page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
      assert.equal(wide, 0, view);
    }
    for (const name of ["Run", "Stop", "More", "Find a step"]) {
      const box = (await panel.page.getByRole("button", { name, exact: true }).boundingBox()) ?? assert.fail(name);
      assert.ok(box.x >= 0 && box.x + box.width <= 500, name);
    }
    await panel.picture("zoomed-light");
    await panel.close();
  });

  test("nothing turns for who wants less motion", async () => {
    const panel = await browser.open({ reducedMotion: true });
    await shown(panel);
    const moving = await panel.page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === "running").length);
    assert.equal(moving, 0);
    await panel.close();
  });
});
