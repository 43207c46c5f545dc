import type { PanelRun } from "../../src/runner/model/panel-view.ts";

/**
 * What tells a run apart from others of its pipeline: a name that was given to it; else when it began, here. A generated name repeats the
 * pipeline and says the time in UTC.
 */
export function runTitle({ name, startedAt }: Pick<PanelRun, "name" | "startedAt">, pipeline: string): string {
  if (!name.startsWith(`${pipeline}-`)) return name;
  return new Date(startedAt).toLocaleString(document.documentElement.lang || undefined, {
    month: "short",
    day: "numeric",
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
  });
}
