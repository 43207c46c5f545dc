import type { FromPanel, ToPanel } from "../../src/runner/model/panel.ts";
import type { Host } from "../shared/host.ts";
import type { ViewState } from "./state/view-state.ts";

/** The extension host as the panel sees it. */
export type PanelHost = Host<{ readonly in: ToPanel; readonly out: FromPanel; readonly memory: ViewState }>;
