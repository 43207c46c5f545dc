import type { PanelCommand } from "../../src/runner/model/panel.ts";
import type { PanelKey } from "./panel-keys.ts";
import type { ToolbarAsk } from "./panel-toolbar.ts";
import type { Panel } from "./panel.ts";
import type { ViewKind } from "./state/view-state.ts";

/** Does what a command of the host asks for. */
export function perform(panel: Panel, command: PanelCommand): void {
  switch (command) {
    case "fit":
    case "zoomIn":
    case "zoomOut":
    case "find":
      press(panel, command);
      return;
    case "showGraph":
      show(panel, "graph");
      return;
    case "showList":
      show(panel, "list");
      return;
    case "showTimeline":
      show(panel, "timeline");
      return;
    case "exportSvg":
      panel.hands.exportAs("svg");
      return;
    case "exportPng":
      panel.hands.exportAs("png");
      return;
    default:
      command satisfies never;
  }
}

/** Does what a button of the bar asks for. */
export function answer(panel: Panel, ask: ToolbarAsk): void {
  const { snapshot, run } = panel.state;
  switch (ask.kind) {
    case "pipeline":
      if (ask.id !== snapshot?.pipeline) panel.send({ type: "choosePipeline", pipeline: ask.id });
      return;
    case "run":
      if (ask.id !== run?.id) panel.send({ type: "chooseRun", ...(ask.id === undefined ? {} : { run: ask.id }) });
      return;
    case "view":
      show(panel, ask.view);
      return;
    case "act":
      panel.send({ type: "act", action: ask.action });
      return;
    case "find":
      if (panel.search === undefined) panel.openSearch();
      else panel.closeSearch();
      return;
    case "menu":
      panel.panelMenu(ask, ask.from);
      return;
    default:
      ask satisfies never;
  }
}

/** Shows the same steps in another way, with the one that is selected in sight. */
function show(panel: Panel, view: ViewKind): void {
  panel.changeView({ ...panel.view, view });
  if (panel.selectedNode?.kind === "step") panel.selectStep(panel.selectedNode.step.id);
}

const pans = { left: { x: -0.2, y: 0 }, right: { x: 0.2, y: 0 }, up: { x: 0, y: -0.2 }, down: { x: 0, y: 0.2 } };

/** Does what a key means, and says whether it meant something. */
export function press(panel: Panel, key: PanelKey): boolean {
  if (panel.scene === undefined && key !== "close") return false;
  switch (key) {
    case "fit":
    case "zoomIn":
    case "zoomOut":
    case "left":
    case "right":
    case "up":
    case "down":
      return pressOnPlane(panel, key);
    case "find":
      panel.openSearch();
      return true;
    case "findNext":
    case "findPrevious":
      panel.findNext(key === "findNext" ? 1 : -1);
      return panel.search !== undefined;
    case "close":
      return close(panel);
    default:
      return key satisfies never;
  }
}

function pressOnPlane(panel: Panel, key: "fit" | "zoomIn" | "zoomOut" | keyof typeof pans): boolean {
  const stage = panel.parts.stage();
  if (stage === null) return false;
  if (key === "fit") stage.fit();
  else if (key === "zoomIn" || key === "zoomOut") stage.zoomBy(key === "zoomIn" ? 1.25 : 0.8);
  else stage.panBy(pans[key]);
  return true;
}

/** Escape closes the search first, and then lets go of what is selected. */
function close(panel: Panel): boolean {
  if (panel.search !== undefined) {
    panel.closeSearch();
    return true;
  }
  if (panel.selected === undefined) return false;
  panel.select(undefined);
  panel.parts.focusGraph();
  return true;
}
