import { cp, mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { globSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { root } from "./checks.ts";
import { findChromium, startChromium } from "./chromium.ts";
import { startCodeServer, type CodeServer } from "./code-server.ts";
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
  /** Nothing is kept of what the page looks like when it fails. */
  readonly name: string;
}

/** A workbench with a folder open, in a browser. Whoever starts it writes `await using`. */
export interface Workbench extends AsyncDisposable {
  readonly page: Page;
  /** The folder that is open. */
  readonly folder: string;
  /** Environment of commands that are to share what is cached with the editor. */
  readonly env: Readonly<Record<string, string>>;
  /** What the extension wrote to its output. */
  log(): Promise<string>;
  /** Keeps a picture of the whole window under `test-output/`. */
  screenshot(name: string): Promise<void>;
}

/** Opens a workbench, and waits until it is there. */
export const openWorkbench = async ({
  files = {},
  roots,
  copyOf,
  settings = {},
  trust = false,
  env = {},
  extensions,
  name,
}: WorkbenchOptions): Promise<Workbench> => {
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

  let server: CodeServer | undefined;
  let browser: Browser | undefined;
  let context: BrowserContext | undefined;
  const end = async (): Promise<void> => {
    await context?.close();
    await browser?.close();
    await server?.stop();
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  };
  try {
    server = await startCodeServer({
      folder: roots === undefined ? folder : several,
      userData,
      extensions: extensions ?? installedExtensions(),
      trust,
      env: environment,
    });
    const executable = findChromium();
    if (executable === undefined) throw new Error("There is no chromium.");
    browser = await startChromium(executable);
    context = await browser.newContext({ viewport: { width: 1400, height: 900 } });
    const page = await context.newPage();
    await page.goto(server.address);
    // On a busy machine the first page of a new server takes its time.
    await page.locator(".monaco-workbench").waitFor({ timeout: 120_000 });
    const output = path.join(root, "test-output", name);
    await mkdir(output, { recursive: true });
    return {
      page,
      folder,
      env: environment,
      log: async () => {
        const logs = globSync("data/logs/**/*Stepwright*.log", { cwd: userData }).concat(
          globSync("**/*Stepwright*.log", { cwd: userData }),
        );
        return (await Promise.all([...new Set(logs)].map((file) => readFile(path.join(userData, file), "utf8")))).join("\n");
      },
      screenshot: async (picture) => {
        await page.screenshot({ path: path.join(output, `${picture}.png`) });
      },
      [Symbol.asyncDispose]: end,
    };
  } catch (error) {
    await end();
    throw error;
  }
};
