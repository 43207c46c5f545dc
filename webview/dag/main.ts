import { Host } from "../shared/host.ts";
import { takeTexts } from "../shared/texts.ts";
import { registerControls } from "../shared/toolkit.ts";
import { GraphStage } from "./canvas/graph-stage.ts";
import { MiniMap } from "./canvas/mini-map.ts";
import { DagPanel } from "./dag-panel.ts";
import { DetailsPane } from "./details/details-pane.ts";
import { PopupMenu } from "./menu.ts";
import { PanelToolbar } from "./panel-toolbar.ts";
import { SearchBar } from "./search-bar.ts";
import type { PanelHost } from "./panel-host.ts";
import { RunTimeline } from "./timeline/run-timeline.ts";
import { StepTree } from "./tree/step-tree.ts";
import "./dag.css";

declare global {
  interface HTMLElementTagNameMap {
    "graph-stage": GraphStage;
    "mini-map": MiniMap;
    "popup-menu": PopupMenu;
    "search-bar": SearchBar;
    "step-tree": StepTree;
  }
}

registerControls();
customElements.define("graph-stage", GraphStage);
customElements.define("mini-map", MiniMap);
customElements.define("details-pane", DetailsPane);
customElements.define("popup-menu", PopupMenu);
customElements.define("panel-toolbar", PanelToolbar);
customElements.define("search-bar", SearchBar);
customElements.define("run-timeline", RunTimeline);
customElements.define("step-tree", StepTree);
customElements.define("dag-panel", DagPanel);

const host: PanelHost = new Host();
const report = (error: unknown): void =>
  host.send({
    type: "error",
    message: error instanceof Error ? error.message : String(error),
    ...(error instanceof Error && error.stack !== undefined ? { stack: error.stack } : {}),
  });
window.addEventListener("error", ({ error, message }: ErrorEvent) => report(error ?? message));
window.addEventListener("unhandledrejection", ({ reason }) => report(reason));

takeTexts();
const panel = new DagPanel();
document.body.append(panel);
panel.start(host);
