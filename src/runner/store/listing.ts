import { readdirSync } from "node:fs";
import path from "node:path";
import { errorCode } from "./disk.ts";
import { isRunId, recordsFolder } from "./paths.ts";
import type { Store } from "./store.ts";

/** The names in a folder, in order; none where there is no such folder. */
export function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if (errorCode(error) === undefined) throw error;
    return [];
  }
}

/** Ids of all runs that have a record, oldest first. */
export function listRecordIds(store: Store): string[] {
  return namesIn(recordsFolder(store)).flatMap((month) => idsIn(store, month));
}

/** Ids of runs that have a record, newest first: at most so many, and only such that are older than the run `before`. Reads no more folders than that needs. */
export function newestRecordIds(store: Store, most: number, before?: string): string[] {
  const found: string[] = [];
  for (const month of namesIn(recordsFolder(store)).reverse()) {
    if (found.length >= most) break;
    found.push(
      ...idsIn(store, month)
        .filter((run) => before === undefined || run < before)
        .reverse(),
    );
  }
  return found.slice(0, most);
}

function idsIn(store: Store, month: string): string[] {
  return namesIn(path.join(recordsFolder(store), month))
    .filter((file) => file.endsWith(".json"))
    .map((file) => path.basename(file, ".json"))
    .filter(isRunId);
}
