import type { RunRecord } from "../../model/record.ts";
import { ok, type Result } from "../../model/result.ts";
import { readWaiting } from "../database/waiting.ts";
import { readRecord } from "../records.ts";
import type { Store } from "../store.ts";

/** A run by its id, from its journal while it waits, else from its record; undefined where it has neither. */
export function readRun(store: Store, id: string): Result<RunRecord> | undefined {
  const waiting = readWaiting(store, id, Date.now());
  if (waiting !== undefined) return ok(waiting.record);
  const record = readRecord(store, id);
  return record.ok || record.error.code !== "SW4004" ? record : undefined;
}
