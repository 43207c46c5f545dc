import type { RunStatus, StepStatus } from "../../model/status.ts";
import type { Colors } from "../terminal.ts";

/** The sign of a status, in its colour. One sign a meaning everywhere; the word stands beside it wherever the sign alone could be missed. */
export function mark(status: StepStatus | RunStatus, colors: Colors): string {
  switch (status) {
    case "completed":
      return colors.green("✓");
    case "cached":
      return colors.cyan("◉");
    case "failed":
      return colors.red("✗");
    case "skipped":
      return colors.yellow("↷");
    case "cancelled":
    case "interrupted":
      return colors.yellow("■");
    case "retrying":
      return colors.yellow("↻");
    case "running":
    case "initializing":
      return colors.blue("▸");
    case "pending":
      return colors.dim("·");
    default:
      return status satisfies never;
  }
}
