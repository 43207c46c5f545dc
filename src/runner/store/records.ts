import type { Failure } from "../model/failure.ts";
import { RunRecord } from "../model/record.ts";
import { err, ok, type Result } from "../model/result.ts";
import { onDisk, replaceFile } from "./disk.ts";
import type { Journal } from "./journal.ts";
import { shown } from "./names.ts";
import { isRunId, recordPath } from "./paths.ts";
import { readStored } from "./read.ts";
import type { Store } from "./store.ts";

/** Writes the record of a run, whole or not at all, so that it survives a power cut. */
export function writeRecord(store: Store, record: RunRecord): Result<void> {
  const path = recordPath(store, record.id);
  return onDisk(path, () => {
    replaceFile(store, path, `${JSON.stringify(record)}\n`, true);
  });
}

/**
 * Makes a finished run last: the journal is flushed, then the record written and flushed. Only after that may the run be announced
 * as finished. These are the only two flushes of a run.
 */
export function finishRun(store: Store, journal: Journal, record: RunRecord): Result<void> {
  const flushed = journal.flush();
  return flushed.ok ? writeRecord(store, record) : flushed;
}

/** The record of a finished run. SW4004 where there is none, SW4005 where it cannot be read. */
export function readRecord(store: Store, runId: string): Result<RunRecord> {
  if (!isRunId(runId)) return err(noSuchRun(runId));
  const path = recordPath(store, runId);
  const record = readStored(path, RunRecord);
  if (record.state === "missing") return err(noSuchRun(runId));
  if (record.state === "good" && record.value.id === runId) return ok(record.value);
  return err({
    code: "SW4005",
    message: `The record ${path} cannot be read.`,
    help: "Other runs are not concerned. Remove the file to stop seeing this.",
  });
}

function noSuchRun(runId: string): Failure {
  return { code: "SW4004", message: `There is no finished run ${shown(runId)}.`, help: "List the runs with: stepwright runs" };
}
