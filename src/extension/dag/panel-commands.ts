import * as vscode from "vscode";
import type { PanelCommand } from "../../runner/model/panel.ts";
import { panelCommands } from "../ids.ts";
import type { Panels } from "./panels.ts";

/** What each command asks of the panel. */
const asked: Readonly<Record<keyof typeof panelCommands, PanelCommand>> = {
  graphFit: "fit",
  graphZoomIn: "zoomIn",
  graphZoomOut: "zoomOut",
  graphFind: "find",
  graphShowGraph: "showGraph",
  graphShowList: "showList",
  graphShowTimeline: "showTimeline",
  graphExportSvg: "exportSvg",
  graphExportPng: "exportPng",
};

/** Commands that do what the panel's own controls do. */
export const registerPanelCommands = (panels: Panels): vscode.Disposable =>
  vscode.Disposable.from(
    ...(Object.keys(asked) as (keyof typeof asked)[]).map((name) =>
      vscode.commands.registerCommand(panelCommands[name], async () => {
        await panels.revealAny();
        panels.perform(asked[name]);
      }),
    ),
  );
