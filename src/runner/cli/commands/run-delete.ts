import { err, ok } from "../../model/result.ts";
import { deleteRun } from "../../store/prune/delete-one.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { pruneText } from "../prune-text.ts";
import { findRun, noRuns, readStore } from "../reading.ts";
import { openStoreOf } from "../workspace.ts";

/** Deletes one run with what it alone made. */
export async function runDeleteCommand(context: Context, reference: string): Promise<CommandResult> {
  const place = openStoreOf(context);
  if (!place.ok) return place;
  const found = await readStore(context, (open) => findRun(open, reference), noRuns);
  if (!found.ok) return found;
  const { store } = place.value;
  if (store === undefined)
    return err({ code: "SW4004", message: `Run ${found.value.id} is gone.`, help: "There is nothing left to delete." });
  const report = await deleteRun(store, found.value.id);
  if (!report.ok) return report;
  if (context.json) printJson(context, report.value);
  else context.stdout.line(pruneText(report.value, true));
  return ok(exitStatus.completed);
}
