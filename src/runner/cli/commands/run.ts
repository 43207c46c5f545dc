import { resolve } from "node:path";
import type { ExecutionMode } from "../../model/status.ts";
import type { RunRequest } from "../../model/protocol.ts";
import type { CommandResult, Context } from "../context.ts";
import { performRun } from "../perform-run.ts";
import { workspaceOf } from "../workspace.ts";

/** `stepwright run FILE [PIPELINE]`, as it was typed. */
export interface RunFlags {
  readonly param?: ReadonlyMap<string, string>;
  /** False with `--no-cache`. */
  readonly cache: boolean;
  readonly mode?: ExecutionMode;
  readonly maxConcurrency?: number;
  readonly runName?: string;
  readonly enforceAnnotations?: true;
}

/** Runs a pipeline of a file. */
export async function runCommand(context: Context, file: string, pipeline: string | undefined, flags: RunFlags): Promise<CommandResult> {
  const workspace = workspaceOf(context);
  if (!workspace.ok) return workspace;
  return performRun(context, workspace.value, runRequest(context.cwd, workspace.value, file, pipeline, flags));
}

/** What the flags ask of the runner. What was not said stays absent: then the definition decides. */
export function runRequest(
  cwd: string,
  workspace: string,
  file: string,
  pipeline: string | undefined,
  flags: Partial<RunFlags>,
): RunRequest {
  return {
    file: resolve(cwd, file),
    workspace,
    ...(pipeline !== undefined && { target: { name: pipeline } }),
    ...(flags.param && { textParameters: Object.fromEntries(flags.param) }),
    ...(flags.enforceAnnotations === true && { enforceAnnotations: true }),
    overrides: {
      ...(flags.cache === false && { enableCache: false }),
      ...(flags.mode !== undefined && { executionMode: flags.mode }),
      ...(flags.maxConcurrency !== undefined && { maxConcurrency: flags.maxConcurrency }),
      ...(flags.runName !== undefined && { runName: flags.runName }),
    },
  };
}
