import type { RunStatus, StepStatus } from "../../../src/runner/model/status.ts";

/** How a status is told: a word, the name of an icon, the name of a colour. Never by the colour alone. */
export interface StatusLook {
  readonly word: string;
  readonly icon: "pass" | "error" | "loading" | "history" | "circle" | "skipped" | "sync" | "slash" | "warning";
  readonly colour: "passed" | "failed" | "running" | "waiting" | "cached" | "quiet" | "stopped";
}

const looks: Readonly<Record<StepStatus, StatusLook>> = {
  pending: { word: "Pending", icon: "circle", colour: "quiet" },
  running: { word: "Running", icon: "loading", colour: "running" },
  retrying: { word: "Retrying", icon: "sync", colour: "waiting" },
  completed: { word: "Completed", icon: "pass", colour: "passed" },
  cached: { word: "Cached", icon: "history", colour: "cached" },
  failed: { word: "Failed", icon: "error", colour: "failed" },
  skipped: { word: "Skipped", icon: "skipped", colour: "quiet" },
  cancelled: { word: "Cancelled", icon: "slash", colour: "stopped" },
  interrupted: { word: "Interrupted", icon: "warning", colour: "stopped" },
};

export const stepLook = (status: StepStatus): StatusLook => looks[status];

/** A run that has just been started looks like one that runs. */
export const runLook = (status: RunStatus): StatusLook =>
  status === "initializing" ? { ...looks.running, word: "Starting" } : looks[status];

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
