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

/** Waits until a step's card says something. */
export const panelSays = async (page: Page, step: string, said: string | RegExp): Promise<void> => {
  const row = `dag-panel [role=treeitem][data-node="step:${step}"]`;
  await until(
    async () => (await (await frameWith(page, row))?.locator(row).first().getAttribute("aria-label", { timeout: 2000 })) ?? "",
    (label) => (typeof said === "string" ? label.includes(said) : said.test(label)),
    `The panel does not say of ${step}: ${String(said)}`,
  );
};
