import { ok } from "../../model/result.ts";
import { syncStore, type FoldReport } from "../../store/database/fold.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { noRuns } from "../reading.ts";
import { plural } from "../text/units.ts";
import { storeOf } from "../workspace.ts";

/** Makes the database anew from the files, which are the truth: for other tools that read it, or where it was damaged. */
export async function dbSyncCommand(context: Context): Promise<CommandResult> {
  const found = storeOf(context);
  if (!found.ok) return found;
  if (found.value.store === undefined) return noRuns(found.value.workspace);
  const report = await syncStore(found.value.store);
  if (!report.ok) return report;
  if (context.json) printJson(context, report.value);
  else context.stdout.line(reportText(report.value));
  return ok(exitStatus.completed);
}

function reportText(report: FoldReport): string {
  const aside = report.setAside === undefined ? "" : ` What was there could not be used and is now ${report.setAside}.`;
  switch (report.outcome) {
    case "folded":
      return `The database is up to date: ${plural(report.runs, "run")} waited for it.${aside}`;
    case "current":
      return "The database was up to date.";
    case "busy":
      return "Another process is writing the database.";
    case "postponed":
      return "The database is written later.";
    default:
      return report.outcome satisfies never;
  }
}
