import { ok } from "../../model/result.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { descriptionText, jsonDescription } from "../parameters-text.ts";
import { workspaceOf } from "../workspace.ts";
import { runRequest } from "./run.ts";

/** `stepwright run FILE [PIPELINE] --help`: what can be given to it. Its file is loaded, and nothing of it is called. */
export async function runHelpCommand(context: Context, file: string, pipeline: string | undefined): Promise<CommandResult> {
  const workspace = workspaceOf(context);
  if (!workspace.ok) return workspace;
  const { describe } = await import("../../execute/describe.ts");
  const described = await describe(runRequest(context.cwd, workspace.value, file, pipeline, {}));
  if (!described.ok) return described;
  if (context.json) printJson(context, jsonDescription(described.value));
  else context.stdout.line(`\n${descriptionText(described.value, context.stdout)}`);
  return ok(exitStatus.completed);
}
