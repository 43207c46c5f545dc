import { isAbsolute, join } from "node:path";
import * as vscode from "vscode";
import type { Failure } from "../../runner/model/failure.ts";
import type { RunRecord } from "../../runner/model/record.ts";
import { commands } from "../ids.ts";
import { boxText, duration, unmarked } from "../texts.ts";
import { showPlace } from "./show-place.ts";
import type { RunEnd, StartedRun } from "./run-manager.ts";

/** A run that took longer is told when it ends well, in milliseconds; the person may be elsewhere by then. */
const long = 60_000;

/** Tells the person why what they asked for cannot be done. */
export const showFailure = (failure: Failure): void => void vscode.window.showErrorMessage(boxText(failure));

/** What the person is told when a run that was started here has ended: one message, or none. */
export const tellEnd = async (started: StartedRun, end: RunEnd): Promise<void> => {
  const { name } = started.target;
  switch (end.kind) {
    case "finished":
      if (end.run.status === "failed")
        await tellFailure(started, vscode.l10n.t("{0} failed: {1}", name, unmarked(failedText(end.run))), errorOf(end.run));
      else if (end.run.status === "completed" && Date.now() - started.startedAt > long) await tellLongRun(started, end.run);
      return;
    case "refused":
      if (end.error.code !== "SW3008")
        await tellFailure(started, vscode.l10n.t("{0} could not run: {1}", name, boxText(end.error)), end.error);
      return;
    case "ended": {
      const text = vscode.l10n.t(
        "{0} was interrupted: its process was ended from outside ({1}). What had finished is kept.",
        name,
        end.how,
      );
      if (!end.asked) await tellFailure(started, text, undefined);
      return;
    }
    default:
      end satisfies never;
  }
};

const tellFailure = async (started: StartedRun, text: string, error: Failure | undefined): Promise<void> => {
  const log = vscode.l10n.t("Show Log");
  const go = vscode.l10n.t("Go to Line");
  const place = error?.at;
  const chosen = await vscode.window.showErrorMessage(text, ...(place === undefined ? [log] : [log, go]));
  if (chosen === log) await vscode.commands.executeCommand(commands.showLog, started);
  if (chosen === go && place !== undefined) {
    const file = isAbsolute(place.file) ? place.file : join(started.target.folder, place.file);
    await showPlace(vscode.Uri.file(file), place.line, place.column);
  }
};

const tellLongRun = async (started: StartedRun, run: RunRecord): Promise<void> => {
  const show = vscode.l10n.t("Show Graph");
  const took = duration(Date.now() - started.startedAt);
  const chosen = await vscode.window.showInformationMessage(vscode.l10n.t("{0} completed in {1}.", started.target.name, took), show);
  if (chosen === show) await vscode.commands.executeCommand(commands.showRun, { folder: started.target.folder, run });
};

const failedText = (run: RunRecord): string => {
  const failed = Object.entries(run.steps).find(([, { status }]) => status === "failed");
  const text = (failed?.[1].error ?? run.error)?.message ?? "";
  return failed === undefined || text.includes(`\`${failed[0]}\``) ? text : vscode.l10n.t("the step {0}: {1}", failed[0], text);
};

/** The error of the step that failed first says more than that a step failed. */
const errorOf = (run: RunRecord): Failure | undefined =>
  Object.values(run.steps).find(({ status }) => status === "failed")?.error ?? run.error;
