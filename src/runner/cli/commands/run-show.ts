import { ok } from "../../model/result.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { findRun, noRuns, readStore } from "../reading.ts";
import { runText } from "../run-text.ts";

/** Shows one run: what it was, its steps, its outputs, why it failed. */
export async function runShowCommand(context: Context, reference: string): Promise<CommandResult> {
  const found = await readStore(
    context,
    async (open) => {
      const run = await findRun(open, reference);
      return run.ok ? ok({ run: run.value, store: open.store }) : run;
    },
    noRuns,
  );
  if (!found.ok) return found;
  const { run, store } = found.value;
  if (context.json) printJson(context, run);
  else context.stdout.line(runText(run, store, { cwd: context.cwd, workspace: store.workspace }, context.stdout.colors));
  return ok(exitStatus.completed);
}
