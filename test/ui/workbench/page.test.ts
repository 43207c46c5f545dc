import assert from "node:assert/strict";
import { once } from "node:events";
import { readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import path from "node:path";
import { describe, it, type TestContext } from "node:test";
import type { Page } from "playwright-core";
import { missingForWorkbench } from "../../harness/workbench-parts.ts";
import { openWorkbench } from "../../harness/workbench.ts";
import { contentFiles } from "../../runner/support/store-files.ts";
import { clickInHover, cursorAt, hoverOver, lens, openContainer, openFile, runCommand, showGraph } from "./support/actions.ts";
import { pageFrame } from "./support/page.ts";
import { panelFrame, panelShows, selectInPanel } from "./support/panel.ts";
import { quickInput } from "./support/quick-input.ts";
import { pictures } from "./support/themes.ts";
import { inline, treeBecomes } from "./support/tree.ts";
import { until } from "./support/until.ts";

const skip = missingForWorkbench();

/** A page that tries all that a page of a stranger may try, and has a style and a picture of its own. */
const hostile = (elsewhere: string): string => `<html><head>
<style>@import "${elsewhere}/import.css"; h1 { color: rgb(1, 2, 3); background: url("${elsewhere}/background.png"); }</style>
<link rel="stylesheet" href="${elsewhere}/style.css"><link rel="preconnect" href="${elsewhere}"><link rel="prefetch" href="${elsewhere}/prefetch">
<base href="${elsewhere}/"><meta http-equiv="refresh" content="0; url=${elsewhere}/refresh"></head>
<body onload="document.body.dataset.ran = 'yes'"><h1 id="report">Accuracy</h1>
<p><img id="own" alt="a dot" src="data:image/gif;base64,R0lGODlhAQABAIAAAP8AAAAAACH5BAAAAAAALAAAAAABAAEAAAICRAEAOw=="></p>
<script>document.body.dataset.ran = "yes"; fetch("${elsewhere}/fetch");</script>
<img alt="" src="${elsewhere}/picture.png" onerror="document.body.dataset.ran = 'yes'">
<iframe src="${elsewhere}/frame"></iframe><object data="${elsewhere}/object"></object>
<form action="${elsewhere}/form"><button id="send">Send</button></form>
<p><a id="away" href="${elsewhere}/away">away</a> <a id="top" target="_top" href="${elsewhere}/top">top</a>
<a id="code" href="javascript:document.body.dataset.ran = 'yes'">code</a> <a id="down" href="#end">end</a></p>
<table><tr><th>model</th><th>accuracy</th></tr><tr><td>forest</td><td>0.96</td></tr><tr><td>line</td><td>0.91</td></tr></table>
<p id="end">The end</p></body></html>`;

/** A server that keeps what is asked of it, connections without a question as well. */
const startServer = async (context: TestContext): Promise<{ readonly address: string; readonly asked: string[] }> => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? "");
    response.setHeader("access-control-allow-origin", "*").end();
  });
  server.on("connection", () => asked.push("connection"));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  context.after(() => {
    server.closeAllConnections();
    server.close();
  });
  return { address: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, asked };
};

/** Opens the page of a step from the hover of its call. */
const showPage = async (page: Page, step: string): Promise<void> => {
  await hoverOver(page, "export const publish", step, /Show page/);
  await clickInHover(page, "Show page");
};

/** The words that stand there in place of a page. */
const saysInstead = async (page: Page, step: string, words: RegExp): Promise<void> => {
  await runCommand(page, "View: Close All Editors");
  await openFile(page, "report.ts");
  await showPage(page, step);
  await until(
    async () => {
      const lines = page.frames().map((frame) => frame.locator("body > p:only-child").allInnerTexts());
      return (await Promise.allSettled(lines)).flatMap((line) => (line.status === "fulfilled" ? line.value : []));
    },
    (lines) => lines.some((line) => words.test(line)),
    `It is not said: ${String(words)}`,
  );
};

describe("a page that a step has made", { skip: skip ?? false }, () => {
  it("is shown with its style, and nothing in it runs, loads or leads away", async (context) => {
    const { address, asked } = await startServer(context);
    const files = {
      "report.ts": `import { html, pipeline, step } from "stepwright";
import { readFileSync } from "node:fs";

export const report = step(() => html\`\${readFileSync("page.txt", "utf8")}\`);
export const publish = pipeline(() => [report(), manual()]);
export const manual = step(() => html\`\${"<p>a long page</p>".repeat(300_000)}\`);
`,
      "tidy.ts": `import { pipeline, step } from "stepwright";

export const sweep = step(() => ({ dust: { left: [1, 2], right: "none" } }));
export const tidy = pipeline(() => sweep());
`,
      "page.txt": hostile(address),
      "package.json": '{ "type": "module" }',
    };
    const bench = await openWorkbench(context, { name: "page", files });
    const { page } = bench;
    await openFile(page, "report.ts");
    await showGraph(page);
    await panelShows(page, "report", undefined);
    await lens(page, /Run$/).first().click();
    await panelShows(page, "report", "completed");

    // From the hover of the call, which has the words of the page and the name of its language.
    await hoverOver(
      page,
      "export const publish",
      "report",
      /report html · [^]*Accuracy Send away top code end model accuracy forest 0\.96/,
    );
    await bench.screenshot("hover");
    await showPage(page, "report");
    const tab = page.locator('.tab[data-resource-name="report.output@1.html"]');
    const frame = await pageFrame(page);
    const heading = frame.locator("#report");
    assert.equal(await heading.evaluate((element) => getComputedStyle(element).color), "rgb(1, 2, 3)");
    assert.equal(await frame.locator("#own").evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth), 1);
    for (const id of ["send", "away", "top", "code", "down"]) await frame.locator(`#${id}`).click();
    // What is pressed in the page stays in it, as no script hands it on: the line above it is the way out.
    await heading.click();
    await page.keyboard.press("F1");
    await page.keyboard.press("Shift+Tab");
    const line = frame.parentFrame()?.locator("p:focus") ?? assert.fail("no document around the page");
    await line.filter({ hasText: "publish::report::output · version 1 · publish" }).waitFor();
    assert.equal(await quickInput(page).count(), 0);
    await page.keyboard.press("F1");
    await quickInput(page).waitFor();
    await page.keyboard.press("Escape");
    await tab.click();
    await pictures(bench, "page");
    // It is where it was, in a window that is where it was.
    assert.equal(await (await pageFrame(page)).locator("body").getAttribute("data-ran"), null);
    assert.equal(await heading.innerText(), "Accuracy");

    // From the details of the step, and from the row of the artifact: it has one tab.
    await openFile(page, "tidy.ts");
    // The panel follows the editor.
    await panelShows(page, "sweep", undefined);
    await openFile(page, "report.ts");
    await panelShows(page, "report", "completed");
    await selectInPanel(page, "report");
    const panel = await panelFrame(page);
    await panel.getByRole("button", { name: "as a page" }).click();
    await tab.and(page.locator(".active")).waitFor();
    await panel.locator('dag-panel [role=treeitem][data-node="step:report"]').first().dispatchEvent("dblclick");
    await cursorAt(page, 5);
    await openContainer(page, "Stepwright");
    await treeBecomes(page, "Artifacts", /^report$/m);
    await page
      .locator('.pane:has(.pane-header[aria-label*="Artifacts"]) .monaco-list-row', { hasText: "report" })
      .filter({ hasText: "publish · text" })
      .first()
      .click();
    await inline(page, "Artifacts", "@1", "Show Page");
    await tab.and(page.locator(".active")).waitFor();
    assert.equal(await tab.count(), 1);

    // It comes back with the window. What cannot be shown is said in words, and is left where it is.
    await page.reload();
    await tab.click();
    await pageFrame(page);
    await saysInstead(page, "manual", /This page is 5\.4 MB, and pages up to 4\.2 MB are shown/);
    await bench.screenshot("too-large");
    const [file] = await contentFiles(path.join(bench.folder, ".stepwright"), (text) => text.includes("Accuracy"));
    assert.ok(file);
    await writeFile(file, "<h1>Another page</h1>");
    await saysInstead(page, "report", /missing or damaged/);
    await bench.screenshot("damaged");
    assert.equal(await readFile(file, "utf8"), "<h1>Another page</h1>");
    await rm(file);
    await saysInstead(page, "report", /missing or damaged/);

    // What it asked for before would be there by now.
    await fetch(`${address}/control`);
    assert.deepEqual(asked, ["connection", "/control"]);
    assert.doesNotMatch(await bench.log(), /\[error\]/);
  });
});
