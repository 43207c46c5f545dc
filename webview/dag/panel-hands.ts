import { pngOf, svgOf } from "./export/picture.ts";
import { groupsOf } from "./graph/groups.ts";
import type { PanelHands } from "./menus.ts";
import type { Panel } from "./panel.ts";
import { showMore } from "./show-more.ts";

/** What menus and buttons can do to the panel. */
export function handsOf(panel: Panel): PanelHands {
  const stage = () => panel.parts.stage();
  /** What is placed anew is shown as a whole again. */
  const andFit = (): void => void requestAnimationFrame(() => stage()?.fit());
  return {
    send: (message) => panel.send(message),
    fit: () => stage()?.fit(),
    zoomBy: (factor) => stage()?.zoomBy(factor),
    setDirection: (direction) => {
      panel.changeView({ ...panel.view, direction });
      andFit();
    },
    setArtifacts: (showArtifacts) => {
      panel.changeView({ ...panel.view, showArtifacts });
      andFit();
    },
    setMinimap: (showMinimap) => panel.changeView({ ...panel.view, showMinimap }),
    setDetails: (showDetails) => panel.changeView({ ...panel.view, showDetails }),
    setPlan: (show) => panel.showPlan(show),
    setNeighbourhood: (neighbourhood, anchor = panel.selectedStep ?? panel.memory.anchor) => {
      panel.changeMemory({ neighbourhood, anchor, opened: [] });
      andFit();
    },
    showMore: (node, side) => showMore(panel, node, side),
    closeAllGroups: (closed) => {
      panel.changeMemory({ closed: closed && panel.state.graph !== undefined ? [...groupsOf(panel.state.graph)] : [] });
      andFit();
    },
    toggleGroup: (group) => panel.toggleGroup(group),
    zoomTo: (node) => stage()?.reveal(node, true),
    exportAs: (format) => {
      const { scene, theme, state } = panel;
      if (scene === undefined || state.graph === undefined) return;
      const name = state.graph.pipeline;
      if (format === "svg") panel.send({ type: "export", format, name, text: svgOf(scene, theme, name) });
      else panel.send({ type: "export", format, name, base64: pngOf(scene, theme) });
    },
  };
}
