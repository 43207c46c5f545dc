import * as vscode from "vscode";
import type { Replay } from "../../runner/model/replay.ts";
import type { ServiceClient } from "../service/service-client.ts";
import type { Definitions } from "../workspace/definitions.ts";
import { showFailure } from "./messages.ts";
import type { RunManager } from "./run-manager.ts";
import type { Panels } from "../dag/panels.ts";

interface ReplayServices {
  readonly client: ServiceClient;
  readonly definitions: Definitions;
  readonly manager: RunManager;
  readonly panels: Panels;
}

/** Goes on from a run: resumes it, runs from one of its steps on, or that step alone. Where it cannot be, the person is told why. */
export const replayRun = async (
  { client, definitions, manager, panels }: ReplayServices,
  { folder, run }: { readonly folder: string; readonly run: string },
  replay: Replay,
): Promise<void> => {
  const [asked, before] = await Promise.all([client.ask("replay", { folder, run, replay }), client.ask("trackedRun", { folder, run })]);
  if (!asked.ok) {
    showFailure(asked.error);
    return;
  }
  const target = before.ok ? definitions.find(folder, before.value.identity) : undefined;
  if (target === undefined) {
    void vscode.window.showErrorMessage(vscode.l10n.t("The pipeline of this run is no longer in the sources, so it cannot go on."));
    return;
  }
  const started = await manager.start(target, { request: asked.value });
  // A step alone is a run of its own, and not one of the pipeline.
  if (started !== undefined && replay.kind !== "only") panels.showIfOpen(target);
};
