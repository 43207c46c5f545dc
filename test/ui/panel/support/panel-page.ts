import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import type { FromPanel, PanelSnapshot, StepDetails, ToPanel } from "../../../../src/runner/model/panel.ts";
import type { RunEvent } from "../../../../src/runner/model/events.ts";
import { root } from "../../../harness/checks.ts";
import { servePanel } from "./host-page.ts";
import type { ThemeName } from "./themes.ts";

declare global {
  interface Window {
    received: FromPanel[];
    onReceived?: () => void;
  }
}

const executable = (process.env.PATH ?? "")
  .split(delimiter)
  .map((folder) => join(folder, "chromium"))
  .find((file) => existsSync(file));

/** Why these tests cannot run here; false where they can. */
export const skip: string | false = executable === undefined ? "no chromium on the path" : false;

interface Options {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
}

/** Opens panels in one browser, and ends all of it. */
export class PanelBrowser {
  readonly #browser: Browser;
  readonly #server: Awaited<ReturnType<typeof servePanel>>;

  private constructor(browser: Browser, server: Awaited<ReturnType<typeof servePanel>>) {
    this.#browser = browser;
    this.#server = server;
  }

  static async start(): Promise<PanelBrowser> {
    const server = await servePanel();
    const flags = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking"];
    const args = [...flags, "--disable-component-update", "--disable-sync"];
    const browser = await chromium.launch({ ...(executable === undefined ? {} : { executablePath: executable }), args });
    return new PanelBrowser(browser, server);
  }

  /** A panel that has said `ready`. */
  async open({ theme = "dark", width = 1000, height = 640, reducedMotion = false }: Options = {}): Promise<PanelPage> {
    const context = await this.#browser.newContext({
      viewport: { width, height },
      reducedMotion: reducedMotion ? "reduce" : "no-preference",
    });
    const page = await context.newPage();
    const panel = new PanelPage(page);
    await page.goto(`${this.#server.address}/?theme=${theme}`);
    await panel.next("ready");
    return panel;
  }

  async close(): Promise<void> {
    await this.#browser.close();
    await this.#server.close();
  }
}

/** One panel, and the host that it talks to. */
export class PanelPage {
  readonly page: Page;
  /** What the browser itself complained about: refusals of the policy, errors, warnings. */
  readonly complaints: string[] = [];
  #seq = 0;
  #read = 0;

  constructor(page: Page) {
    this.page = page;
    page.on("console", (message) => this.complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => this.complaints.push(`error: ${error.message}`));
  }

  async post(message: ToPanel): Promise<void> {
    await this.page.evaluate((posted) => window.postMessage(JSON.parse(posted), "*"), JSON.stringify(message));
    // Messages are tasks in the page: the next one comes after it, and a frame after that everything is drawn.
    await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }

  async snapshot(snapshot: PanelSnapshot): Promise<void> {
    this.#seq += 1;
    await this.post({ type: "snapshot", seq: this.#seq, snapshot });
  }

  async events(...events: readonly RunEvent[]): Promise<void> {
    this.#seq += 1;
    await this.post({ type: "events", seq: this.#seq, events });
  }

  async details(details: StepDetails): Promise<void> {
    await this.post({ type: "details", details });
  }

  /** The numbers that were lost while the panel was hidden. */
  lose(count: number): void {
    this.#seq += count;
  }

  /** The next message of a type, in the order in which the panel sent them; those before it are passed over. */
  async next<T extends FromPanel["type"]>(type: T): Promise<Extract<FromPanel, { type: T }>> {
    const handle = await this.page.waitForFunction(
      ([wanted, from]) => {
        const index = window.received.findIndex((message, at) => at >= from && message.type === wanted);
        return index === -1 ? undefined : { index, message: window.received[index] };
      },
      [type, this.#read] as const,
      { timeout: 10_000 },
    );
    const found = await handle.jsonValue();
    if (found?.message?.type !== type) throw new Error(`The panel sent no ${type}.`);
    this.#read = found.index + 1;
    return found.message as Extract<FromPanel, { type: T }>;
  }

  /** All that the panel has sent, by type. */
  async sent(): Promise<readonly FromPanel[]> {
    return this.page.evaluate(() => window.received);
  }

  /** Loads the page again, as VS Code does when it is shown after it was hidden for long. */
  async reload(): Promise<void> {
    await this.page.reload();
    this.#read = 0;
    await this.next("ready");
  }

  /** The graph as text: a line a row of the tree, as a screen reader has it. */
  async tree(): Promise<readonly string[]> {
    return this.page
      .getByRole("treeitem")
      .evaluateAll((rows) => rows.map((row) => `${"  ".repeat(Number(row.ariaLevel) - 1)}${row.ariaLabel ?? ""}`));
  }

  /** Keeps a picture under `test-output/panel/`. */
  async picture(name: string): Promise<void> {
    const folder = join(root, "test-output", "panel");
    await mkdir(folder, { recursive: true });
    await this.page.screenshot({ path: join(folder, `${name}.png`) });
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
