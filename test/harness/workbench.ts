import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { globSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { TestContext } from "node:test";
import type { Page } from "playwright-core";
import { root } from "./checks.ts";
import { findChromium, startChromium } from "./chromium.ts";
import { startCodeServer } from "./code-server.ts";
import { installedExtensions } from "./vsix.ts";

export interface WorkbenchOptions {
  /** Files of the folder that is opened, by path. */
  readonly files?: Readonly<Record<string, string>>;
  /** Folders in the folder, which are opened instead of it, together. */
  readonly roots?: readonly string[];
  /** A folder to copy first. */
  readonly copyOf?: string;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly trust?: boolean;
  readonly env?: Readonly<Record<string, string>>;
  /** Folder of extensions; the one that has only ours where it is left out. */
  readonly extensions?: string;
  /** Folder of its pictures under `test-output/`. */
  readonly name: string;
}

/** A workbench with a folder open, in a browser. */
export interface Workbench {
  readonly page: Page;
  /** The folder that is open. */
  readonly folder: string;
  /** Environment of commands that are to share what is cached with the editor. */
  readonly env: Readonly<Record<string, string>>;
  /** Opens the same folder in one more window. */
  another(): Promise<Page>;
  /** What the extension wrote to its output. */
  log(): Promise<string>;
  /** What the browser has refused because of the policy of a page, in its words. */
  refusals(): readonly string[];
  /** Keeps a picture of the whole window under `test-output/`. */
  screenshot(name: string): Promise<void>;
}

/**
 * Opens a workbench, and waits until it is there. It ends with the test; of one that failed it keeps a picture, and says what the
 * extension wrote to its output.
 */
export const openWorkbench = async (
  test: TestContext,
  { files = {}, roots, copyOf, settings = {}, trust = false, env = {}, extensions, name }: WorkbenchOptions,
): Promise<Workbench> => {
  const home = await realpath(await mkdtemp(path.join(tmpdir(), "stepwright-ui-")));
  const folder = path.join(home, "workspace");
  const userData = path.join(home, "user");
  const environment = { ...env, STEPWRIGHT_CACHE_DIR: path.join(home, "cache") };
  await mkdir(folder);
  if (copyOf !== undefined) await cp(copyOf, folder, { recursive: true, filter: (file) => path.basename(file) !== ".stepwright" });
  for (const [file, text] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), text);
  }
  await mkdir(path.join(userData, "User"), { recursive: true });
  await writeFile(path.join(userData, "User", "settings.json"), JSON.stringify(settings));

  const several = path.join(home, "several.code-workspace");
  if (roots !== undefined) await writeFile(several, JSON.stringify({ folders: roots.map((root) => ({ path: path.join(folder, root) })) }));

  /** What is to be done in the end, the last first. */
  const ends: (() => Promise<void>)[] = [];
  test.after(async () => {
    for (const end of ends.reverse()) await end();
    // What a run started may write for a moment after it was told to end.
    await rm(home, { recursive: true, force: true, maxRetries: 15, retryDelay: 100 });
  });
  const executable = findChromium();
  if (executable === undefined) throw new Error("There is no chromium.");
  const serving = startCodeServer({
    folder: roots === undefined ? folder : several,
    userData,
    extensions: extensions ?? installedExtensions(),
    trust,
    env: environment,
  }).then((started) => {
    ends.push(() => started.stop());
    return started;
  });
  const browsing = startChromium(executable).then((started) => {
    ends.push(() => started.close());
    return started;
  });
  // Of two that start at once, one that fails must not leave the other behind.
  await Promise.allSettled([serving, browsing]);
  const [server, browser] = await Promise.all([serving, browsing]);
  const context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
  // A machine that others use as well may take its time; a test that passes waits no longer for it.
  context.setDefaultTimeout(90_000);
  const refusals: string[] = [];
  context.on("console", (message) => {
    if (/Content Security Policy/i.test(message.text())) refusals.push(`${message.text()} ${message.location().url}`);
  });
  const page = await context.newPage();
  const output = path.join(root, "test-output", name);
  await mkdir(output, { recursive: true });
  const bench: Workbench = {
    page,
    folder,
    env: environment,
    another: async () => {
      const second = await context.newPage();
      await second.goto(server.address);
      await second.locator(".monaco-workbench").waitFor({ timeout: 180_000 });
      return second;
    },
    log: async () => {
      const logs = globSync("data/logs/**/*Stepwright*.log", { cwd: userData }).concat(globSync("**/*Stepwright*.log", { cwd: userData }));
      return (await Promise.all([...new Set(logs)].map((file) => readFile(path.join(userData, file), "utf8")))).join("\n");
    },
    refusals: () => refusals,
    screenshot: async (picture) => {
      // What fades in is there.
      await page.screenshot({ path: path.join(output, `${picture}.png`), animations: "disabled" });
    },
  };
  ends.push(async () => {
    if (!hasPassed(test)) await tell(test, bench);
  });
  await page.goto(server.address);
  await page.locator(".monaco-workbench").waitFor({ timeout: 180_000 });
  return bench;
};

/** Node tells it to what runs after a test; its types do not know yet. */
const hasPassed = (test: TestContext): boolean => "passed" in test && test.passed === true;

/** Says of a test that failed what can still be seen. */
const tell = async (test: TestContext, bench: Workbench): Promise<void> => {
  const { page } = bench;
  await bench.screenshot("failed").catch(() => undefined);
  const toasts = await page
    .locator(".notification-toast")
    .allInnerTexts()
    .catch(() => []);
  test.diagnostic(`Messages in sight: ${JSON.stringify(toasts)}`);
  test.diagnostic(`The extension wrote:\n${(await bench.log().catch(String)).split("\n").slice(-60).join("\n")}`);
};
