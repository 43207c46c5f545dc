import type { Frame, Page } from "playwright-core";
import { patience, until } from "./until.ts";

/** A frame in which something is; the newest, where an editor and a view show the same. */
const frameWith = async (page: Page, selector: string): Promise<Frame | undefined> => {
  for (const frame of page.frames().toReversed()) {
    if (
      (await frame
        .locator(selector)
        .count()
        .catch(() => 0)) > 0
    )
      return frame;
  }
  return undefined;
};

const frameThatHas = async (page: Page, selector: string, what: string): Promise<Frame> => {
  const found = await until(
    () => frameWith(page, selector),
    (frame) => frame !== undefined,
    what,
  );
  if (found === undefined) throw new Error(what);
  return found;
};

/** The frame of the graph panel, once it shows steps. */
export const panelFrame = (page: Page): Promise<Frame> => frameThatHas(page, "dag-panel [role=treeitem]", "The graph panel shows no step");

/** Waits until the panel shows a step in a state, in the tree that stands beside the picture; `undefined` for one that has not run. */
export const panelShows = async (page: Page, step: string, status: string | undefined, text = ""): Promise<void> => {
  const state = status === undefined ? ":not([data-status])" : `[data-status="${status}"]`;
  const said = text === "" ? "" : `[aria-label*="${text}"]`;
  const row = `dag-panel [role=treeitem][data-node="step:${step}"]${state}${said}`;
  try {
    await frameThatHas(page, row, `The panel does not show ${step} ${status ?? "without a status"} ${text}`);
  } catch (error) {
    throw new Error(`${String(error)}\nIt shows:\n${await panelRows(page)}`, { cause: error });
  }
};

const panelRows = async (page: Page): Promise<string> => {
  const frame = await frameWith(page, "dag-panel");
  if (frame === undefined) return "no panel";
  const rows = await frame.locator("dag-panel [role=treeitem]").evaluateAll((all) => all.map((row) => row.ariaLabel ?? ""));
  return rows.length === 0 ? await frame.locator("dag-panel").innerText() : rows.join("\n");
};

/** Selects a step in the panel, as a click on its row does. */
export const selectInPanel = async (page: Page, step: string): Promise<Frame> => {
  const row = `dag-panel [role=treeitem][data-node="step:${step}"]`;
  const frame = await frameThatHas(page, row, `The panel has no ${step}`);
  await frame.locator(row).first().dispatchEvent("click", {}, { timeout: patience });
  return frame;
};

/** A double click on a step's card in the picture, with the pointer. */
export const doubleClickInPanel = async (page: Page, step: string): Promise<void> => {
  const { x, y } = await placeInPanel(page, step);
  await page.mouse.dblclick(x, y);
};

interface Stage extends HTMLElement {
  readonly viewport: { readonly zoom: number };
  pagePlace(node: string): { readonly x: number; readonly y: number };
}

/** Where the middle of a step's card is in the window, and how large things are drawn. */
const placeInPanel = async (page: Page, step: string): Promise<{ readonly x: number; readonly y: number; readonly zoom: number }> => {
  const stage = (await panelFrame(page)).locator("graph-stage");
  const around = await stage.boundingBox();
  const { x, y, zoom } = await stage.evaluate((element: Stage, node) => {
    const place = element.pagePlace(node);
    const { left, top } = element.getBoundingClientRect();
    return { x: place.x - left, y: place.y - top, zoom: element.viewport.zoom };
  }, `step:${step}`);
  return { x: (around?.x ?? 0) + x, y: (around?.y ?? 0) + y, zoom };
};

/** What is drawn at the left edge of a step's card, where a ring shows that the cursor is at its call. */
const edgeInPanel = async (page: Page, step: string): Promise<string> => {
  const { x, y, zoom } = await placeInPanel(page, step);
  const clip = { x: Math.round(x - 130 * zoom), y: Math.round(y) - 4, width: Math.round(50 * zoom), height: 8 };
  return (await page.screenshot({ clip, animations: "disabled" })).toString("base64");
};

/** Waits until the ring around one of these steps, and around no other, shows that the cursor is at it; around none for undefined. */
export const panelMarks = async (page: Page, plain: ReadonlyMap<string, string>, marked: string | undefined): Promise<void> => {
  await until(
    async () => {
      const found: string[] = [];
      for (const [step, edge] of plain) if ((await edgeInPanel(page, step)) !== edge) found.push(step);
      return found.join();
    },
    (found) => found === (marked ?? ""),
    `The panel does not mark ${marked ?? "nothing"}`,
  );
};

/** How steps look around which there is no ring. */
export const edgesInPanel = async (page: Page, steps: readonly string[]): Promise<ReadonlyMap<string, string>> => {
  const edges = new Map<string, string>();
  for (const step of steps) edges.set(step, await edgeInPanel(page, step));
  return edges;
};

/** Waits until a step's card says something. */
export const panelSays = async (page: Page, step: string, said: string | RegExp): Promise<void> => {
  const row = `dag-panel [role=treeitem][data-node="step:${step}"]`;
  await until(
    async () => (await (await frameWith(page, row))?.locator(row).first().getAttribute("aria-label", { timeout: 2000 })) ?? "",
    (label) => (typeof said === "string" ? label.includes(said) : said.test(label)),
    `The panel does not say of ${step}: ${String(said)}`,
  );
};
