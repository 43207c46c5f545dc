import { plan } from "../../execute/graph.ts";
import { replayRequest } from "../../execute/replay-request.ts";
import type { Replay } from "../../model/replay.ts";
import { ok } from "../../model/result.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { performRun } from "../perform-run.ts";
import { planText } from "../plan-text.ts";
import { findRun, noRuns, readStore } from "../reading.ts";
import { workspaceOf } from "../workspace.ts";

/** `stepwright resume RUN`, as it was typed. */
export interface ResumeFlags {
  readonly dryRun?: true;
}

/** `stepwright replay RUN STEP`, as it was typed. */
export interface ReplayFlags extends ResumeFlags {
  /** Not the steps that depend on it. */
  readonly only?: true;
  readonly input?: ReadonlyMap<string, string>;
  /** False with `--no-cache`. */
  readonly cache: boolean;
}

/** Goes on with a run: keeps what completed and runs the rest. */
export const resumeCommand = (context: Context, reference: string, flags: ResumeFlags): Promise<CommandResult> =>
  goOn(context, reference, { kind: "resume" }, { ...flags, cache: true });

/** Runs a step of a run anew, with all that depends on it or alone, with the inputs that it had or others. */
export const replayCommand = (context: Context, reference: string, step: string, flags: ReplayFlags): Promise<CommandResult> => {
  const { only, input } = flags;
  const kind = only === true ? "only" : "from";
  return goOn(context, reference, { kind, step, ...(input && { textInputs: Object.fromEntries(input) }) }, flags);
};

async function goOn(context: Context, reference: string, replay: Replay, { dryRun, cache }: ReplayFlags): Promise<CommandResult> {
  const workspace = workspaceOf(context);
  if (!workspace.ok) return workspace;
  const asked = await readStore(
    context,
    async (open) => {
      const run = await findRun(open, reference);
      return run.ok ? replayRequest(workspace.value, run.value, replay) : run;
    },
    noRuns,
  );
  if (!asked.ok) return asked;
  const request = cache ? asked.value : { ...asked.value, overrides: { ...asked.value.overrides, enableCache: false } };
  if (dryRun !== true) return performRun(context, workspace.value, request, true);
  const planned = await plan(request);
  if (!planned.ok) return planned;
  if (context.json) printJson(context, planned.value);
  else context.stdout.line(planText(planned.value, context.stdout));
  return ok(exitStatus.completed);
}
