import * as l10n from "@vscode/l10n";
import type { RunStatus, StepStatus } from "../../../src/runner/model/status.ts";

/** How a status is shown, with its word: by the name of an icon and the name of a colour. Never by the colour alone. */
export interface StatusLook {
  readonly icon: "pass" | "error" | "loading" | "history" | "circle" | "skipped" | "sync" | "slash" | "warning";
  readonly colour: "passed" | "failed" | "running" | "waiting" | "cached" | "quiet" | "stopped";
}

const looks: Readonly<Record<StepStatus, StatusLook>> = {
  pending: { icon: "circle", colour: "quiet" },
  running: { icon: "loading", colour: "running" },
  retrying: { icon: "sync", colour: "waiting" },
  completed: { icon: "pass", colour: "passed" },
  cached: { icon: "history", colour: "cached" },
  failed: { icon: "error", colour: "failed" },
  skipped: { icon: "skipped", colour: "quiet" },
  cancelled: { icon: "slash", colour: "stopped" },
  interrupted: { icon: "warning", colour: "stopped" },
};

export const stepLook = (status: StepStatus): StatusLook => looks[status];

/** A run that has just been started looks like one that runs. */
export const runLook = (status: RunStatus): StatusLook => looks[status === "initializing" ? "running" : status];

/** A status as a word by itself. */
export function statusWord(status: RunStatus | StepStatus): string {
  switch (status) {
    case "pending":
      return l10n.t("Pending");
    case "initializing":
      return l10n.t("Starting");
    case "running":
      return l10n.t("Running");
    case "retrying":
      return l10n.t("Retrying");
    case "completed":
      return l10n.t("Completed");
    case "cached":
      return l10n.t("Cached");
    case "failed":
      return l10n.t("Failed");
    case "skipped":
      return l10n.t("Skipped");
    case "cancelled":
      return l10n.t("Cancelled");
    case "interrupted":
      return l10n.t("Interrupted");
    default:
      return status satisfies never;
  }
}

/** A status as a word in a sentence: which letters are large there is a matter of the language. */
export function inSentence(status: RunStatus | StepStatus): string {
  switch (status) {
    case "pending":
      return l10n.t("pending");
    case "initializing":
      return l10n.t("starting");
    case "running":
      return l10n.t("running");
    case "retrying":
      return l10n.t("retrying");
    case "completed":
      return l10n.t("completed");
    case "cached":
      return l10n.t("cached");
    case "failed":
      return l10n.t("failed");
    case "skipped":
      return l10n.t("skipped");
    case "cancelled":
      return l10n.t("cancelled");
    case "interrupted":
      return l10n.t("interrupted");
    default:
      return status satisfies never;
  }
}

/** The one status that stands for several steps: what a person would want to know of them first. */
export function together(statuses: readonly StepStatus[]): StepStatus {
  const order: readonly StepStatus[] = [
    "failed",
    "interrupted",
    "retrying",
    "running",
    "cancelled",
    "pending",
    "skipped",
    "completed",
    "cached",
  ];
  const begun = statuses.some((status) => status !== "pending" && status !== "skipped");
  const present = new Set(statuses);
  // Between its first and its last step a group runs, also in the moments when none of them does.
  const worst = order.find((status) => present.has(status)) ?? "pending";
  return worst === "pending" && begun ? "running" : worst;
}
