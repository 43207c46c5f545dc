import { ok } from "../../model/result.ts";
import { explain } from "../../store/queries/why/why.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { findRun, noRuns, readStore } from "../reading.ts";
import { whyText } from "../why-text.ts";

/** Says why a step of a run ran, or did not have to. */
export async function whyCommand(context: Context, reference: string, step: string): Promise<CommandResult> {
  const found = await readStore(
    context,
    async (open) => {
      const run = await findRun(open, reference);
      return run.ok ? explain(open.store, run.value, step) : run;
    },
    noRuns,
  );
  if (!found.ok) return found;
  if (context.json) printJson(context, found.value);
  else context.stdout.line(whyText(found.value, context.stdout.colors));
  return ok(exitStatus.completed);
}
