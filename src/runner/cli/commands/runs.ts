import { ok } from "../../model/result.ts";
import type { RunStatus } from "../../model/status.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { readStore } from "../reading.ts";
import { runsTable } from "../runs-table.ts";

/** Flags of `stepwright runs`. */
export interface RunsFlags {
  readonly pipeline?: string;
  readonly status?: RunStatus;
  readonly limit: number;
}

/** Lists the runs of the workspace, newest first. */
export async function runsCommand(context: Context, flags: RunsFlags): Promise<CommandResult> {
  const runs = await readStore(
    context,
    async ({ reader }) => ok(await reader.listRuns(flags)),
    () => ok([]),
  );
  if (!runs.ok) return runs;
  if (context.json) printJson(context, runs.value);
  else if (runs.value.length === 0) context.stderr.line(narrowed(flags) ? "No run matches." : "No runs. `stepwright run FILE` makes one.");
  else context.stdout.line(runsTable(runs.value, context.stdout, Date.now()));
  return ok(exitStatus.completed);
}

const narrowed = (flags: RunsFlags): boolean => flags.pipeline !== undefined || flags.status !== undefined;
