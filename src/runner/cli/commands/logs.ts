import { createReadStream, lstatSync, readFileSync } from "node:fs";
import { finished } from "node:stream/promises";
import { didYouMean } from "../../model/nearest.ts";
import type { RunRecord } from "../../model/record.ts";
import { err, ok, type Result } from "../../model/result.ts";
import { logPath } from "../../store/logs.ts";
import { printJson, type CommandResult, type Context } from "../context.ts";
import { exitStatus } from "../exit.ts";
import { findRun, noRuns, readStore } from "../reading.ts";

/** Flags of `stepwright logs`. */
export interface LogsFlags {
  readonly attempt?: number;
}

/** One try of one step. */
interface Attempt {
  readonly step: string;
  readonly attempt: number;
}

/** Prints what the steps of a run printed: every attempt in order, with a title where there are several. */
export async function logsCommand(context: Context, reference: string, step: string | undefined, flags: LogsFlags): Promise<CommandResult> {
  const logs = await readStore(
    context,
    async (open) => {
      const run = await findRun(open, reference);
      if (!run.ok) return run;
      const attempts = chooseAttempts(run.value, step, flags.attempt);
      if (!attempts.ok) return attempts;
      return ok(attempts.value.map((each) => ({ ...each, path: logPath(open.store, run.value.id, each.step, each.attempt) })));
    },
    noRuns,
  );
  if (!logs.ok) return logs;
  // A step that printed nothing may have no file. A link, which a clone can bring along, is none.
  const written = logs.value.filter(({ path }) => lstatSync(path, { throwIfNoEntry: false })?.isFile() === true);
  if (context.json) {
    printJson(
      context,
      written.map(({ path, ...attempt }) => ({ ...attempt, text: readFileSync(path, "utf8") })),
    );
  } else if (written.length === 0) {
    context.stderr.line("Nothing was printed.");
  } else {
    for (const { path, ...attempt } of written) {
      if (written.length > 1) context.stdout.line(context.stdout.colors.bold(`==> ${attempt.step}, attempt ${attempt.attempt} <==`));
      await copy(path, context);
    }
  }
  return ok(exitStatus.completed);
}

/** The attempts that were asked for. SW4007 for an unknown step, SW5003 for an attempt that there was not. */
export function chooseAttempts(run: RunRecord, step: string | undefined, attempt: number | undefined): Result<Attempt[]> {
  if (step !== undefined && !Object.hasOwn(run.steps, step)) {
    const steps = Object.keys(run.steps);
    return err({
      code: "SW4007",
      message: `Run \`${run.name}\` has no step \`${step}\`.${didYouMean(step, steps)}`,
      help: steps.length === 0 ? "The run has no steps." : `Its steps are: ${steps.join(", ")}.`,
    });
  }
  const chosen = Object.entries(run.steps)
    .filter(([id]) => step === undefined || id === step)
    .flatMap(([id, record]) => record.attempts.map((each) => ({ step: id, attempt: each.attempt })))
    .filter((each) => attempt === undefined || each.attempt === attempt);
  if (chosen.length > 0 || attempt === undefined) return ok(chosen);
  const message =
    step === undefined ? `No step of run \`${run.name}\` had an attempt ${attempt}.` : `Step \`${step}\` had no attempt ${attempt}.`;
  return err({ code: "SW5003", message, help: `\`stepwright run show ${run.id}\` shows the attempts.` });
}

/** Copies as it is, colours included, and without reading it whole: a log can be large. */
async function copy(path: string, context: Context): Promise<void> {
  const source = createReadStream(path);
  source.pipe(context.stdout.stream, { end: false });
  await finished(source);
}
