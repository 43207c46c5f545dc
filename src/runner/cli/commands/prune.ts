import { err, ok } from "../../model/result.ts";
import { previewPrune, prune } from "../../store/prune/prune.ts";
import type { PruneRules } from "../../store/prune/rules.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { pruneText } from "../prune-text.ts";
import { noRuns } from "../reading.ts";
import { openStoreOf } from "../workspace.ts";

/** Flags of `stepwright prune`. */
export interface PruneFlags extends PruneRules {
  readonly dryRun?: true;
}

/** Deletes old runs, their versions, and what nobody needs any more. */
export async function pruneCommand(context: Context, { dryRun, ...rules }: PruneFlags): Promise<CommandResult> {
  if (Object.keys(rules).length === 0) {
    const message = "`stepwright prune` needs to be told what may go.";
    return err({
      code: "SW5003",
      message,
      help: "Give --older-than, --keep, --max-size or --unreferenced; --dry-run says first what goes.",
    });
  }
  const found = openStoreOf(context);
  if (!found.ok) return found;
  const { store, workspace } = found.value;
  if (store === undefined) return noRuns(workspace);
  const isDone = dryRun !== true;
  const report = isDone ? await prune(store, rules) : ok(await previewPrune(store, rules));
  if (!report.ok) return report;
  if (context.json) printJson(context, { ...report.value, dryRun: !isDone });
  else context.stdout.line(pruneText(report.value, isDone));
  return ok(exitStatus.completed);
}
