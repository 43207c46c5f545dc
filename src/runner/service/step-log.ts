import type { Failure } from "../model/failure.ts";
import type { RunRecord } from "../model/record.ts";
import { err, ok, type Result } from "../model/result.ts";
import type { Questions } from "../model/service.ts";
import { logPath } from "../store/logs.ts";
import type { History } from "./history.ts";
import { logText } from "./log-text.ts";

/** How much of a log opens as a document, in bytes: its end. */
const mostLog = 4 * 1024 * 1024;

/** What an attempt of a step printed, the latest where none is named. Of a cached step it is what was printed where it ran. */
export const stepLog = async (
  history: History,
  { run, step, attempt }: Questions["logFile"]["about"],
): Promise<Result<Questions["logFile"]["answer"]>> => {
  const record = await history.run(run);
  if (!record.ok) return record;
  const { store } = history;
  const ran = await whereItRan(history, record.value, step);
  const last = attempt ?? ran?.run.steps[ran.step]?.attempts.at(-1)?.attempt;
  if (store === undefined || ran === undefined || last === undefined) return err(noLog(step));
  // What printed nothing may have no file.
  const log = logText(store, ran.run.id, ran.step, last, mostLog) ?? {
    path: logPath(store, ran.run.id, ran.step, last),
    text: "",
    truncated: false,
  };
  return ok({ ...log, ...(ran.run.id !== run && { of: ran.run.name }) });
};

interface StepRun {
  readonly run: RunRecord;
  readonly step: string;
}

/** Undefined where the run in which a cached step ran was deleted. */
const whereItRan = async (history: History, run: RunRecord, step: string): Promise<StepRun | undefined> => {
  const from = run.steps[step]?.cachedFrom;
  if (from === undefined) return { run, step };
  const earlier = await history.run(from.run);
  return earlier.ok ? { run: earlier.value, step: from.step } : undefined;
};

const noLog = (step: string): Failure => ({
  code: "SW4007",
  message: `The step \`${step}\` has no log: it has not started, or the run in which it ran was deleted.`,
  help: "Run the pipeline, and look again.",
});
