import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { chromium, type Browser, type Page } from "playwright-core";
import type { FromPanel, PanelSnapshot, StepDetails, ToPanel } from "../../../../src/runner/model/panel.ts";
import type { RunEvent } from "../../../../src/runner/model/events.ts";
import { root } from "../../../harness/checks.ts";
import { servePanel } from "./host-page.ts";
import { bodyClasses, fonts, themes, type ThemeName } from "./themes.ts";

declare global {
  interface Window {
    received: FromPanel[];
    measuring?: boolean;
  }
}

const executable = (process.env.PATH ?? "")
  .split(delimiter)
  .map((folder) => join(folder, "chromium"))
  .find((file) => existsSync(file));

/** Why these tests cannot run here; false where they can. */
export const skip: string | false = executable === undefined ? "no chromium on the path" : false;

/** What a test may ask of the plane. */
interface Stage extends HTMLElement {
  pagePlace(node: string): { readonly x: number; readonly y: number };
  readonly viewport: { readonly zoom: number; readonly x: number; readonly y: number };
}

/** A text on a canvas: where its baseline begins in the page, and the size of its letters, in pixels. */
interface Written {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
}

interface Options {
  readonly theme?: ThemeName;
  readonly width?: number;
  readonly height?: number;
  readonly reducedMotion?: boolean;
  /** Pixels of the screen for one of the page. */
  readonly scale?: number;
  /** The page's clock stands at this moment and is moved by the test, milliseconds since 1970. */
  readonly clock?: number;
  /** The person speaks another language: see `pseudoTexts`. */
  readonly translated?: boolean;
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
  async open({
    theme = "dark",
    width = 1000,
    height = 640,
    reducedMotion = false,
    scale = 1,
    clock,
    translated = false,
  }: Options = {}): Promise<PanelPage> {
    const context = await this.#browser.newContext({
      viewport: { width, height },
      deviceScaleFactor: scale,
      reducedMotion: reducedMotion ? "reduce" : "no-preference",
    });
    context.setDefaultTimeout(60_000);
    const page = await context.newPage();
    if (clock !== undefined) await page.clock.install({ time: clock });
    const panel = new PanelPage(page, theme, clock !== undefined);
    await page.goto(`${this.#server.address}/?theme=${theme}${translated ? "&translated" : ""}`);
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

  readonly #theme: ThemeName;
  readonly #clockStands: boolean;

  constructor(page: Page, theme: ThemeName, clockStands: boolean) {
    this.page = page;
    this.#theme = theme;
    this.#clockStands = clockStands;
    page.on("console", (message) => this.complaints.push(`${message.type()}: ${message.text()}`));
    page.on("pageerror", (error) => this.complaints.push(`error: ${error.message}`));
  }

  async post(message: ToPanel): Promise<void> {
    await this.page.evaluate((posted) => window.postMessage(JSON.parse(posted), "*"), JSON.stringify(message));
    await this.#settled();
  }

  /** Messages are tasks in the page: the next one comes after it, and a frame after that everything is drawn and where it stays. */
  async #settled(): Promise<void> {
    if (this.#clockStands) await this.page.clock.runFor(100);
    else await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
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
      { timeout: 60_000 },
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

  /** What VS Code does when the person chooses another theme. */
  async changeTheme(theme: ThemeName): Promise<void> {
    await this.page.evaluate(
      ([variables, classes, name]) => {
        const { style } = document.documentElement;
        for (const old of [...style]) style.removeProperty(old);
        for (const [variable, value] of Object.entries(variables)) style.setProperty(variable, value);
        document.body.className = classes;
        document.body.dataset["vscodeThemeId"] = name;
      },
      [{ ...themes[theme], ...fonts }, bodyClasses[theme], theme] as const,
    );
    await this.page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))));
  }

  /** Loads the page again, as VS Code does when it is shown after it was hidden for long. */
  async reload(): Promise<void> {
    await this.page.reload();
    this.#read = 0;
    await this.next("ready");
  }

  /** From now on notes each task of the page that takes longer than 50 ms, as `posted`. */
  async measure(): Promise<void> {
    await this.page.evaluate(() => {
      performance.clearMeasures("posted");
      if (window.measuring === true) return;
      window.measuring = true;
      new PerformanceObserver((list) => {
        for (const { startTime, duration } of list.getEntries()) performance.measure("posted", { start: startTime, duration });
      }).observe({ type: "longtask" });
    });
  }

  /** The middle of a node on the screen. `node` is its id in the graph: `step:load`. */
  async place(node: string): Promise<{ readonly x: number; readonly y: number }> {
    await this.#settled();
    const place = await this.page.locator("graph-stage").evaluate((stage: Stage, id) => stage.pagePlace(id), node);
    return { x: Math.round(place.x), y: Math.round(place.y) };
  }

  /** All texts that can be read on the cards now. */
  async written(): Promise<readonly Written[]> {
    return this.page.locator(".stage-above").evaluate((canvas: HTMLElement & { readonly written?: readonly Written[] }) => {
      const { left, top } = canvas.getBoundingClientRect();
      return (canvas.written ?? []).map(({ x, y, ...rest }) => ({ ...rest, x: x + left, y: y + top }));
    });
  }

  /** Where the plane has been moved to. */
  async viewport(): Promise<{ readonly zoom: number; readonly x: number; readonly y: number }> {
    return this.page.locator("graph-stage").evaluate((stage: Stage) => stage.viewport);
  }

  /**
   * The strongest colour at the left edge of a card with a short name, as it is on the screen: its outline, or what is drawn around it.
   */
  async outline(node: string): Promise<string> {
    const { x, y } = await this.place(node);
    const { zoom } = await this.viewport();
    const picture = await this.page.screenshot({ clip: { x: Math.round(x - 96 * zoom) - 6, y: y - 4, width: 10, height: 8 } });
    return this.page.evaluate(async (data) => {
      const image = new Image();
      image.src = `data:image/png;base64,${data}`;
      await image.decode();
      const context = document.createElement("canvas").getContext("2d");
      if (context === null) return "";
      context.drawImage(image, 0, 0);
      const { data: bytes } = context.getImageData(0, 0, 10, 8);
      const pixels = Array.from({ length: 80 }, (_, index) => [...bytes.slice(index * 4, index * 4 + 3)]);
      const strength = (pixel: readonly number[]): number => Math.max(...pixel) - Math.min(...pixel);
      return pixels.reduce((strongest, pixel) => (strength(pixel) > strength(strongest) ? pixel : strongest)).join(",");
    }, picture.toString("base64"));
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

  /** Keeps such a picture in the dark, the light and a theme of high contrast, whose names it ends with, and goes back to the theme it had. */
  async pictures(name: string): Promise<void> {
    for (const theme of ["dark", "light", "hc-dark"] as const) {
      await this.changeTheme(theme);
      await this.picture(`${name}-${theme}`);
    }
    await this.changeTheme(this.#theme);
  }

  async close(): Promise<void> {
    await this.page.context().close();
  }
}
