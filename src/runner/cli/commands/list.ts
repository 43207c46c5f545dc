import { discover } from "../../analysis/discovery/discover.ts";
import type { Discovered, PlacedDefinition } from "../../model/discovered.ts";
import { ok } from "../../model/result.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { discoveredTable } from "../discovered-table.ts";
import { exitStatus } from "../exit.ts";
import { workspaceOf } from "../workspace.ts";

/** Lists the pipelines and steps that the sources of the workspace define. No code of theirs is run. */
export async function listCommand(context: Context): Promise<CommandResult> {
  const workspace = workspaceOf(context);
  if (!workspace.ok) return workspace;
  const found = (await discover(workspace.value)).map(withoutRanges);
  if (context.json) printJson(context, found);
  else if (found.length === 0) context.stderr.line(`No file in \`${workspace.value}\` defines a pipeline or a step.`);
  else context.stdout.line(discoveredTable(found, { cwd: context.cwd, workspace: workspace.value }, context.stdout));
  return ok(exitStatus.completed);
}

/** The ranges are for editors; here a line is enough. */
function withoutRanges({ nameRange: _nameRange, range: _range, ...listed }: PlacedDefinition): Discovered {
  return listed;
}
