import { relative } from "node:path";
import type { Plan } from "../model/plan.ts";
import type { RunRequest } from "../model/protocol.ts";
import { ok } from "../model/result.ts";
import { printJson, type CommandResult, type Context } from "./context.ts";
import { statusOfRun } from "./exit.ts";
import { jsonRunEnd } from "./json.ts";
import { planText } from "./plan-text.ts";
import { chooseReporter } from "./reporter/choose.ts";
import { runSummary } from "./run-summary.ts";
import { cancelOnSignal } from "./signals.ts";
import { runFailures } from "./step-failures.ts";

/** Milliseconds without an event after which it is said what goes on: code of the author runs before there is one, and may take its time. */
const silence = 5000;

/**
 * Runs a pipeline, shows it while it goes on, and ends with its summary.
 *
 * @param says what it is about to do is said first
 */
export async function performRun(context: Context, workspace: string, request: RunRequest, says = false): Promise<CommandResult> {
  const places = { cwd: context.cwd, workspace };
  const { run } = await import("../execute/run.ts");
  const reporter = chooseReporter(context.json, context.stdout, context.stderr);
  const interrupted = new AbortController();
  const waiting = setTimeout(() => {
    if (!context.json) reporter.note(`Still loading ${relative(context.cwd, request.file)} and recording its graph. Press Ctrl+C to stop.`);
  }, silence);
  const forget = cancelOnSignal(() => {
    reporter.note("Cancelling. Press Ctrl+C again to stop at once.");
    interrupted.abort();
  });
  const result = await run(request, {
    onEvent: (event) => {
      clearTimeout(waiting);
      reporter.event(event);
    },
    onOutput: (text) => {
      reporter.note(text.toString("utf8").replace(/\n$/, ""));
    },
    ...(says && { onPlan: (plan: Plan) => reporter.note(`${planText(plan, context.stderr)}\n`) }),
    // Where nobody reads the output any more: go the way other programs go in a pipe, but leave a run that says what happened.
    signal: AbortSignal.any([interrupted.signal, context.closed]),
  }).finally(() => {
    clearTimeout(waiting);
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
