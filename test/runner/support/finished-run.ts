import * as z from "zod/mini";
import { Failure } from "../../../src/runner/model/failure.ts";
import { RunRecord } from "../../../src/runner/model/record.ts";
import type { Ended } from "./command.ts";

const LastLine = z.object({ run: z.optional(RunRecord), error: z.optional(Failure) });

/** The run that `stepwright run --json` ended with. Throws what the command said where there was none. */
export function finishedRun(ended: Ended): RunRecord {
  const { run } = lastLine(ended);
  if (run === undefined) throw unexpected("a run", ended);
  return run;
}

/** Why a command could not do its work. Throws what it said where it could. */
export function refusal(ended: Ended): Failure {
  const { error } = lastLine(ended);
  if (error === undefined) throw unexpected("an error", ended);
  return error;
}

function lastLine(ended: Ended): z.infer<typeof LastLine> {
  const parsed = z.safeParse(LastLine, ended.json().at(-1));
  if (!parsed.success) throw unexpected("a run or an error", ended);
  return parsed.data;
}

const unexpected = (wanted: string, { status, stdout, stderr }: Ended): Error =>
  new Error(`The command ended with status ${String(status)} and without ${wanted}.\nstdout:\n${stdout}\nstderr:\n${stderr}`);
