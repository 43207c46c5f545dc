import { basename } from "node:path";
import * as vscode from "vscode";
import type { Failure } from "../runner/model/failure.ts";
import type { RunStatus, StepStatus } from "../runner/model/status.ts";

/** Words and icons of runs and steps, the same everywhere. */

/** The name of a folder where several are open, whose pipelines and artifacts may have the same names; undefined where it goes without saying. */
export const folderName = (folder: string): string | undefined =>
  (vscode.workspace.workspaceFolders ?? []).length > 1 ? basename(folder) : undefined;

/** `820 ms`, `1.2 s`, `3 min 20 s`, `2 h 5 min`. */
export const duration = (milliseconds: number): string => {
  const ms = Math.max(0, Math.round(milliseconds));
  if (ms < 1000) return `${String(ms)} ms`;
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  const seconds = Math.round(ms / 1000);
  if (seconds < 60) return `${String(seconds)} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60
    ? `${String(minutes)} min ${String(seconds % 60)} s`
    : `${String(Math.floor(minutes / 60))} h ${String(minutes % 60)} min`;
};

/** `just now`, `5 min ago`, `3 h ago`, else the date. */
export const age = (at: number, now = Date.now()): string => {
  const minutes = Math.floor((now - at) / 60_000);
  if (minutes < 1) return vscode.l10n.t("just now");
  if (minutes < 60) return vscode.l10n.t("{0} min ago", minutes);
  const hours = Math.floor(minutes / 60);
  if (hours < 24) return vscode.l10n.t("{0} h ago", hours);
  return new Date(at).toLocaleDateString(vscode.env.language, { year: "numeric", month: "short", day: "numeric" });
};

/** `17 B`, `4.2 kB`, `8.1 MB`. */
export const bytes = (count: number): string => {
  if (count < 1000) return `${String(count)} B`;
  const units = ["kB", "MB", "GB", "TB"];
  let value = count / 1000;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${value < 10 ? value.toFixed(1) : String(Math.round(value))} ${units[unit] ?? ""}`;
};

/** A failure as a message box shows it: such a box draws no code, so names stand in quotes. */
export const boxText = ({ message, help }: Pick<Failure, "message" | "help">): string => unmarked(`${message} ${help}`);

/** Text of the runner without marks for code. */
export const unmarked = (text: string): string => text.replaceAll(/`([^`]+)`/g, '"$1"');

type Status = RunStatus | StepStatus;

/** Name of the icon that stands for a status. */
export const statusIcon = (status: Status): string => {
  switch (status) {
    case "pending":
      return "circle-outline";
    case "initializing":
    case "running":
      return "sync~spin";
    case "retrying":
      return "debug-restart";
    case "completed":
      return "pass";
    case "cached":
      return "history";
    case "failed":
      return "error";
    case "skipped":
      return "debug-step-over";
    case "cancelled":
      return "circle-slash";
    case "interrupted":
      return "debug-disconnect";
    default:
      return status satisfies never;
  }
};

/** The icon of a status in its colour. */
export const statusThemeIcon = (status: Status): vscode.ThemeIcon => {
  const colour = colourOf(status);
  return new vscode.ThemeIcon(statusIcon(status), colour === undefined ? undefined : new vscode.ThemeColor(colour));
};

const colourOf = (status: Status): string | undefined => {
  switch (status) {
    case "completed":
    case "cached":
      return "testing.iconPassed";
    case "failed":
      return "testing.iconFailed";
    case "interrupted":
    case "cancelled":
    case "skipped":
      return "testing.iconSkipped";
    case "initializing":
    case "running":
    case "retrying":
      return "progressBar.background";
    case "pending":
      return undefined;
    default:
      return status satisfies never;
  }
};

export const statusText = (status: Status): string => {
  switch (status) {
    case "pending":
      return vscode.l10n.t("pending");
    case "initializing":
      return vscode.l10n.t("starting");
    case "running":
      return vscode.l10n.t("running");
    case "retrying":
      return vscode.l10n.t("retrying");
    case "completed":
      return vscode.l10n.t("completed");
    case "cached":
      return vscode.l10n.t("cached");
    case "failed":
      return vscode.l10n.t("failed");
    case "skipped":
      return vscode.l10n.t("skipped");
    case "cancelled":
      return vscode.l10n.t("cancelled");
    case "interrupted":
      return vscode.l10n.t("interrupted");
    default:
      return status satisfies never;
  }
};
