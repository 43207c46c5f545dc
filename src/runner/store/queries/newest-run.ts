import type { RunRecord } from "../../model/record.ts";
import { listJournals } from "../journal.ts";
import { newestRecordIds } from "../listing.ts";
import type { Store } from "../store.ts";
import { readRun } from "./read-run.ts";

/**
 * The run that began last, found by the names of files: ids are in the order of time. Undefined where there is none, or its files cannot
 * be read; the database may then know more.
 */
export function newestRun(store: Store): RunRecord | undefined {
  const [recorded = ""] = newestRecordIds(store, 1);
  // Latest first. A journal whose first event is not written yet is not a run that anybody knows of.
  const going = listJournals(store).reverse();
  const ids = [...new Set([...going.filter((id) => id > recorded), recorded])].filter((id) => id !== "");
  for (const id of ids) {
    const found = readRun(store, id);
    if (found !== undefined) return found.ok ? found.value : undefined;
  }
  return undefined;
}
