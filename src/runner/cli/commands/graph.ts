import { ok } from "../../model/result.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { graphText } from "../graph-text.ts";
import { graphOfSpec } from "../../model/graph-of-spec.ts";
import { planText } from "../plan-text.ts";
import { workspaceOf } from "../workspace.ts";
import { runRequest, type RunFlags } from "./run.ts";

/** Shows what a run of a pipeline would do: what its steps would be taken from the cache, and which would run. None of them is run. */
export async function graphPlanCommand(
  context: Context,
  file: string,
  pipeline: string | undefined,
  flags: Pick<RunFlags, "param" | "cache">,
): Promise<CommandResult> {
  const workspace = workspaceOf(context);
  if (!workspace.ok) return workspace;
  const { plan } = await import("../../execute/graph.ts");
  const planned = await plan(runRequest(context.cwd, workspace.value, file, pipeline, flags), {
    onOutput: (text) => context.stderr.line(text.toString("utf8").replace(/\n$/, "")),
  });
  if (!planned.ok) return planned;
  if (context.json) printJson(context, planned.value);
  else context.stdout.line(planText(planned.value, context.stdout));
  return ok(exitStatus.completed);
}

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
