import { resolve } from "node:path";
import type { ExecutionMode } from "../../model/status.ts";
import type { RunRequest } from "../../model/protocol.ts";
import { ok } from "../../model/result.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { statusOfRun } from "../exit.ts";
import { jsonRunEnd } from "../json.ts";
import { chooseReporter } from "../reporter/choose.ts";
import { runSummary } from "../run-summary.ts";
import { cancelOnSignal } from "../signals.ts";
import { runFailures } from "../step-failures.ts";
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

/** Runs a pipeline, shows it while it goes on, and ends with its summary. */
export async function runCommand(context: Context, file: string, pipeline: string | undefined, flags: RunFlags): Promise<CommandResult> {
  const workspace = workspaceOf(context);
  if (!workspace.ok) return workspace;
  const places = { cwd: context.cwd, workspace: workspace.value };

  const { run } = await import("../../execute/run.ts");
  const reporter = chooseReporter(context.json, context.stdout, context.stderr);
  const interrupted = new AbortController();
  const forget = cancelOnSignal(() => {
    reporter.note("Cancelling. Press Ctrl+C again to stop at once.");
    interrupted.abort();
  });
  const result = await run(runRequest(context.cwd, workspace.value, file, pipeline, flags), {
    onEvent: (event) => {
      reporter.event(event);
    },
    onOutput: (text) => {
      reporter.note(text.toString("utf8").replace(/\n$/, ""));
    },
    // Where nobody reads the output any more: go the way other programs go in a pipe, but leave a run that says what happened.
    signal: AbortSignal.any([interrupted.signal, context.closed]),
  }).finally(() => {
    reporter.close();
    forget();
  });
  if (!result.ok) return result;

  const { run: record, store } = result.value;
  if (context.json) {
    printJson(context, jsonRunEnd(record));
  } else {
    for (const text of runFailures(record, store, places, context.stderr.colors)) context.stderr.line(`\n${text}`);
    context.stderr.line("");
    context.stdout.line(runSummary(record, context.stdout.colors));
  }
  return ok(statusOfRun(record));
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
