import { ok } from "../../model/result.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { graphText } from "../graph-text.ts";
import { graphOfSpec } from "../../store/graph-of-spec.ts";
import { workspaceOf } from "../workspace.ts";
import { runRequest, type RunFlags } from "./run.ts";

/** Shows the graph of a pipeline: its function is called once and its steps are recorded, but none of them runs. */
export async function graphCommand(
  context: Context,
  file: string,
  pipeline: string | undefined,
  flags: Pick<RunFlags, "param">,
): Promise<CommandResult> {
  const workspace = workspaceOf(context);
  if (!workspace.ok) return workspace;
  const { graph } = await import("../../execute/graph.ts");
  const recorded = await graph(runRequest(context.cwd, workspace.value, file, pipeline, flags));
  if (!recorded.ok) return recorded;
  const { spec } = recorded.value;
  const shown = graphOfSpec(spec);
  if (context.json) printJson(context, shown);
  else context.stdout.line(graphText(shown, context.stdout));
  return ok(exitStatus.completed);
}
